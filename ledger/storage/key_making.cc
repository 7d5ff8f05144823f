#include "ledger/storage/key_making.h"

#include "ledger/core/hash.h"
#include "ledger/core/labels.h"

namespace tyst::storage::key_making {
namespace {

constexpr std::string_view kRootCheckPurpose = "tyst/1/root-check";
constexpr std::string_view kLookupRowPurpose = "tyst/1/lookup-row";

std::string_view purpose_of(std::string_view own_key) {
    if (own_key == key_rows::kOwnLookupKey) {
        return label::kLookupKey;
    }
    return own_key == key_rows::kOwnViewsKey ? label::kViewsKey : label::kSigningSeed;
}

std::string own_key_place(std::string_view name, const RootKey& root) {
    std::string place(name);
    append_u64(place, root.generation);
    return place;
}

}  // namespace

AeadNonce fresh_nonce(Entropy& entropy) {
    AeadNonce nonce;
    entropy.fill(nonce);
    return nonce;
}

SecretKey fresh_key(Entropy& entropy) {
    SecretKey key;
    entropy.fill(key.bytes);
    return key;
}

void wipe_text(std::string& text) {
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
}

std::string root_check(const RootKey& root) {
    return std::string(as_text(derive_key(root.key, kRootCheckPurpose).view()));
}

Result<void> put_own_key(
    Batch& batch, std::string_view name, const SecretKey& key, const RootKey& root, Entropy& entropy
) {
    SecretKey wrapping = derive_key(root.key, purpose_of(name));
    auto wrapped = wrap_secret(
        wrapping, fresh_nonce(entropy), as_bytes(own_key_place(name, root)), key.view()
    );
    wipe(wrapping);
    if (!wrapped) {
        return std::unexpected(wrapped.error());
    }
    batch.put(key_rows::kOwn, name, *wrapped);
    return {};
}

Result<SecretKey> open_own_key(
    std::string_view name, std::string_view wrapped, const RootKey& root
) {
    SecretKey wrapping = derive_key(root.key, purpose_of(name));
    auto secret = unwrap_secret(wrapping, as_bytes(own_key_place(name, root)), as_bytes(wrapped));
    wipe(wrapping);
    if (!secret) {
        return std::unexpected(secret.error());
    }
    const std::optional<SecretKey> key = SecretKey::from(as_bytes(*secret));
    wipe_text(*secret);
    if (!key) {
        return fail(ErrorCode::corrupt_key, "keys/: wrong length: " + std::string(name));
    }
    return *key;
}

Result<void> put_node(
    Batch& batch,
    const SecretKey& parent,
    const KeyPlace& place,
    const SecretKey& key,
    Entropy& entropy
) {
    TYST_ASSIGN(std::string wrapped, wrap_key(parent, fresh_nonce(entropy), place, key));
    batch.put(
        key_rows::kNodes,
        key_rows::node_key(place.level, place.slot),
        key_rows::encode(key_rows::NodeRow{place.generation, std::move(wrapped)})
    );
    return {};
}

std::string subject_place(std::uint64_t slot, std::uint64_t generation, const StreamId& subject) {
    std::string place =
        key_place_bytes({static_cast<std::uint8_t>(key_rows::kSubjectLevel), slot, generation});
    append_bytes(place, subject.view());
    return place;
}

Result<void> put_subject(
    Batch& batch,
    const SecretKey& parent,
    const StreamId& subject,
    std::uint64_t slot,
    std::uint64_t generation,
    std::string_view plain,
    Entropy& entropy
) {
    TYST_ASSIGN(
        std::string wrapped,
        wrap_secret(
            parent,
            fresh_nonce(entropy),
            as_bytes(subject_place(slot, generation, subject)),
            as_bytes(plain)
        )
    );
    batch.put(
        key_rows::kSubjects,
        as_text(subject.view()),
        key_rows::encode(key_rows::SubjectRow{slot, generation, std::move(wrapped)})
    );
    return {};
}

SecretKey lookup_row_key(const SecretKey& lookup_key) {
    return derive_key(lookup_key, kLookupRowPurpose);
}

Result<void> put_lookup(
    Batch& batch,
    const SecretKey& row_key,
    const Hash& mac,
    const StreamId& subject,
    Entropy& entropy
) {
    TYST_ASSIGN(
        const std::string row,
        wrap_secret(row_key, fresh_nonce(entropy), mac.view(), subject.view())
    );
    batch.put(key_rows::kLookup, as_text(mac.view()), row);
    return {};
}

}  // namespace tyst::storage::key_making
