#include "tests/schema/golden.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "schema/ids.h"

namespace tyst {
namespace {

constexpr std::size_t kLineBytes = 32;

void write_golden(
    const std::filesystem::path& path, std::string_view comment, std::string_view bytes
) {
    std::ofstream file(path);
    file << "# " << comment << "\n";
    for (std::size_t place = 0; place < bytes.size(); place += kLineBytes) {
        file << to_hex(as_bytes(bytes.substr(place, kLineBytes))) << "\n";
    }
}

}  // namespace

std::string golden_bytes(std::string_view name, std::string_view comment, std::string_view made) {
    const std::filesystem::path path =
        std::filesystem::path(TYST_SOURCE_DIR "/tests/golden") / (std::string(name) + ".hex");
    if (std::getenv("TYST_WRITE_GOLDEN") != nullptr && !std::filesystem::exists(path)) {
        write_golden(path, comment, made);
    }
    std::ifstream file(path);
    std::string hex;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with('#')) {
            hex += line;
        }
    }
    const std::optional<std::string> bytes = from_hex(hex);
    if (!bytes || bytes->empty()) {
        throw std::runtime_error("no golden bytes in " + path.string());
    }
    return *bytes;
}

}  // namespace tyst
