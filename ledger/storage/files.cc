#include "ledger/storage/files.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/core/hash.h"

namespace tyst::storage {
namespace {

constexpr mode_t kOwnerOnly = 0600;

std::filesystem::path holder_of(const std::filesystem::path& path) {
    const std::filesystem::path holder = std::filesystem::absolute(path).parent_path();
    return holder.empty() ? std::filesystem::path("/") : holder;
}

Result<void> write_and_sync(
    const FileDescriptor& file, const std::filesystem::path& path, std::string_view content
) {
    while (!content.empty()) {
        const ssize_t written = ::write(file.number(), content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return std::unexpected(file_error(path, errno));
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.number()) != 0) {
        return std::unexpected(file_error(path, errno));
    }
    return {};
}

// Zeros over all that is in the file.
Result<void> overwrite(const FileDescriptor& file, const std::filesystem::path& path) {
    struct stat facts{};
    if (::fstat(file.number(), &facts) != 0 || ::lseek(file.number(), 0, SEEK_SET) != 0) {
        return std::unexpected(file_error(path, errno));
    }
    return write_and_sync(file, path, std::string(static_cast<std::size_t>(facts.st_size), '\0'));
}

// Closed where there is no such file.
Result<FileDescriptor> open_to_overwrite(const std::filesystem::path& path) {
    FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file.is_open() && errno != ENOENT && errno != ENOTDIR) {
        return std::unexpected(file_error(path, errno));
    }
    return file;
}

std::filesystem::path beside(const std::filesystem::path& path, std::string_view ending) {
    std::filesystem::path other = path;
    other += ending;
    return other;
}
std::filesystem::path new_file_of(const std::filesystem::path& path) {
    return beside(path, ".new");
}
std::filesystem::path old_file_of(const std::filesystem::path& path) {
    return beside(path, ".old");
}

// The whole content in a new file beside `path`, synced. While the descriptor is open, the file is
// locked against who takes away what was cut off.
Result<FileDescriptor> write_beside(const std::filesystem::path& path, std::string_view content) {
    const std::filesystem::path temporary = new_file_of(path);
    FileDescriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerOnly)
    );
    if (!file.is_open() || ::flock(file.number(), LOCK_EX) != 0) {
        return std::unexpected(file_error(temporary, errno));
    }
    TYST_TRY(write_and_sync(file, temporary, content));
    return file;
}

Result<void> unlink_file(const std::filesystem::path& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        return std::unexpected(file_error(path, errno));
    }
    return sync_directory(holder_of(path));
}

bool leads_to(const std::filesystem::path& path, const FileDescriptor& file) {
    struct stat named{};
    struct stat opened{};
    return ::stat(path.c_str(), &named) == 0 && ::fstat(file.number(), &opened) == 0 &&
           named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

// What a replacement that was cut off calls the old file. Until the new one has its name, it is the
// file itself, which only loses this second name.
Result<void> forget_old_file(const std::filesystem::path& path) {
    const std::filesystem::path old = old_file_of(path);
    TYST_ASSIGN(const FileDescriptor file, open_to_overwrite(old));
    if (!file.is_open()) {
        return {};
    }
    return leads_to(path, file) ? unlink_file(old) : remove_secret_file(old);
}

// Leaves one that is being written.
Result<void> forget_new_file(const std::filesystem::path& path) {
    const std::filesystem::path temporary = new_file_of(path);
    TYST_ASSIGN(const FileDescriptor file, open_to_overwrite(temporary));
    if (!file.is_open() || ::flock(file.number(), LOCK_EX | LOCK_NB) != 0 ||
        !leads_to(temporary, file)) {
        return {};
    }
    TYST_TRY(overwrite(file, temporary));
    return unlink_file(temporary);
}

}  // namespace

FileDescriptor::~FileDescriptor() {
    if (number_ >= 0) {
        ::close(number_);
    }
}
FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : number_(std::exchange(other.number_, -1)) {}
FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

Error file_error(const std::filesystem::path& path, int error_number) {
    const bool full = error_number == ENOSPC || error_number == EDQUOT;
    return {
        full ? ErrorCode::disk_full : ErrorCode::io_failed,
        path.string() + ": " + std::generic_category().message(error_number)
    };
}

Result<std::optional<std::string>> read_small_file(
    const std::filesystem::path& path, std::size_t bytes_max
) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return std::nullopt;
        }
        return std::unexpected(file_error(path, errno));
    }
    std::string content(bytes_max + 1, '\0');
    std::size_t filled = 0;
    while (filled < content.size()) {
        const ssize_t count =
            ::read(file.number(), content.data() + filled, content.size() - filled);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return std::unexpected(file_error(path, errno));
        }
        if (count == 0) {
            break;
        }
        filled += static_cast<std::size_t>(count);
    }
    if (filled > bytes_max) {
        return fail(ErrorCode::io_failed, path.string() + ": longer than such a file may be");
    }
    content.resize(filled);
    return content;
}

Result<void> write_new_file(const std::filesystem::path& path, std::string_view content) {
    const FileDescriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly)
    );
    if (!file.is_open()) {
        if (errno == EEXIST) {
            return fail(ErrorCode::already_exists, path.string() + ": is already there");
        }
        return std::unexpected(file_error(path, errno));
    }
    TYST_TRY(write_and_sync(file, path, content));
    return sync_directory(holder_of(path));
}

Result<void> replace_file(const std::filesystem::path& path, std::string_view content) {
    TYST_ASSIGN(const FileDescriptor file, write_beside(path, content));
    return rename_file(new_file_of(path), path);
}

Result<void> rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return std::unexpected(file_error(to, errno));
    }
    return sync_directory(holder_of(to));
}

Result<void> rename_over_secret(
    const std::filesystem::path& from, const std::filesystem::path& to
) {
    TYST_TRY(forget_old_file(to));
    TYST_ASSIGN(const FileDescriptor old, open_to_overwrite(to));
    if (!old.is_open()) {
        return rename_file(from, to);
    }
    // So that after a crash a name still leads to the old bytes. A file system without second names
    // has to do without: the descriptor reaches them too.
    if (::link(to.c_str(), old_file_of(to).c_str()) == 0) {
        TYST_TRY(sync_directory(holder_of(to)));
    }
    TYST_TRY(rename_file(from, to));
    TYST_TRY(overwrite(old, to));
    return unlink_file(old_file_of(to));
}

Result<void> forget_replaced_secret(const std::filesystem::path& path) {
    TYST_TRY(forget_old_file(path));
    return forget_new_file(path);
}

Result<void> replace_secret_file(const std::filesystem::path& path, std::string_view content) {
    TYST_TRY(forget_replaced_secret(path));
    const auto replaced = [&]() -> Result<void> {
        TYST_ASSIGN(const FileDescriptor file, write_beside(path, content));
        return rename_over_secret(new_file_of(path), path);
    }();
    if (!replaced) {
        (void)forget_new_file(path);  // where it took the name already, nothing is there
    }
    return replaced;
}

Result<void> remove_secret_file(const std::filesystem::path& path) {
    TYST_ASSIGN(const FileDescriptor file, open_to_overwrite(path));
    if (!file.is_open()) {
        return {};
    }
    TYST_TRY(overwrite(file, path));
    return unlink_file(path);
}

Result<void> sync_directory(const std::filesystem::path& directory) {
    const FileDescriptor file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!file.is_open() || ::fsync(file.number()) != 0) {
        return std::unexpected(file_error(directory, errno));
    }
    return {};
}

Result<void> make_directory(const std::filesystem::path& directory) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) {
        return std::unexpected(file_error(directory, error.value()));
    }
    return sync_directory(holder_of(directory));
}

Result<std::optional<Hash>> file_digest(const std::filesystem::path& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return std::nullopt;
        }
        return std::unexpected(file_error(path, errno));
    }
    struct stat facts{};
    if (::fstat(file.number(), &facts) != 0) {
        return std::unexpected(file_error(path, errno));
    }
    const auto size = static_cast<std::size_t>(facts.st_size);
    if (size == 0) {
        return sha256(Bytes());
    }
    void* const content = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
    if (content == MAP_FAILED) {
        return std::unexpected(file_error(path, errno));
    }
    const Hash digest = sha256(Bytes(static_cast<const std::uint8_t*>(content), size));
    ::munmap(content, size);
    return digest;
}

Result<void> copy_directory(const std::filesystem::path& from, const std::filesystem::path& to) {
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::exists(to, error)) {
        return fail(ErrorCode::already_exists, to.string() + ": is already there");
    }
    TYST_TRY(make_directory(to));
    fs::copy(from, to, fs::copy_options::recursive, error);
    if (error) {
        return std::unexpected(file_error(to, error.value()));
    }
    for (fs::recursive_directory_iterator at(to, error), end; !error && at != end;
         at.increment(error)) {
        const FileDescriptor copied(::open(at->path().c_str(), O_RDONLY | O_CLOEXEC));
        if (!copied.is_open() || ::fsync(copied.number()) != 0) {
            return std::unexpected(file_error(at->path(), errno));
        }
    }
    if (error) {
        return std::unexpected(file_error(to, error.value()));
    }
    return sync_directory(to);
}

}  // namespace tyst::storage
