#include "ledger/storage/key_store.h"

#include <algorithm>
#include <utility>

#include "ledger/storage/key_making.h"
#include "ledger/storage/next_root_key.h"

namespace tyst::storage {
namespace {

using key_making::fresh_key;
using key_making::put_own_key;
using key_making::subject_place;
using key_making::wipe_text;
using key_rows::kLookup;
using key_rows::kNodes;
using key_rows::kOwn;
using key_rows::kSlots;
using key_rows::kSubjectLevel;
using key_rows::kSubjects;

constexpr std::string_view kFormatText = "tyst-keys/1";
constexpr std::size_t kCachedKeysMax = 65'536;  // in each of two generations, about 300 bytes a key
constexpr std::size_t kCachedNodesMax = 4'096;

std::vector<Family> families() {
    return {
        {"own", Access::in_order, ErrorCode::corrupt_key},
        {"nodes", Access::in_order, ErrorCode::corrupt_key},
        {"subjects", Access::by_digest, ErrorCode::corrupt_key},
        {"slots", Access::in_order, ErrorCode::corrupt_key},
        {"lookup", Access::by_digest, ErrorCode::corrupt_key},
    };
}

Result<void> check_reference(const SubjectReference& reference) {
    if (reference.source.empty() || reference.reference.empty()) {
        return fail(ErrorCode::invalid_value, "a subject needs a source and a reference");
    }
    if (reference.source.size() > KeyStore::kReferenceBytesMax ||
        reference.reference.size() > KeyStore::kReferenceBytesMax) {
        return fail(ErrorCode::too_large, "a source or reference of a subject is too long");
    }
    return {};
}

}  // namespace

KeyStore::KeyStore(
    std::unique_ptr<KeyValueStore> store,
    Options options,
    const RootKey& root,
    Entropy& entropy,
    SecretBox unwrapping
)
    : store_(std::move(store)),
      options_(std::move(options)),
      entropy_(entropy),
      root_(root),
      unwrapping_(std::move(unwrapping)) {}

KeyStore::~KeyStore() {
    for (SecretKey* key : {&root_.key, &lookup_key_, &views_key_, &signing_seed_}) {
        wipe(*key);
    }
    forget_nodes();
}

void KeyStore::forget_nodes() const {
    for (auto& [place, key] : nodes_) {
        wipe(key);
    }
    nodes_.clear();
}

Result<void> KeyStore::create(const Options& options, Entropy& entropy) {
    TYST_ASSIGN(RootKey root, read_or_create_root_key(options.root_key(), entropy));
    TYST_ASSIGN(
        std::unique_ptr<KeyValueStore> store,
        KeyValueStore::open({options.directory, families(), true, options.file_system})
    );
    Batch batch;
    batch.put(kOwn, key_rows::kFormat, kFormatText);
    std::string next_slot;
    append_u64(next_slot, 0);
    batch.put(kOwn, key_rows::kNextSlot, next_slot);
    batch.put(kOwn, key_rows::kRootCheck, key_making::root_check(root));
    for (const std::string_view name :
         {key_rows::kOwnLookupKey, key_rows::kOwnViewsKey, key_rows::kOwnSigningSeed}) {
        SecretKey key = fresh_key(entropy);
        TYST_TRY(put_own_key(batch, name, key, root, entropy));
        wipe(key);
    }
    wipe(root.key);
    return store->write(batch);
}

Result<std::unique_ptr<KeyStore>> KeyStore::open(const Options& options, Entropy& entropy) {
    TYST_ASSIGN(RootKey root, read_root_key(options.root_key()));
    TYST_ASSIGN(
        std::unique_ptr<KeyValueStore> store,
        KeyValueStore::open(
            {options.directory, families(), false, options.file_system, options.read_only}
        )
    );
    TYST_ASSIGN(SecretBox unwrapping, SecretBox::create(root.key, ErrorCode::corrupt_key));
    std::unique_ptr<KeyStore> keys(
        new KeyStore(std::move(store), options, root, entropy, std::move(unwrapping))
    );
    wipe(root.key);
    TYST_TRY(keys->find_root());
    TYST_TRY(keys->load_own_keys());
    return keys;
}

Result<bool> KeyStore::fits(const RootKey& root) const {
    TYST_ASSIGN(const auto check, store_->get(kOwn, key_rows::kRootCheck));
    return check && *check == key_making::root_check(root);
}

// The root is replaced in two places: its file and the rows. Where that was cut off, the rows tell
// which root holds.
Result<void> KeyStore::find_root() {
    const RootKeyFile file = options_.root_key();
    TYST_ASSIGN(const bool present_fits, fits(root_));
    if (present_fits) {
        return options_.read_only ? Result<void>() : forget_other_roots();
    }
    TYST_ASSIGN(std::optional<RootKey> next, read_next_root_key(file));
    if (!next) {
        return {};
    }
    TYST_ASSIGN(const bool next_fits, fits(*next));
    if (next_fits) {
        root_ = *next;
        if (!options_.read_only) {
            TYST_TRY(install_next_root_key(file, *next, entropy_));
        }
    }
    wipe(next->key);
    return {};
}

// A next root may be forgotten where these very rows are those that it was meant for and that never
// came to lie under it. An older copy of them, put back while an erasure is cut off, fits the
// present root too: then it is all that opens the others.
Result<void> KeyStore::forget_other_roots() {
    const RootKeyFile file = options_.root_key();
    TYST_TRY(forget_former_roots(file));
    TYST_ASSIGN(const auto announced, store_->get(kOwn, key_rows::kNextRoot));
    const bool ours =
        announced && announced->size() == 8 && read_u64(*announced, 0) == root_.generation + 1;
    if (!ours) {
        auto next = read_next_root_key(file);
        const bool is_a_root =
            next ? next->has_value() : next.error().code != ErrorCode::corrupt_key;
        if (next && *next) {
            wipe((*next)->key);
        }
        if (is_a_root) {
            return fail(
                ErrorCode::keys_before_erasure,
                next_root_key_file(file.path).string() +
                    ": waits for an erasure that was cut off and that keys/ knows nothing of: "
                    "keys/ is a copy from before it. Put back the present keys/, which ends it"
            );
        }
    }
    TYST_TRY(discard_next_root_key(file));
    return announced ? withdraw_next_root() : Result<void>();
}

Result<void> KeyStore::load_own_keys() {
    TYST_ASSIGN(const auto format, store_->get(kOwn, key_rows::kFormat));
    if (!format || *format != kFormatText) {
        return fail(ErrorCode::corrupt_key, "keys/: not a key store of version 1");
    }
    TYST_ASSIGN(const bool fitting, fits(root_));
    if (!fitting) {
        return fail(
            ErrorCode::wrong_root_key,
            options_.root_key_file.string() + ": not the root key of these keys"
        );
    }
    TYST_ASSIGN(const auto next_slot, store_->get(kOwn, key_rows::kNextSlot));
    if (!next_slot || next_slot->size() != 8) {
        return fail(ErrorCode::corrupt_key, "keys/: the count of subjects is missing");
    }
    next_slot_.store(read_u64(*next_slot, 0));
    TYST_ASSIGN(lookup_key_, read_own_key(key_rows::kOwnLookupKey));
    TYST_ASSIGN(views_key_, read_own_key(key_rows::kOwnViewsKey));
    TYST_ASSIGN(signing_seed_, read_own_key(key_rows::kOwnSigningSeed));
    lookup_ = std::make_unique<HmacKey>(lookup_key_);
    return {};
}

Result<SecretKey> KeyStore::read_own_key(std::string_view name) const {
    TYST_ASSIGN(const auto wrapped, store_->get(kOwn, name));
    if (!wrapped) {
        return fail(ErrorCode::corrupt_key, "keys/: missing: " + std::string(name));
    }
    return key_making::open_own_key(name, *wrapped, root_);
}

SecretKey KeyStore::views_key() const {
    const std::shared_lock lock(root_mutex_);
    return views_key_;
}

std::uint64_t KeyStore::root_generation() const {
    const std::shared_lock lock(root_mutex_);
    return root_.generation;
}

Result<std::optional<StreamId>> KeyStore::find(const SubjectReference& reference) const {
    TYST_TRY(check_reference(reference));
    const std::shared_lock lock(root_mutex_);
    return find_by_mac(lookup_->mac(as_bytes(key_rows::encode(reference))));
}

Result<std::optional<StreamId>> KeyStore::find_by_mac(const Hash& mac) const {
    TYST_ASSIGN(const auto sealed, store_->get(kLookup, as_text(mac.view())));
    if (!sealed) {
        return std::nullopt;
    }
    SecretKey key = key_making::lookup_row_key(lookup_key_);
    auto pseudonym = unwrap_secret(key, mac.view(), as_bytes(*sealed));
    wipe(key);
    if (!pseudonym) {
        return std::unexpected(pseudonym.error());
    }
    const std::optional<StreamId> stream = StreamId::from(as_bytes(*pseudonym));
    if (!stream) {
        return fail(ErrorCode::corrupt_key, "keys/: a lookup row has a wrong length");
    }
    return stream;
}

Result<std::vector<StreamId>> KeyStore::find_or_create(std::span<const SubjectReference> references
) {
    const std::scoped_lock lock(create_mutex_);
    const std::shared_lock root_lock(root_mutex_);
    std::uint64_t slot = next_slot_.load();
    Batch batch;
    auto streams = find_or_make(references, slot, batch);
    if (streams && batch.rows() == 0) {
        return streams;
    }
    if (streams) {
        std::string next_slot;
        append_u64(next_slot, slot);
        batch.put(kOwn, key_rows::kNextSlot, next_slot);
        const auto written = store_->write(batch);
        if (written) {
            next_slot_.store(slot);
            return streams;
        }
        streams = std::unexpected(written.error());
    }
    // The nodes of a lost batch must not be taken for stored ones.
    const std::scoped_lock nodes_lock(nodes_mutex_);
    forget_nodes();
    return streams;
}

Result<std::vector<StreamId>> KeyStore::find_or_make(
    std::span<const SubjectReference> references, std::uint64_t& slot, Batch& batch
) const {
    std::vector<StreamId> streams;
    streams.reserve(references.size());
    std::unordered_map<Hash, StreamId, StrongBytesHash> made;
    for (const SubjectReference& reference : references) {
        TYST_TRY(check_reference(reference));
        const Hash mac = lookup_->mac(as_bytes(key_rows::encode(reference)));
        if (const auto known = made.find(mac); known != made.end()) {
            streams.push_back(known->second);
            continue;
        }
        TYST_ASSIGN(std::optional<StreamId> stream, find_by_mac(mac));
        if (!stream) {
            TYST_ASSIGN(stream, make_subject(reference, mac, slot, batch));
            made.emplace(mac, *stream);
            ++slot;
        }
        streams.push_back(*stream);
    }
    return streams;
}

Result<StreamId> KeyStore::make_subject(
    const SubjectReference& reference, const Hash& mac, std::uint64_t slot, Batch& batch
) const {
    if (slot >= kSubjectsMax) {
        return fail(ErrorCode::too_large, "keys/: every slot of the key tree is given out");
    }
    StreamId subject;
    entropy_.fill(subject.bytes);
    TYST_ASSIGN(const SecretKey parent, node_above(slot, kSubjectLevel - 1, &batch));
    key_rows::SubjectSecret secret{reference, fresh_key(entropy_)};
    std::string plain = key_rows::encode(secret);
    const auto put = key_making::put_subject(batch, parent, subject, slot, 0, plain, entropy_);
    wipe(secret.key);
    wipe_text(plain);
    TYST_TRY(put);
    batch.put(kSlots, key_rows::slot_key(slot), as_text(subject.view()));
    SecretKey row_key = key_making::lookup_row_key(lookup_key_);
    const auto led = key_making::put_lookup(batch, row_key, mac, subject, entropy_);
    wipe(row_key);
    TYST_TRY(led);
    return subject;
}

Result<SecretKey> KeyStore::node_above(std::uint64_t subject_slot, unsigned level, Batch* batch)
    const {
    if (level == 0) {
        return root_.key;
    }
    const std::uint64_t slot = key_rows::slot_above(subject_slot, level);
    const std::uint64_t place = std::uint64_t{level} << 32U | slot;
    {
        const std::scoped_lock lock(nodes_mutex_);
        if (const auto known = nodes_.find(place); known != nodes_.end()) {
            return known->second;
        }
    }
    TYST_ASSIGN(const SecretKey parent, node_above(subject_slot, level - 1, batch));
    TYST_ASSIGN(const auto row, store_->get(kNodes, key_rows::node_key(level, slot)));
    SecretKey key;
    if (row) {
        TYST_ASSIGN(const key_rows::NodeRow node, key_rows::decode_node(*row));
        TYST_ASSIGN(
            key,
            unwrap_key(
                parent,
                {static_cast<std::uint8_t>(level), slot, node.generation},
                as_bytes(node.wrapped)
            )
        );
    } else if (batch != nullptr) {
        TYST_ASSIGN(key, make_node(parent, slot, level, *batch));
    } else {
        return fail(ErrorCode::corrupt_key, "keys/: a node of the key tree is missing");
    }
    const std::scoped_lock lock(nodes_mutex_);
    if (nodes_.size() >= kCachedNodesMax) {
        forget_nodes();
    }
    nodes_[place] = key;
    return key;
}

Result<SecretKey> KeyStore::make_node(
    const SecretKey& parent, std::uint64_t slot, unsigned level, Batch& batch
) const {
    const SecretKey key = fresh_key(entropy_);
    TYST_TRY(key_making::put_node(
        batch, parent, {static_cast<std::uint8_t>(level), slot, 0}, key, entropy_
    ));
    return key;
}

Result<std::unordered_set<StreamId, StrongBytesHash>> KeyStore::erased() const {
    std::unordered_set<StreamId, StrongBytesHash> erased;
    Cursor cursor = store_->cursor(kSubjects, Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next()) {
        TYST_ASSIGN(const key_rows::SubjectRow row, key_rows::decode_subject(cursor.value()));
        const std::optional<StreamId> subject = StreamId::from(as_bytes(cursor.key()));
        if (row.wrapped.empty() && subject) {
            erased.insert(*subject);
        }
    }
    TYST_TRY(cursor.status());
    return erased;
}

Result<std::shared_ptr<const SubjectKey>> KeyStore::key_of(const StreamId& subject) const {
    {
        const std::scoped_lock lock(cache_mutex_);
        if (const auto known = young_.find(subject); known != young_.end()) {
            return known->second;
        }
        if (const auto known = old_.find(subject); known != old_.end()) {
            auto key = known->second;
            young_.emplace(subject, key);
            return key;
        }
    }
    // Until it is in the cache, so that none is put back there that was destroyed meanwhile.
    const std::shared_lock root_lock(root_mutex_);
    TYST_ASSIGN(auto key, load_key(subject));
    const std::scoped_lock lock(cache_mutex_);
    if (young_.size() >= kCachedKeysMax) {
        old_ = std::exchange(young_, {});
    }
    young_.emplace(subject, key);
    return key;
}

Result<std::string> KeyStore::unwrap(const SecretKey& parent, Bytes place, Bytes wrapped) const {
    const std::scoped_lock lock(unwrapping_mutex_);
    unwrapping_.set_key(parent);
    return unwrap_secret(unwrapping_, place, wrapped);
}

Result<std::shared_ptr<const SubjectKey>> KeyStore::load_key(const StreamId& subject) const {
    TYST_ASSIGN(const auto value, store_->get(kSubjects, as_text(subject.view())));
    if (!value) {
        return fail(
            ErrorCode::key_not_found,
            "subject " + to_hex(subject.view()) + ": no key was ever made for it here"
        );
    }
    TYST_ASSIGN(const key_rows::SubjectRow row, key_rows::decode_subject(*value));
    if (row.wrapped.empty()) {
        return fail(
            ErrorCode::part_erased, "subject " + to_hex(subject.view()) + ": its key is destroyed"
        );
    }
    TYST_ASSIGN(const SecretKey parent, node_above(row.slot, kSubjectLevel - 1, nullptr));
    TYST_ASSIGN(
        std::string plain,
        unwrap(
            parent,
            as_bytes(subject_place(row.slot, row.generation, subject)),
            as_bytes(row.wrapped)
        )
    );
    auto secret = key_rows::decode_subject_secret(plain);
    wipe_text(plain);
    if (!secret) {
        return std::unexpected(secret.error());
    }
    auto key = std::make_shared<const SubjectKey>(
        secret->reference.kind, secret->reference.compartment, secret->key
    );
    wipe(secret->key);
    return key;
}

}  // namespace tyst::storage
