#include "cli/whole_file.h"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "ledger/file_in_waiting.h"

namespace tyst::cli {
namespace {

std::unexpected<Error> file_failed(const std::filesystem::path& path) {
    return fail(
        ErrorCode::io_failed,
        fmt::format("{}: {}", path.string(), std::generic_category().message(errno))
    );
}

}  // namespace

Result<std::string> read_whole_file(const std::filesystem::path& path, std::uintmax_t bytes_max) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return fail(ErrorCode::not_found, fmt::format("{}: it cannot be opened", path.string()));
    }
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return fail(ErrorCode::io_failed, fmt::format("{}: is a directory", path.string()));
    }
    // Not by its size: a pipe has none.
    constexpr std::size_t kStep = std::size_t{64} << 10U;
    std::string content;
    while (file && content.size() <= bytes_max) {
        const std::size_t filled = content.size();
        content.resize(filled + kStep);
        file.read(content.data() + filled, static_cast<std::streamsize>(kStep));
        content.resize(filled + static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad()) {
        return file_failed(path);
    }
    if (content.size() > bytes_max) {
        return fail(
            ErrorCode::too_large,
            fmt::format("{}: more than {} bytes, which no such file has", path.string(), bytes_max)
        );
    }
    return content;
}

Result<void> write_whole_file(const std::filesystem::path& path, std::string_view content) {
    FileInWaiting file(path);
    TYST_TRY(file.write(content));
    return file.put_in_place();
}

}  // namespace tyst::cli
