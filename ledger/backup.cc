#include "ledger/backup.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "ledger/backup_copy.h"
#include "ledger/core/checkpoint.h"
#include "ledger/core/note.h"
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

Result<bool> prune_one(const fs::path& directory, Date today) {
    TYST_ASSIGN(const BackupManifest manifest, read_backup_manifest(directory));
    const BackupPlaces places(directory);
    std::error_code error;
    if (manifest.keys_expire >= today || !fs::exists(places.all_keys, error)) {
        return false;
    }
    // Unlinked and not written over: on one file system the copy shares its tables with the ledger.
    fs::remove_all(places.all_keys, error);
    if (error) {
        return std::unexpected(storage::file_error(places.all_keys, error.value()));
    }
    TYST_TRY(storage::sync_directory(directory));
    return true;
}

}  // namespace

Result<BackupManifest> create_backup(
    Ledger& ledger, const fs::path& directory, Date keys_expire, StreamId actor
) {
    TYST_TRY(require_room_for_backup(directory));
    const BackupPlaces places(directory);
    TYST_TRY(append_backup_taken(ledger, directory, keys_expire, actor));
    TYST_ASSIGN(const std::string note, ledger.checkpoint());
    TYST_ASSIGN(const Note parsed, parse_note(note));
    TYST_ASSIGN(const Checkpoint checkpoint, parse_checkpoint_text(parsed.text));
    TYST_TRY(storage::make_directory(places.all_keys));
    TYST_TRY(ledger.copy_stores({places.log, places.keys, places.signing}));
    TYST_TRY(storage::write_new_file(places.checkpoint, note));
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

Result<std::vector<fs::path>> prune_backups(const fs::path& directory, Date today) {
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
    std::vector<fs::path> pruned;
    for (const fs::path& backup : backups) {
        TYST_ASSIGN(const bool went, prune_one(backup, today));
        if (went) {
            pruned.push_back(backup);
        }
    }
    return pruned;
}

}  // namespace tyst
