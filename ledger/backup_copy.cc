#include "ledger/backup_copy.h"

#include <utility>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/core/note.h"
#include "ledger/erasure_check.h"
#include "ledger/event_reader.h"
#include "ledger/storage/files.h"
#include "ledger/storage/root_key.h"
#include "ledger/storage/signing_keys.h"
#include "ledger/stored_ledger.h"

namespace tyst {
namespace {

constexpr std::string_view kKeysPrefix = "keys/";

// An erasure replaces the root so that older copies of the keys open nothing; say that, and not
// that somebody took the wrong file.
Result<void> check_generation(const BackupManifest& manifest, const RootKeyPlace& root_key) {
    TYST_ASSIGN(
        storage::RootKey root,
        storage::read_root_key(
            {root_key.file, root_key.unlock.passphrase, root_key.unlock.wrapping_key_file}
        )
    );
    wipe(root.key);
    if (root.generation != manifest.root_generation) {
        return fail(
            ErrorCode::root_key_replaced,
            "backup: its keys lie under root " + std::to_string(manifest.root_generation) +
                " of the key tree, the root key file holds root " +
                std::to_string(root.generation) +
                ": an erasure replaced it since, and what it destroyed stays destroyed. Use a "
                "backup that was taken after it"
        );
    }
    return {};
}

}  // namespace

Result<bool> check_backup_files(
    const std::filesystem::path& directory, const BackupManifest& manifest
) {
    std::error_code ignored;
    const bool keys_destroyed = !std::filesystem::exists(BackupPlaces(directory).all_keys, ignored);
    for (const BackupFile& file : manifest.files) {
        if (keys_destroyed && file.path.starts_with(kKeysPrefix)) {
            continue;
        }
        TYST_ASSIGN(const auto digest, storage::file_digest(directory / file.path));
        if (!digest || *digest != file.digest) {
            return fail(
                ErrorCode::backup_damaged,
                "backup: " + file.path + (digest ? ": was changed" : ": is missing")
            );
        }
    }
    return keys_destroyed;
}

Result<BackupCopy> BackupCopy::open(
    const std::filesystem::path& directory,
    const BackupManifest& manifest,
    const RootKeyPlace& root_key,
    Entropy& entropy
) {
    const BackupPlaces places(directory);
    TYST_TRY(check_generation(manifest, root_key));
    BackupCopy copy;
    TYST_ASSIGN(
        copy.keys_,
        storage::KeyStore::open(
            {places.keys,
             root_key.file,
             nullptr,
             root_key.unlock.passphrase,
             root_key.unlock.wrapping_key_file,
             true},
            entropy
        )
    );
    TYST_ASSIGN(copy.log_, storage::LogStore::open({places.log, nullptr, true}));
    TYST_ASSIGN(const auto note, storage::read_small_file(places.checkpoint, kNoteBytesMax));
    copy.checkpoint_ = note.value_or("");
    // An empty note, so that nothing is made where the file is missing.
    TYST_ASSIGN(
        const auto keys, storage::SigningKeys::open(places.signing, "", *copy.keys_, entropy)
    );
    EventReader reader(*copy.log_, *copy.keys_);
    TYST_ASSIGN(copy.chain_, SigningChain::resolve(keys.rows(), *copy.log_, reader));
    return copy;
}

Result<VerifyReport> BackupCopy::verify(
    const std::optional<PromisedRoot>& also, Entropy& entropy, const Progress& progress
) const {
    Findings findings;
    std::vector<PromisedRoot> promised;
    VerifyReport report;
    const auto checkpoint = chain_.open(checkpoint_);
    if (checkpoint) {
        promised.push_back({checkpoint->size, checkpoint->root, "the backup's checkpoint", true});
    } else {
        findings.add(std::nullopt, checkpoint.error());
    }
    if (also) {
        promised.push_back(*also);
    }
    report.checkpoints = add_stored_checkpoints(*log_, chain_, {}, findings, promised);
    TYST_ASSIGN(const std::uint64_t size, log_->size());
    TYST_ASSIGN(const TileAppender edge, restored_edge(*log_, size));
    TYST_ASSIGN(auto erased, keys_->erased());
    VerifyInput input{*log_, *keys_, edge, std::move(erased), {}, findings};
    entropy.fill(input.secret.bytes);
    scan_all(input, std::move(promised), progress, report);
    TYST_ASSIGN(const auto authority, keys_->find(authority_reference(log_->meta().authority)));
    if (authority) {
        EventReader reader(*log_, *keys_);
        check_erasures(input, reader, *authority);
    } else {
        findings.add(
            std::nullopt,
            ErrorCode::subject_without_key,
            "the authority's own stream has no key: no receipt of an erasure can be read"
        );
    }
    report.findings = findings.take();
    return report;
}

}  // namespace tyst
