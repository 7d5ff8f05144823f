#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "ledger/storage/files.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::storage {

// How far the log had durably come: written soon after each group, never before it.
struct Anchor {
    std::string origin;
    std::uint64_t size = 0;
    Hash root;

    bool operator==(const Anchor&) const = default;
};

// The text of the file `anchor` (docs/formats.md, "Anchor"), with its check.
[[nodiscard]] std::string to_text(const Anchor& anchor);
// corrupt_lock where it is not exactly what to_text gives.
[[nodiscard]] Result<Anchor> parse_anchor(std::string_view text);

// The directory `lock/`, which may be on another disk: who has the ledger open, how far the log had
// come, and the last checkpoint that was signed. It is what tells a ledger from an older copy of
// it. Safe to use from several threads.
class LockDirectory {
  public:
    // Makes the three files. already_exists, io_failed, disk_full.
    [[nodiscard]] static Result<void> create(
        const std::filesystem::path& directory, const Anchor& anchor, std::string_view checkpoint
    );
    // Takes ownership, until destruction. Fails with ledger_in_use (names the pid of the other
    // owner), lock_missing, corrupt_lock (anchor only: the checkpoint's signature is checked by who
    // knows the key), io_failed.
    [[nodiscard]] static Result<std::unique_ptr<LockDirectory>> open(
        const std::filesystem::path& directory
    );

    [[nodiscard]] const Anchor& anchor() const { return anchor_; }  // as it stood at open
    // What the two files say now. lock_missing, corrupt_lock, io_failed.
    [[nodiscard]] Result<Anchor> read_anchor() const;
    [[nodiscard]] Result<std::string> read_checkpoint() const;
    [[nodiscard]] Result<void> write_anchor(const Anchor& anchor);

    [[nodiscard]] std::string checkpoint() const;  // the signed note last read or written
    // Puts `next` in place of the note that this process last saw. lock_changed where another note
    // stands there, lock_missing where none does.
    [[nodiscard]] Result<void> swap_checkpoint(std::string_view next);
    [[nodiscard]] const std::filesystem::path& path() const { return directory_; }

  private:
    LockDirectory(
        std::filesystem::path directory, FileDescriptor owner, Anchor anchor, std::string checkpoint
    );

    std::filesystem::path directory_;
    FileDescriptor owner_;
    Anchor anchor_;
    mutable std::mutex mutex_;
    std::string checkpoint_;
};

}  // namespace tyst::storage
