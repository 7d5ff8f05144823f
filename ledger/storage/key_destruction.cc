#include "ledger/storage/key_destruction.h"

#include <algorithm>

#include "ledger/core/key_wrap.h"
#include "ledger/core/labels.h"
#include "ledger/storage/key_making.h"

namespace tyst::storage {
namespace {

using key_rows::slot_above;

constexpr unsigned kUpperLevel = 1;
constexpr unsigned kLowerLevel = 2;
constexpr std::size_t kNodeKeyBytes = 1 + 4;

KeyPlace place_in_tree(unsigned level, std::uint64_t slot, std::uint64_t generation) {
    return {static_cast<std::uint8_t>(level), slot, generation};
}

}  // namespace

TopKeys::~TopKeys() {
    for (SecretKey* key : {&root.key, &lookup, &views, &signing}) {
        wipe(*key);
    }
}

Hash commitment_to_destroyed(const SecretKey& key) {
    return sha256({as_bytes(label::kDestroyedKey), key.view()});
}

KeyDestruction::KeyDestruction(
    const KeyValueStore& store, const TopKeys& present, const TopKeys& next, Entropy& entropy
)
    : store_(store),
      present_(present),
      next_(next),
      entropy_(entropy),
      next_lookup_(next.lookup),
      next_lookup_row_(key_making::lookup_row_key(next.lookup)) {}

KeyDestruction::~KeyDestruction() {
    wipe(next_lookup_row_);
    for (Level* level : {&upper_, &lower_}) {
        for (auto& [slot, node] : *level) {
            wipe(node.present);
            wipe(node.next);
        }
    }
}

Result<std::vector<ErasureJournal::Destroyed>> KeyDestruction::run(
    const std::set<StreamId>& subjects, Batch& batch
) {
    TYST_TRY(load_nodes());
    TYST_TRY(renew_paths(subjects));
    TYST_TRY(put_own_keys(batch));
    TYST_TRY(put_nodes(batch));
    TYST_TRY(remove_lookup_rows(batch));
    Cursor cursor = store_.cursor(key_rows::kSubjects, Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next()) {
        const std::optional<StreamId> subject = StreamId::from(as_bytes(cursor.key()));
        if (!subject) {
            return fail(ErrorCode::corrupt_key, "keys/ subjects: a key has a wrong length");
        }
        TYST_ASSIGN(const key_rows::SubjectRow row, key_rows::decode_subject(cursor.value()));
        TYST_TRY(take_subject(*subject, row, subjects, batch));
    }
    TYST_TRY(cursor.status());
    std::ranges::sort(destroyed_, {}, &ErasureJournal::Destroyed::subject);
    return std::move(destroyed_);
}

// Upper nodes come first in the order of keys, so that each one's parent is known.
Result<void> KeyDestruction::load_nodes() {
    Cursor cursor = store_.cursor(key_rows::kNodes, Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next()) {
        const std::string_view key = cursor.key();
        const unsigned level = key.empty() ? 0U : static_cast<std::uint8_t>(key.front());
        if (key.size() != kNodeKeyBytes || (level != kUpperLevel && level != kLowerLevel)) {
            return fail(ErrorCode::corrupt_key, "keys/ nodes: a key is not readable");
        }
        const std::uint64_t slot = read_u32(key, 1);
        TYST_ASSIGN(const key_rows::NodeRow row, key_rows::decode_node(cursor.value()));
        SecretKey parent = present_.root.key;
        if (level == kLowerLevel) {
            TYST_ASSIGN(const Node* above, node_at(kUpperLevel, slot >> key_rows::kFanOutBits));
            parent = above->present;
        }
        auto opened =
            unwrap_key(parent, place_in_tree(level, slot, row.generation), as_bytes(row.wrapped));
        wipe(parent);
        if (!opened) {
            return std::unexpected(opened.error());
        }
        (level == kUpperLevel ? upper_ : lower_)[slot] = {row.generation, *opened, *opened, false};
        wipe(*opened);
    }
    return cursor.status();
}

Result<KeyDestruction::Node*> KeyDestruction::node_at(unsigned level, std::uint64_t slot) {
    Level& nodes = level == kUpperLevel ? upper_ : lower_;
    const auto found = nodes.find(slot);
    if (found == nodes.end()) {
        return fail(ErrorCode::corrupt_key, "keys/: a node of the key tree is missing");
    }
    return &found->second;
}

Result<void> KeyDestruction::renew_paths(const std::set<StreamId>& subjects) {
    for (const StreamId& subject : subjects) {
        TYST_ASSIGN(const auto value, store_.get(key_rows::kSubjects, as_text(subject.view())));
        if (!value) {
            return fail(
                ErrorCode::key_not_found,
                "subject " + to_hex(subject.view()) + ": no key was ever made for it here"
            );
        }
        TYST_ASSIGN(const key_rows::SubjectRow row, key_rows::decode_subject(*value));
        if (row.wrapped.empty()) {
            return fail(
                ErrorCode::part_erased,
                "subject " + to_hex(subject.view()) + ": its key is destroyed already"
            );
        }
        for (const unsigned level : {kUpperLevel, kLowerLevel}) {
            TYST_ASSIGN(Node* const node, node_at(level, slot_above(row.slot, level)));
            if (!node->renewed) {
                node->renewed = true;
                ++node->generation;
                node->next = key_making::fresh_key(entropy_);
            }
        }
    }
    return {};
}

Result<void> KeyDestruction::put_nodes(Batch& batch) {
    for (const auto& [slot, node] : upper_) {
        TYST_TRY(key_making::put_node(
            batch,
            next_.root.key,
            place_in_tree(kUpperLevel, slot, node.generation),
            node.next,
            entropy_
        ));
    }
    for (const auto& [slot, node] : lower_) {
        TYST_ASSIGN(const Node* above, node_at(kUpperLevel, slot >> key_rows::kFanOutBits));
        if (above->renewed) {
            TYST_TRY(key_making::put_node(
                batch,
                above->next,
                place_in_tree(kLowerLevel, slot, node.generation),
                node.next,
                entropy_
            ));
        }
    }
    return {};
}

Result<void> KeyDestruction::put_own_keys(Batch& batch) {
    batch.put(key_rows::kOwn, key_rows::kRootCheck, key_making::root_check(next_.root));
    struct Own {
        std::string_view name;
        const SecretKey& key;
    };
    for (const Own& own :
         {Own{key_rows::kOwnLookupKey, next_.lookup},
          Own{key_rows::kOwnViewsKey, next_.views},
          Own{key_rows::kOwnSigningSeed, next_.signing}}) {
        TYST_TRY(key_making::put_own_key(batch, own.name, own.key, next_.root, entropy_));
    }
    return {};
}

Result<void> KeyDestruction::remove_lookup_rows(Batch& batch) {
    Cursor cursor = store_.cursor(key_rows::kLookup, Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next()) {
        batch.remove(key_rows::kLookup, cursor.key());
    }
    return cursor.status();
}

Result<void> KeyDestruction::take_subject(
    const StreamId& subject,
    const key_rows::SubjectRow& row,
    const std::set<StreamId>& subjects,
    Batch& batch
) {
    if (row.wrapped.empty()) {
        return {};  // of an earlier erasure
    }
    TYST_ASSIGN(const Node* above, node_at(kLowerLevel, slot_above(row.slot, kLowerLevel)));
    TYST_ASSIGN(
        std::string plain,
        unwrap_secret(
            above->present,
            as_bytes(key_making::subject_place(row.slot, row.generation, subject)),
            as_bytes(row.wrapped)
        )
    );
    const auto done = destroy_or_keep(subject, row, plain, subjects.contains(subject), batch);
    key_making::wipe_text(plain);
    return done;
}

Result<void> KeyDestruction::destroy_or_keep(
    const StreamId& subject,
    const key_rows::SubjectRow& row,
    std::string_view plain,
    bool destroyed,
    Batch& batch
) {
    TYST_ASSIGN(key_rows::SubjectSecret secret, key_rows::decode_subject_secret(plain));
    if (destroyed) {
        destroyed_.push_back({subject, commitment_to_destroyed(secret.key)});
    }
    wipe(secret.key);
    if (destroyed) {
        batch.put(
            key_rows::kSubjects,
            as_text(subject.view()),
            key_rows::encode(key_rows::SubjectRow{row.slot, row.generation, {}})
        );
        return {};
    }
    TYST_TRY(key_making::put_lookup(
        batch,
        next_lookup_row_,
        next_lookup_.mac(as_bytes(key_rows::encode(secret.reference))),
        subject,
        entropy_
    ));
    TYST_ASSIGN(const Node* above, node_at(kLowerLevel, slot_above(row.slot, kLowerLevel)));
    return above->renewed
               ? key_making::put_subject(
                     batch, above->next, subject, row.slot, row.generation, plain, entropy_
                 )
               : Result<void>();
}

}  // namespace tyst::storage
