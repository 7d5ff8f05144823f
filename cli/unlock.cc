#include "cli/unlock.h"

#include <filesystem>
#include <memory>
#include <optional>

#include "cli/whole_file.h"

namespace tyst::cli {
namespace {

Result<std::string> first_line_of(const std::filesystem::path& file) {
    TYST_ASSIGN(const std::string page, read_whole_file(file, kNoteFileBytesMax));
    std::string line = page.substr(0, page.find('\n'));
    if (!line.empty() && line.back() == '\r') {
        line.pop_back();
    }
    if (line.empty()) {
        return fail(ErrorCode::invalid_value, file.string() + ": its first line is empty");
    }
    return line;
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
                    "the root key is wrapped by a passphrase and none was typed (there is no "
                    "terminal "
                    "to ask at, or typing was broken off); name a file with --root-passphrase"
                );
            }
            return **typed;
        };
    }
    return unlock;
}

}  // namespace tyst::cli
