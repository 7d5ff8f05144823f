#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/root_keys.h"
#include "schema/clock.h"
#include "schema/date.h"
#include "schema/error.h"

// Backups of a ledger: its log, its keys apart from it with a short life of their own, its newest
// checkpoint, its policy of witnesses; never its views, its root key or its lock. docs/formats.md,
// "Backup".
namespace tyst {

struct BackupFile {
    std::string path;  // within the backup
    Hash digest;
};

// What a backup says of itself, in its file `manifest`, written last.
struct BackupManifest {
    std::string origin;
    std::string authority;
    std::uint64_t size = 0;  // of its checkpoint
    Hash root;
    Timestamp taken;
    std::uint64_t root_generation = 0;  // of the root key that its keys lie under
    Date keys_expire;
    std::vector<BackupFile> files;  // sorted by path
};
[[nodiscard]] std::string to_text(const BackupManifest& manifest);
// backup_damaged where it is not exactly what to_text gives.
[[nodiscard]] Result<BackupManifest> parse_backup_manifest(std::string_view text);
// backup_damaged where there is none: a backup that was begun and never finished.
[[nodiscard]] Result<BackupManifest> read_backup_manifest(const std::filesystem::path& directory);

// Appends backup_taken, signs a checkpoint, copies. The directory must not exist or be empty.
// Fails with already_exists, io_failed, disk_full, as `append`, `checkpoint` and `policy_text`.
[[nodiscard]] Result<BackupManifest> create_backup(
    Ledger& ledger, const std::filesystem::path& directory, Date keys_expire, StreamId actor
);

struct BackupReport {
    BackupManifest manifest;
    bool keys_destroyed = false;  // by `prune`: files and signature only, nothing was opened
    VerifyReport log;             // of nothing where the keys are gone
};
// Re-hashes every file, opens the keys with the present root key, recomputes the log against its
// own checkpoints; nothing in the backup changes. Fails with backup_damaged (names the file),
// root_key_replaced (its keys lie under a root that an erasure replaced), wrong_root_key,
// corrupt_*; faults of the log are findings.
[[nodiscard]] Result<BackupReport> verify_backup(
    const std::filesystem::path& directory,
    const RootKeyPlace& root_key,
    Entropy& entropy,
    const Progress& progress
);

struct PruneReport {
    std::vector<std::filesystem::path> pruned;  // the backups whose keys went, by path
    std::optional<Date> next_due;               // the first day on which keys that are left may go
};
// Destroys the copies of keys that expired before `today`, or all where no day is given: of a
// backup, or of every backup in a directory of them. Nothing is recorded. io_failed,
// backup_damaged.
[[nodiscard]] Result<PruneReport> prune_backups(
    const std::filesystem::path& directory, std::optional<Date> today
);

// What is known of the log after the backup; one of the three has to be given.
struct NewestKnown {
    std::string published;            // a checkpoint that somebody kept
    std::filesystem::path lost_lock;  // lock/ of the lost ledger
    bool nothing_newer = false;
};
struct RestoreRequest {
    std::filesystem::path backup;
    std::filesystem::path ledger;
    std::filesystem::path lock;  // empty: LEDGER/lock
    RootKeyPlace root_key;
    NewestKnown newest;
    std::string cause;  // for the entry that starts a new generation
};
struct RestoreReport {
    std::string origin;
    std::uint64_t size = 0;
    // The size that was published where the backup is behind it: the log is a new generation then.
    std::optional<std::uint64_t> behind;
    // The backup held a policy of witnesses, and the ledger has it; a new generation's key is
    // added.
    bool has_policy = false;
};
// Verifies the backup and makes a ledger of it where none is yet. Whole or not at all: the ledger
// gets its name last. Fails as verify_backup, with already_exists (something is there, or the root
// of an erasure that was cut off waits beside the root key file),
// key_not_found (its keys were destroyed), invalid_value (a checkpoint of another log),
// signature_invalid, root_mismatch or checkpoints_contradict (the backup is not what was
// published), and where a new generation's key finds no room in the policy, as Ledger::set_policy.
[[nodiscard]] Result<RestoreReport> restore_backup(
    const RestoreRequest& request, const Clock& clock, Entropy& entropy
);

// "name" → "name/g2" → "name/g3".
[[nodiscard]] std::string next_generation(const std::string& origin);

}  // namespace tyst
