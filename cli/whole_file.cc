#include "cli/whole_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace tyst::cli {
namespace {

std::unexpected<Error> file_failed(const std::filesystem::path& path) {
    return fail(ErrorCode::io_failed, fmt::format("{}: {}", path.string(), std::strerror(errno)));
}

Result<void> write_and_sync(int file, std::string_view content, const std::filesystem::path& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0) {
            return file_failed(path);
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file) == 0 ? Result<void>() : file_failed(path);
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

FileInWaiting::FileInWaiting(std::filesystem::path path)
    : path_(std::move(path)), waiting_(path_.string() + ".new") {}

FileInWaiting::~FileInWaiting() {
    if (is_waiting_) {
        std::error_code ignored;
        std::filesystem::remove(waiting_, ignored);
    }
}

Result<void> FileInWaiting::write(std::string_view content) {
    if (std::filesystem::exists(path_)) {
        return fail(
            ErrorCode::already_exists,
            fmt::format("{}: there is such a file; take another name", path_.string())
        );
    }
    const int file = ::open(waiting_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) {
        return file_failed(waiting_);
    }
    is_waiting_ = true;
    const Result<void> written = write_and_sync(file, content, waiting_);
    ::close(file);
    return written;
}

Result<void> FileInWaiting::put_in_place() {
    if (::rename(waiting_.c_str(), path_.c_str()) != 0) {
        return file_failed(path_);
    }
    is_waiting_ = false;
    return {};
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
