#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "tests/faults/faulty_disk.h"

namespace tyst::test {

// The calls by which ledger/storage/files.h makes a small file last.
enum class SmallFileCall : std::uint8_t { sync, rename };
struct SmallFileSite {
    SmallFileCall call = SmallFileCall::sync;
    std::filesystem::path path;  // of the file or directory; of a rename the new name
};
[[nodiscard]] std::string to_text(const SmallFileSite& site);

// While it lives, stands between this process and fsync(2), fdatasync(2) and rename(2) and makes
// one of those that fit fail: before it is done, or after it was done and reported as failed. The
// files outside the two stores are written past RocksDB, so FaultyDisk does not see them. One at a
// time in a process.
class SmallFileFaults {
  public:
    struct Plan {
        FaultWay way = FaultWay::not_done;  // or done
        std::uint64_t call_number = 0;      // 1: the first that fits; 0: none
        std::function<bool(const std::filesystem::path&)> fits;
        // Called at the fault, as the process would stand when it were killed there.
        std::function<void()> at_fault;
    };
    explicit SmallFileFaults(Plan plan);
    ~SmallFileFaults();
    SmallFileFaults(const SmallFileFaults&) = delete;
    SmallFileFaults& operator=(const SmallFileFaults&) = delete;

    // Where the fault struck; nothing while it has not.
    [[nodiscard]] const std::optional<SmallFileSite>& struck() const { return struck_; }

    // For the calls that it stands before: whether this is the one that fails, and what happens
    // then.
    [[nodiscard]] bool strikes(const SmallFileSite& site);
    void fail(const std::function<int()>& carry_out) const;

  private:
    const Plan plan_;
    std::uint64_t calls_ = 0;
    std::optional<SmallFileSite> struck_;
};

}  // namespace tyst::test
