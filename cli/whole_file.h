#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "schema/error.h"

namespace tyst::cli {

// What notes, keys, policies, time-stamps, certificates and pages are read up to.
inline constexpr std::uintmax_t kNoteFileBytesMax = std::uintmax_t{256} << 10U;

// The whole of a file. not_found where it cannot be opened, too_large beyond `bytes_max`, io_failed
// where it cannot be read, as a directory cannot.
[[nodiscard]] Result<std::string> read_whole_file(
    const std::filesystem::path& path, std::uintmax_t bytes_max
);

// A file that stands under its final name only once it is whole: write() puts it, synced, beside
// that name; put_in_place() renames it. Removed again where put_in_place() was never reached. Only
// its owner reads it.
class FileInWaiting {
  public:
    explicit FileInWaiting(std::filesystem::path path);
    ~FileInWaiting();
    FileInWaiting(const FileInWaiting&) = delete;
    FileInWaiting& operator=(const FileInWaiting&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    // already_exists where a file has that name, io_failed.
    [[nodiscard]] Result<void> write(std::string_view content);
    // already_exists where a file came by that name meanwhile, io_failed.
    [[nodiscard]] Result<void> put_in_place();

  private:
    std::filesystem::path path_;
    std::filesystem::path waiting_;
    bool is_waiting_ = false;
};

// Both steps of it at once.
[[nodiscard]] Result<void> write_whole_file(
    const std::filesystem::path& path, std::string_view content
);

}  // namespace tyst::cli
