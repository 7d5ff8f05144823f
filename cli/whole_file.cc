#include "cli/whole_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include <fmt/format.h>

namespace tyst::cli {
namespace {

std::unexpected<Error> file_failed(const std::filesystem::path& path) {
    return fail(ErrorCode::io_failed, fmt::format("{}: {}", path.string(), std::strerror(errno)));
}

constexpr std::uintmax_t kNoteFileBytesMax = std::uintmax_t{256} << 10U;

}  // namespace

Result<std::string> read_whole_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return fail(ErrorCode::not_found, fmt::format("{}: it cannot be opened", path.string()));
    }
    std::string content{std::istreambuf_iterator<char>(file), {}};
    if (file.bad()) {
        return file_failed(path);
    }
    return content;
}

Result<std::string> read_note_file(const std::string& name) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(name, ignored)) {
        return fail(ErrorCode::not_found, name + ": no such file");
    }
    if (std::filesystem::file_size(name, ignored) > kNoteFileBytesMax) {
        return fail(ErrorCode::too_large, name + ": more than 256 KiB, which no such file has");
    }
    const std::ifstream file(name, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    if (!file) {
        return fail(ErrorCode::io_failed, name + ": cannot be read");
    }
    return content.str();
}

Result<void> write_note_file(const std::string& name, const std::string& content) {
    std::error_code ignored;
    if (std::filesystem::exists(name, ignored)) {
        return fail(ErrorCode::already_exists, name + ": is already there");
    }
    std::ofstream file(name, std::ios::binary);
    file << content;
    file.close();
    return file ? Result<void>() : fail(ErrorCode::io_failed, name + ": cannot be written");
}

}  // namespace tyst::cli
