#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

#include "ledger/backup.h"
#include "ledger/backup_copy.h"
#include "ledger/core/checkpoint.h"
#include "ledger/core/note.h"
#include "ledger/core/policy.h"
#include "ledger/storage/files.h"
#include "ledger/storage/lock_directory.h"
#include "ledger/storage/next_root_key.h"
#include "ledger/stored_ledger.h"

namespace tyst {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kGenerationMark = "/g";
constexpr std::uint64_t kSecondGeneration = 2;

// What is known to have been there after the backup.
struct Newest {
    std::string note;  // empty: nothing
    Checkpoint checkpoint;
    std::uint64_t size = 0;  // also of entries that were durable and never signed
};

// Believed where a key of the backup signed it; one of a younger key can only claim to be newer,
// and what follows from that is a new generation, which contradicts nobody.
Result<Newest> judge_newest(
    const std::string& note, const BackupManifest& manifest, const SigningChain& chain
) {
    TYST_ASSIGN(const Note parsed, parse_note(note));
    TYST_ASSIGN(const Checkpoint checkpoint, parse_checkpoint_text(parsed.text));
    if (checkpoint.origin != manifest.origin) {
        return fail(
            ErrorCode::invalid_value,
            "published checkpoint: is of the log " + checkpoint.origin + ", the backup of " +
                manifest.origin
        );
    }
    if (const auto believed = chain.open(note);
        !believed && (believed.error().code != ErrorCode::signature_invalid ||
                      checkpoint.size <= manifest.size)) {
        return fail_in("published checkpoint", believed.error());
    }
    return Newest{note, checkpoint, checkpoint.size};
}

Result<Newest> newest_known(
    const NewestKnown& known, const BackupManifest& manifest, const SigningChain& chain
) {
    if (!known.published.empty()) {
        return judge_newest(known.published, manifest, chain);
    }
    if (known.lost_lock.empty()) {
        if (!known.nothing_newer) {
            return fail(
                ErrorCode::missing_field,
                "restore: say what is known to be newer than the backup: a published checkpoint, "
                "the lock directory of the lost ledger, or that there is nothing"
            );
        }
        return Newest{};
    }
    TYST_ASSIGN(const auto lock, storage::LockDirectory::open(known.lost_lock));
    TYST_ASSIGN(Newest newest, judge_newest(lock->checkpoint(), manifest, chain));
    newest.size = std::max(newest.size, lock->anchor().size);
    return newest;
}

Result<void> require_nothing_there(const fs::path& directory) {
    std::error_code error;
    if (fs::exists(directory, error) && !fs::is_empty(directory, error)) {
        return fail(
            ErrorCode::already_exists,
            directory.string() + ": is there and not empty; nothing is restored over it"
        );
    }
    return {};
}

Result<void> require_sound(
    const BackupCopy& copy, const Newest& newest, std::uint64_t size, Entropy& entropy
) {
    std::optional<PromisedRoot> also;
    if (!newest.note.empty() && newest.checkpoint.size <= size) {
        also = {newest.checkpoint.size, newest.checkpoint.root, "the published checkpoint", true};
    }
    TYST_ASSIGN(const VerifyReport report, copy.verify(also, entropy, {}));
    if (report.findings.empty()) {
        return {};
    }
    return fail_in("backup", report.findings.front().error);
}

Result<void> write_lock(const fs::path& lock, const std::string& note) {
    TYST_ASSIGN(const Note parsed, parse_note(note));
    TYST_ASSIGN(const Checkpoint checkpoint, parse_checkpoint_text(parsed.text));
    return storage::LockDirectory::create(
        lock, {checkpoint.origin, checkpoint.size, checkpoint.root}, note
    );
}

// Only where the manifest vouches for it: a backup of before policies were kept has none.
Result<std::optional<std::string>> policy_in(
    const fs::path& backup, const BackupManifest& manifest
) {
    if (std::ranges::find(manifest.files, BackupPlaces::kPolicyName, &BackupFile::path) ==
        manifest.files.end()) {
        return std::optional<std::string>();
    }
    return storage::read_small_file(BackupPlaces(backup).policy, kPolicyBytesMax);
}

// Opens the staged ledger as the log that it was and goes on as the next generation; the note of
// its first checkpoint. A policy gets a line for the key that it goes on with.
Result<std::string> begin_generation(
    const RestoreRequest& request,
    const fs::path& stage,
    const Newest& newest,
    const std::optional<std::string>& policy,
    const Clock& clock,
    Entropy& entropy
) {
    OpenOptions options;
    options.directory = stage;
    options.root_key_file = request.root_key.file;
    options.unlock = request.root_key.unlock;
    TYST_ASSIGN(const auto ledger, open_stored_ledger(options, clock, entropy));
    TYST_TRY(ledger->start_generation(
        next_generation(ledger->origin()),
        {ledger->origin(), newest.note, ledger->size(), request.cause},
        ledger->authority_stream()
    ));
    if (policy) {
        // First, so that its place does not hang on how the text ends; witnesses stay as they are.
        TYST_TRY(ledger->set_policy("log " + ledger->verifier_key() + "\n" + *policy));
    }
    return ledger->checkpoint();
}

Result<void> fill_stage(
    const RestoreRequest& request,
    const fs::path& stage,
    const std::string& note,
    const std::optional<std::string>& policy
) {
    std::error_code error;
    fs::remove_all(stage, error);  // of a restore that was cut off
    const BackupPlaces places(request.backup);
    TYST_TRY(storage::make_directory(stage));
    TYST_TRY(storage::copy_directory(places.log, stage / "log"));
    TYST_TRY(storage::copy_directory(places.keys, stage / "keys"));
    TYST_TRY(storage::copy_directory(places.signing, stage / "signing"));
    if (policy) {
        TYST_TRY(storage::write_new_file(stage / BackupPlaces::kPolicyName, *policy));
    }
    return write_lock(stage / "lock", note);
}

}  // namespace

std::string next_generation(const std::string& origin) {
    const std::size_t mark = origin.rfind(kGenerationMark);
    if (mark != std::string::npos) {
        const auto number =
            parse_decimal(std::string_view(origin).substr(mark + kGenerationMark.size()));
        if (number && *number >= kSecondGeneration) {
            return origin.substr(0, mark + kGenerationMark.size()) + std::to_string(*number + 1);
        }
    }
    return origin + std::string(kGenerationMark) + std::to_string(kSecondGeneration);
}

Result<RestoreReport> restore_backup(
    const RestoreRequest& request, const Clock& clock, Entropy& entropy
) {
    const bool lock_inside = request.lock.empty();
    TYST_TRY(require_nothing_there(request.ledger));
    if (!lock_inside) {
        TYST_TRY(require_nothing_there(request.lock));
    }
    TYST_TRY(storage::require_no_next_root_key(request.root_key.file));
    TYST_ASSIGN(const BackupManifest manifest, read_backup_manifest(request.backup));
    TYST_ASSIGN(const bool keys_destroyed, check_backup_files(request.backup, manifest));
    if (keys_destroyed) {
        return fail(
            ErrorCode::key_not_found,
            request.backup.string() + ": its copy of the keys was destroyed after " +
                to_text(manifest.keys_expire) + "; without keys there is no ledger"
        );
    }
    std::optional<BackupCopy> copy;
    TYST_ASSIGN(copy, BackupCopy::open(request.backup, manifest, request.root_key, entropy));
    TYST_ASSIGN(const Newest newest, newest_known(request.newest, manifest, copy->chain()));
    TYST_TRY(require_sound(*copy, newest, manifest.size, entropy));
    TYST_ASSIGN(const auto policy, policy_in(request.backup, manifest));
    std::string note = copy->checkpoint();
    copy.reset();

    fs::path stage = fs::absolute(request.ledger).lexically_normal();
    stage = stage.has_filename() ? stage : stage.parent_path();
    const fs::path ledger = stage;
    stage += ".restoring";
    TYST_TRY(fill_stage(request, stage, note, policy));
    const bool behind = newest.size > manifest.size;
    std::error_code error;
    if (behind) {
        TYST_ASSIGN(note, begin_generation(request, stage, newest, policy, clock, entropy));
    }
    // The last word on the lock: under the name that the log has now.
    fs::remove_all(stage / "lock", error);
    TYST_TRY(write_lock(lock_inside ? stage / "lock" : request.lock, note));
    fs::remove(ledger, error);  // an empty directory, or nothing
    TYST_TRY(storage::rename_file(stage, ledger));
    TYST_ASSIGN(const Note parsed, parse_note(note));
    TYST_ASSIGN(const Checkpoint checkpoint, parse_checkpoint_text(parsed.text));
    return RestoreReport{
        checkpoint.origin,
        checkpoint.size,
        behind ? std::optional(newest.size) : std::nullopt,
        policy.has_value()
    };
}

}  // namespace tyst
