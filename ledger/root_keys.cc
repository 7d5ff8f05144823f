#include "ledger/root_keys.h"

#include <utility>

#include "ledger/core/hash.h"
#include "ledger/storage/files.h"
#include "ledger/storage/recovery.h"
#include "ledger/storage/root_key.h"

namespace tyst {
namespace {

constexpr std::size_t kRecoveryFileBytesMax = 1024;

storage::RootKeyFile file_of(const std::filesystem::path& file, const RootKeyUnlock& unlock) {
    return {file, unlock.passphrase, unlock.wrapping_key_file};
}

storage::RootKeyWrapping wrapping_for(RootKeyCover cover) {
    switch (cover) {
        case RootKeyCover::none:
            return storage::RootKeyWrapping::none;
        case RootKeyCover::passphrase:
            return storage::RootKeyWrapping::passphrase;
        case RootKeyCover::key_file:
            return storage::RootKeyWrapping::key_file;
    }
    return storage::RootKeyWrapping::none;
}

Result<storage::RootKey> recovered_root(
    const std::filesystem::path& file, const RecoveryPages& pages
) {
    TYST_ASSIGN(const auto text, storage::read_small_file(file, kRecoveryFileBytesMax));
    if (!text) {
        return fail(
            ErrorCode::key_not_found,
            "no recovery file at " + file.string() + "; it lies beside the root key file"
        );
    }
    TYST_ASSIGN(storage::RecoveryShare one, storage::parse_recovery_share(pages.one));
    auto other = storage::parse_recovery_share(pages.other);
    auto root = other ? storage::open_recovery(*text, one, *other)
                      : Result<storage::RootKey>(std::unexpected(other.error()));
    wipe(one.secret);
    if (other) {
        wipe(other->secret);
    }
    return root;
}

}  // namespace

Result<void> create_root_key(const RootKeyPlace& place, RootKeyCover cover, Entropy& entropy) {
    storage::RootKey root;
    entropy.fill(root.key.bytes);
    const auto written = storage::write_new_root_key(
        file_of(place.file, place.unlock), wrapping_for(cover), root, entropy
    );
    wipe(root.key);
    return written;
}

Result<RootKeyCover> root_key_cover(const std::filesystem::path& file) {
    TYST_ASSIGN(const storage::RootKeyWrapping wrapping, storage::wrapping_of(file));
    switch (wrapping) {
        case storage::RootKeyWrapping::none:
            return RootKeyCover::none;
        case storage::RootKeyWrapping::passphrase:
            return RootKeyCover::passphrase;
        case storage::RootKeyWrapping::key_file:
            return RootKeyCover::key_file;
    }
    return RootKeyCover::none;
}

Result<void> cover_root_key(
    const RootKeyPlace& place, RootKeyCover cover, const RootKeyUnlock& next, Entropy& entropy
) {
    return storage::rewrap_root_key(
        file_of(place.file, place.unlock), wrapping_for(cover), file_of(place.file, next), entropy
    );
}

Result<void> create_wrapping_key(const std::filesystem::path& file, Entropy& entropy) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
        return {};
    }
    SecretKey key;
    entropy.fill(key.bytes);
    const auto written = storage::write_new_file(file, as_text(key.view()));
    wipe(key);
    return written;
}

Result<RecoverySplit> split_recovery_key(const RootKeyPlace& place, Entropy& entropy) {
    TYST_ASSIGN(storage::RootKey root, storage::read_root_key(file_of(place.file, place.unlock)));
    auto split = storage::split_new_recovery_key(entropy);
    if (!split) {
        wipe(root.key);
        return std::unexpected(split.error());
    }
    const auto text = storage::recovery_text(split->recovery_key, root, entropy);
    wipe(root.key);
    if (!text) {
        return std::unexpected(text.error());
    }
    TYST_TRY(storage::replace_secret_file(recovery_file(place.file), *text));
    return RecoverySplit{
        Hash{split->recovery_key.bytes}, {std::move(split->first), std::move(split->second)}
    };
}

std::filesystem::path recovery_file(const std::filesystem::path& root_key_file) {
    return storage::recovery_file_of(root_key_file);
}

Result<void> recover_root_key(
    const std::filesystem::path& recovery_file,
    const RecoveryPages& pages,
    const std::filesystem::path& target,
    Entropy& entropy
) {
    TYST_ASSIGN(storage::RootKey root, recovered_root(recovery_file, pages));
    const auto written =
        storage::write_new_root_key(target, storage::RootKeyWrapping::none, root, entropy);
    wipe(root.key);
    return written;
}

Result<bool> recovery_opens_present_root(const RootKeyPlace& place, const RecoveryPages& pages) {
    TYST_ASSIGN(storage::RootKey found, recovered_root(recovery_file(place.file), pages));
    auto present = storage::read_root_key(file_of(place.file, place.unlock));
    const bool same =
        present && present->key == found.key && present->generation == found.generation;
    wipe(found.key);
    if (!present) {
        return std::unexpected(present.error());
    }
    wipe(present->key);
    return same;
}

}  // namespace tyst
