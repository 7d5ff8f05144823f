#include "cli/unlock.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace tyst::cli {
namespace {

constexpr std::uintmax_t kPageBytesMax = std::uintmax_t{64} << 10U;

Result<std::string> first_line_of(const std::filesystem::path& file) {
    TYST_ASSIGN(const std::string page, read_page(file));
    std::string line = page.substr(0, page.find('\n'));
    if (!line.empty() && line.back() == '\r') {
        line.pop_back();
    }
    if (line.empty()) {
        return fail(ErrorCode::invalid_value, file.string() + ": its first line is empty");
    }
    return line;
}

std::unexpected<Error> file_failed(const std::filesystem::path& file, int error) {
    return fail(
        error == EEXIST ? ErrorCode::already_exists : ErrorCode::io_failed,
        file.string() + ": " + std::generic_category().message(error)
    );
}

}  // namespace

RootKeyUnlock unlock_with(
    const std::string& passphrase_file,
    const std::string& wrapping_key_file,
    const Surroundings& surroundings
) {
    RootKeyUnlock unlock;
    unlock.wrapping_key_file = wrapping_key_file;
    if (!passphrase_file.empty()) {
        unlock.passphrase = [passphrase_file] { return first_line_of(passphrase_file); };
    } else if (surroundings.ask_secret) {
        // Shared, because a ledger that is made and opened needs it twice.
        unlock.passphrase =
            [ask = surroundings.ask_secret,
             typed = std::make_shared<std::optional<std::string>>()]() -> Result<std::string> {
            if (!*typed) {
                *typed = ask("Passphrase of the root key: ");
            }
            if (!*typed) {
                return fail(
                    ErrorCode::key_not_found,
                    "the root key is wrapped by a passphrase and there is no terminal to ask at; "
                    "name a file with --root-passphrase"
                );
            }
            return **typed;
        };
    }
    return unlock;
}

Result<std::string> read_page(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return fail(ErrorCode::not_found, file.string() + ": cannot be read");
    }
    std::error_code error;
    if (const auto size = std::filesystem::file_size(file, error); !error && size > kPageBytesMax) {
        return fail(ErrorCode::too_large, file.string() + ": longer than 64 KiB");
    }
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

Result<void> write_secret_page(const std::filesystem::path& file, std::string_view content) {
    const int number = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (number < 0) {
        return file_failed(file, errno);
    }
    const bool written =
        ::write(number, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
        ::fsync(number) == 0;
    const int error = errno;
    ::close(number);
    return written ? Result<void>() : file_failed(file, error);
}

}  // namespace tyst::cli
