#include "ledger/backup.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "ledger/backup_copy.h"
#include "ledger/core/checkpoint.h"
#include "ledger/core/note.h"
#include "ledger/core/policy.h"
#include "ledger/own_event.h"
#include "ledger/storage/files.h"

namespace tyst {
namespace {

namespace fs = std::filesystem;

Result<void> require_room_for_backup(const fs::path& directory) {
    std::error_code error;
    if (fs::exists(directory, error) && !fs::is_empty(directory, error)) {
        return fail(
            ErrorCode::already_exists, directory.string() + ": is there and not empty; name another"
        );
    }
    return storage::make_directory(directory);
}

// Before the copy, so that a ledger restored from it lacks nothing that the log published.
Result<void> append_backup_taken(
    Ledger& ledger, const fs::path& directory, Date keys_expire, StreamId actor
) {
    const TreeHead head = ledger.head();
    // Whoever reads it later, wherever they stand.
    const std::string place = fs::absolute(directory).lexically_normal().string();
    TYST_TRY(append_own_event(ledger, BackupTaken{head.size, head.root, place, keys_expire}, actor)
    );
    return {};
}

// What the ledger's policy file says; nothing where it has none, for what is said without one
// follows the keys and would stand still in a file.
Result<std::optional<std::string>> own_policy(Ledger& ledger) {
    auto text = ledger.policy_text();
    if (!text) {
        return fail_in("the ledger's policy, which tyst witness policy --set mends", text.error());
    }
    return *text == policy_without_witnesses(ledger.verifier_keys())
               ? std::nullopt
               : std::optional(std::move(*text));
}

Result<std::vector<BackupFile>> digests_in(const fs::path& directory) {
    std::vector<BackupFile> files;
    std::error_code error;
    for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
         at.increment(error)) {
        if (!at->is_regular_file()) {
            continue;
        }
        TYST_ASSIGN(const auto digest, storage::file_digest(at->path()));
        files.push_back({at->path().lexically_relative(directory).string(), digest.value_or(Hash{})}
        );
    }
    if (error) {
        return std::unexpected(storage::file_error(directory, error.value()));
    }
    std::ranges::sort(files, {}, &BackupFile::path);
    return files;
}

Result<void> prune_one(const fs::path& directory, std::optional<Date> today, PruneReport& report) {
    TYST_ASSIGN(const BackupManifest manifest, read_backup_manifest(directory));
    const BackupPlaces places(directory);
    std::error_code error;
    if (!fs::exists(places.all_keys, error)) {
        return {};
    }
    if (today && manifest.keys_expire >= *today) {
        const Date due = manifest.keys_expire.plus_days(1);
        report.next_due = std::min(report.next_due.value_or(due), due);
        return {};
    }
    // Unlinked and not written over: on one file system the copy shares its tables with the ledger.
    fs::remove_all(places.all_keys, error);
    if (error) {
        return std::unexpected(storage::file_error(places.all_keys, error.value()));
    }
    TYST_TRY(storage::sync_directory(directory));
    report.pruned.push_back(directory);
    return {};
}

}  // namespace

Result<BackupManifest> create_backup(
    Ledger& ledger, const fs::path& directory, Date keys_expire, StreamId actor
) {
    TYST_ASSIGN(const auto policy, own_policy(ledger));
    TYST_TRY(require_room_for_backup(directory));
    const BackupPlaces places(directory);
    TYST_TRY(append_backup_taken(ledger, directory, keys_expire, actor));
    TYST_ASSIGN(const std::string note, ledger.checkpoint());
    TYST_ASSIGN(const Note parsed, parse_note(note));
    TYST_ASSIGN(const Checkpoint checkpoint, parse_checkpoint_text(parsed.text));
    TYST_TRY(storage::make_directory(places.all_keys));
    TYST_TRY(ledger.copy_stores({places.log, places.keys, places.signing}));
    TYST_TRY(storage::write_new_file(places.checkpoint, note));
    if (policy) {
        TYST_TRY(storage::write_new_file(places.policy, *policy));
    }
    BackupManifest manifest{
        ledger.origin(),
        ledger.authority(),
        checkpoint.size,
        checkpoint.root,
        ledger.clock().now(),
        ledger.root_key_generation(),
        keys_expire,
        {}
    };
    TYST_ASSIGN(manifest.files, digests_in(directory));
    // Last: without it nobody takes the directory for a backup.
    TYST_TRY(storage::write_new_file(places.manifest, to_text(manifest)));
    return manifest;
}

Result<BackupReport> verify_backup(
    const fs::path& directory,
    const RootKeyPlace& root_key,
    Entropy& entropy,
    const Progress& progress
) {
    BackupReport report;
    TYST_ASSIGN(report.manifest, read_backup_manifest(directory));
    TYST_ASSIGN(report.keys_destroyed, check_backup_files(directory, report.manifest));
    if (report.keys_destroyed) {
        return report;
    }
    TYST_ASSIGN(
        const BackupCopy copy, BackupCopy::open(directory, report.manifest, root_key, entropy)
    );
    TYST_ASSIGN(
        report.log,
        copy.verify(
            PromisedRoot{report.manifest.size, report.manifest.root, "the backup's manifest"},
            entropy,
            progress
        )
    );
    return report;
}

Result<PruneReport> prune_backups(const fs::path& directory, std::optional<Date> today) {
    std::error_code error;
    std::vector<fs::path> backups;
    if (fs::exists(BackupPlaces(directory).manifest, error)) {
        backups.push_back(directory);
    } else {
        for (fs::directory_iterator at(directory, error), end; !error && at != end;
             at.increment(error)) {
            if (fs::exists(BackupPlaces(at->path()).manifest, error)) {
                backups.push_back(at->path());
            }
        }
    }
    if (error) {
        return std::unexpected(storage::file_error(directory, error.value()));
    }
    std::ranges::sort(backups);
    PruneReport report;
    for (const fs::path& backup : backups) {
        TYST_TRY(prune_one(backup, today, report));
    }
    return report;
}

}  // namespace tyst
