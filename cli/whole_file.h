#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "schema/error.h"

namespace tyst::cli {

// The whole of a file. not_found where there is none, io_failed where it cannot be read.
[[nodiscard]] Result<std::string> read_whole_file(const std::filesystem::path& path);

// The whole of a note, key or time-stamp file. not_found, too_large (beyond 256 KiB), io_failed.
[[nodiscard]] Result<std::string> read_note_file(const std::string& name);
// A new one. already_exists, io_failed.
[[nodiscard]] Result<void> write_note_file(const std::string& name, const std::string& content);

}  // namespace tyst::cli
