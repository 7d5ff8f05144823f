#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace tyst::test {

// What a store asks of its disk, as far as it changes the disk.
enum class DiskCall : std::uint8_t { create, append, sync, rename, sync_directory, remove };

// What a file is for, by its name.
enum class FileKind : std::uint8_t { write_ahead_log, table, manifest, other };

struct CallSite {
    DiskCall call = DiskCall::create;
    FileKind kind = FileKind::other;
    std::string store;  // name of the directory: "log" or "keys"
    std::string file;
};
[[nodiscard]] std::string to_text(const CallSite& site);

// How a call fails. The first two are the two ways of every step that may fail: the caller is told
// the same, and must not believe either.
enum class FaultWay : std::uint8_t {
    not_done,       // nothing happened
    done,           // all of it happened, and the report says that it did not
    half_done,      // the first half of an append happened; other calls as not_done
    no_space_left,  // as not_done, and from then on for every append and new file
};
inline constexpr std::array kFaultWays = {
    FaultWay::not_done, FaultWay::done, FaultWay::half_done, FaultWay::no_space_left
};
[[nodiscard]] std::string to_text(FaultWay way);

struct FaultPlan {
    FaultWay way = FaultWay::not_done;
    std::uint64_t call_number = 0;  // 1: the first that fits; 0: none
    // What fits; nothing: all of them.
    std::optional<DiskCall> call;
    std::optional<FileKind> kind;
    std::string store;
};

// What a copy of a directory holds.
enum class Survival : std::uint8_t {
    all_written,      // the process was killed, the machine went on
    synced_only,      // the power went: only what was synced, under names that were synced
    half_of_the_rest  // the same, and of the rest of each file the first half
};
[[nodiscard]] std::string to_text(Survival survival);

// Copies a folder of a ledger that may be at work; files that are there in the copy already stay. A
// file that goes while it is looked at, as the ones do that wait beside a name, is left out: so a
// crash might have found it.
void copy_as_it_stands(const std::filesystem::path& from, const std::filesystem::path& to);

// A disk that fails on demand, under both stores of a ledger. What it does in which zone, and what
// the ledger owes there:
//
//   log/, keys/  one call of any kind fails (not done, done but reported failed, half done), or the
//                disk is full from then on. Owed: the caller is told; nothing more is written
//                through that handle; the next open, with no help, finds every acknowledged append
//                and of every other all or nothing; a retry succeeds.
//   log/, keys/  the power goes: everything unsynced is lost, or its first half is kept. Owed: the
//                same.
//   lock/        replaced by whole files, outside this class: small_files_test.cc.
//
// Not owed: reads that return other bytes than were written (found, not survived: `log verify` and
// the checksums), and a disk that loses what it reported as synced (found at open, within what the
// anchor and the last checkpoint cover: write_ahead_log_test.cc).
//
// Safe to use from several threads. Syncs are counted, not carried out: what a power cut would
// leave is computed, so tests run fast.
class FaultyDisk {
  public:
    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    // For CreateOptions and OpenOptions; may outlive this.
    [[nodiscard]] std::shared_ptr<void> file_system() const;
    // Counting starts anew.
    void set_plan(const FaultPlan& plan);
    [[nodiscard]] std::uint64_t calls() const;  // since set_plan, those that fit
    // Where the plan's fault struck; nothing while it has not.
    [[nodiscard]] std::optional<CallSite> struck() const;

    // Copies a directory as it would be found after the process or the machine had died now.
    void copy(const std::filesystem::path& from, const std::filesystem::path& to, Survival survival)
        const;

  private:
    class Records;
    class File;
    class Directory;
    class System;
    std::shared_ptr<Records> records_;
    std::shared_ptr<System> system_;
};

}  // namespace tyst::test
