#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "cli/surroundings.h"
#include "ledger/ledger.h"

namespace tyst::cli {

// What opens a wrapped root key: the first line of the file where one is named, else what a person
// types, asked once in a run.
[[nodiscard]] RootKeyUnlock unlock_with(
    const std::string& passphrase_file,
    const std::string& wrapping_key_file,
    const Surroundings& surroundings
);

// The whole of a file of at most 64 KiB. not_found, too_large, io_failed.
[[nodiscard]] Result<std::string> read_page(const std::filesystem::path& file);
// A new file with mode 0600, synced. already_exists, io_failed.
[[nodiscard]] Result<void> write_secret_page(
    const std::filesystem::path& file, std::string_view content
);

}  // namespace tyst::cli
