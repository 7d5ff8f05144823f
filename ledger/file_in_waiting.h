#pragma once

#include <filesystem>
#include <string_view>

#include "schema/error.h"

namespace tyst {

// A file for others that stands under its name only once it is whole, on the disk as well: write()
// puts it, synced, beside that name as NAME.new; put_in_place() renames it and syncs the directory.
// A crash leaves no file of that name, or all of it. NAME.new is removed again where put_in_place()
// was never reached, and where an earlier run left one.
class FileInWaiting {
  public:
    explicit FileInWaiting(std::filesystem::path path);
    ~FileInWaiting();
    FileInWaiting(const FileInWaiting&) = delete;
    FileInWaiting& operator=(const FileInWaiting&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    // already_exists where a file has that name, io_failed, disk_full.
    [[nodiscard]] Result<void> write(std::string_view content);
    // already_exists where one came there meanwhile, io_failed, disk_full.
    [[nodiscard]] Result<void> put_in_place();

  private:
    [[nodiscard]] Result<void> check_name_is_free() const;

    std::filesystem::path path_;
    std::filesystem::path waiting_;
    bool is_waiting_ = false;
};

}  // namespace tyst
