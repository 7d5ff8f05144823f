#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "schema/error.h"

namespace tyst::cli {

// What notes, keys, policies, time-stamps, certificates and pages are read up to.
inline constexpr std::uintmax_t kNoteFileBytesMax = std::uintmax_t{256} << 10U;

// The whole of a file. not_found where it cannot be opened, too_large beyond `bytes_max`, io_failed
// where it cannot be read, as a directory cannot.
[[nodiscard]] Result<std::string> read_whole_file(
    const std::filesystem::path& path, std::uintmax_t bytes_max
);

// Puts it, synced, under a name that is not taken, whole or not at all. already_exists, io_failed,
// disk_full.
[[nodiscard]] Result<void> write_whole_file(
    const std::filesystem::path& path, std::string_view content
);

}  // namespace tyst::cli
