#pragma once

#include <string>

#include "schema/error.h"

namespace tyst::cli {

// The whole of a small file. not_found, too_large (beyond 256 KiB), io_failed.
[[nodiscard]] Result<std::string> read_whole_file(const std::string& name);
// A new file. already_exists, io_failed.
[[nodiscard]] Result<void> write_whole_file(const std::string& name, const std::string& content);

}  // namespace tyst::cli
