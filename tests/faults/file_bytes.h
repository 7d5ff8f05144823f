#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "schema/error.h"

namespace tyst::test {

// The whole of a file; empty where there is none.
inline std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Puts these bytes in place of what the file held.
inline void write_content(const std::filesystem::path& path, const std::string& content) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    TYST_ASSERT(file.flush().good());
}

}  // namespace tyst::test
