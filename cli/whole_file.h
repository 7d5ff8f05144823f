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

// A file that stands under its final name only once it is whole: write() puts it, synced, beside
// that name; put_in_place() renames it. Removed again where put_in_place() was never reached.
class FileInWaiting {
  public:
    explicit FileInWaiting(std::filesystem::path path);
    ~FileInWaiting();
    FileInWaiting(const FileInWaiting&) = delete;
    FileInWaiting& operator=(const FileInWaiting&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    // already_exists where a file has that name, io_failed.
    [[nodiscard]] Result<void> write(std::string_view content);
    // io_failed.
    [[nodiscard]] Result<void> put_in_place();

  private:
    std::filesystem::path path_;
    std::filesystem::path waiting_;
    bool is_waiting_ = false;
};

}  // namespace tyst::cli
