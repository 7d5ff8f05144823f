#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "schema/error.h"
#include "schema/ids.h"

// The few things that are done with plain files, each with its syncs. All fail with io_failed or
// disk_full, naming the file.
namespace tyst::storage {

// A file descriptor that is closed when it goes.
class FileDescriptor {
  public:
    explicit FileDescriptor(int number) : number_(number) {}
    ~FileDescriptor();
    FileDescriptor(FileDescriptor&& other) noexcept;
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

  private:
    int number_;
};

// What errno says about a file.
[[nodiscard]] Error file_error(const std::filesystem::path& path, int error_number);

// The whole of a file of at most `bytes_max`; nothing where there is none. io_failed where longer.
[[nodiscard]] Result<std::optional<std::string>> read_small_file(
    const std::filesystem::path& path, std::size_t bytes_max
);
// A new file with mode 0600, synced with its directory. already_exists where there is one.
[[nodiscard]] Result<void> write_new_file(
    const std::filesystem::path& path, std::string_view content
);
// Replaces a file so that a crash leaves the old or the new content, whole: a temporary file beside
// it, sync, rename, sync of the directory.
[[nodiscard]] Result<void> replace_file(
    const std::filesystem::path& path, std::string_view content
);
// Gives one file the name of another and syncs the directory.
[[nodiscard]] Result<void> rename_file(
    const std::filesystem::path& from, const std::filesystem::path& to
);
// The same for files that hold secrets: the bytes of the file that goes are written over, in place,
// before its last name is forgotten. Worth what the file system makes of it: one that copies on
// write, keeps snapshots or runs on flash keeps the old bytes. While it is done the old file is
// PATH.old too, so that whoever comes after a crash can end it.
[[nodiscard]] Result<void> rename_over_secret(
    const std::filesystem::path& from, const std::filesystem::path& to
);
[[nodiscard]] Result<void> replace_secret_file(
    const std::filesystem::path& path, std::string_view content
);
// Takes away what such a replacement leaves where it is cut off: PATH.old and PATH.new, written
// over first. Leaves a PATH.new that another process is writing.
[[nodiscard]] Result<void> forget_replaced_secret(const std::filesystem::path& path);
// Nothing to do where there is none.
[[nodiscard]] Result<void> remove_secret_file(const std::filesystem::path& path);
[[nodiscard]] Result<void> sync_directory(const std::filesystem::path& directory);
// Makes a directory (and those above it) where it is missing; the one that holds it is synced.
[[nodiscard]] Result<void> make_directory(const std::filesystem::path& directory);

// SHA-256 of a file of any size, as sha256sum prints it; nothing where there is none.
[[nodiscard]] Result<std::optional<Hash>> file_digest(const std::filesystem::path& path);
// Copies a directory with all that is in it to one that must not be there yet, each file synced.
// already_exists.
[[nodiscard]] Result<void> copy_directory(
    const std::filesystem::path& from, const std::filesystem::path& to
);

}  // namespace tyst::storage
