#include "cli/whole_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace tyst::cli {
namespace {

std::unexpected<Error> file_failed(const std::filesystem::path& path) {
    return fail(
        ErrorCode::io_failed,
        fmt::format("{}: {}", path.string(), std::generic_category().message(errno))
    );
}

std::unexpected<Error> name_taken(const std::filesystem::path& path) {
    return fail(
        ErrorCode::already_exists,
        fmt::format("{}: there is such a file; take another name", path.string())
    );
}

Result<void> write_and_sync(int file, std::string_view content, const std::filesystem::path& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(file, content.data(), content.size());
        if (written < 0 && errno != EINTR) {
            return file_failed(path);
        }
        content.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(0, written)));
    }
    return ::fsync(file) == 0 ? Result<void>() : file_failed(path);
}

// Renames without replacing. Where the file system cannot promise that, the name was looked at
// before.
int rename_to_new(const std::filesystem::path& from, const std::filesystem::path& to) {
    const int renamed = ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
    return renamed != 0 && (errno == EINVAL || errno == ENOSYS) ? ::rename(from.c_str(), to.c_str())
                                                                : renamed;
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
        return name_taken(path_);
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
    if (rename_to_new(waiting_, path_) != 0) {
        return errno == EEXIST ? name_taken(path_) : file_failed(path_);
    }
    is_waiting_ = false;
    return {};
}

Result<void> write_whole_file(const std::filesystem::path& path, std::string_view content) {
    FileInWaiting file(path);
    TYST_TRY(file.write(content));
    return file.put_in_place();
}

}  // namespace tyst::cli
