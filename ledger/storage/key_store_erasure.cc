#include <array>
#include <set>
#include <utility>

#include "ledger/storage/key_destruction.h"
#include "ledger/storage/key_making.h"
#include "ledger/storage/key_store.h"
#include "ledger/storage/next_root_key.h"

// How a KeyStore forgets.
namespace tyst::storage {
namespace {

TopKeys fresh_top_keys(std::uint64_t root_generation, Entropy& entropy) {
    TopKeys keys;
    keys.root.generation = root_generation;
    for (SecretKey* key : {&keys.root.key, &keys.lookup, &keys.views}) {
        entropy.fill(key->bytes);
    }
    return keys;
}

}  // namespace

Result<ErasureJournal> KeyStore::destroy(ErasureJournal order) {
    const std::scoped_lock lock(create_mutex_);
    TYST_ASSIGN(const auto under_way, erasure_under_way());
    // After a failed write the next root's file may be all that opens the rows.
    if (under_way || store_->closed_for_writing()) {
        return fail(
            ErrorCode::storage_closed,
            "keys/: closed, or an erasure was cut off; open the ledger again, which ends it"
        );
    }
    std::set<StreamId> subjects;
    for (const ErasureJournal::Destroyed& named : order.destroyed) {
        subjects.insert(named.subject);
    }
    if (subjects.empty()) {
        return fail(ErrorCode::invalid_value, "keys/: an erasure names no subject");
    }
    // Nobody else changes these while create_mutex_ is held.
    TopKeys present;
    present.root = root_;
    present.lookup = lookup_key_;
    present.views = views_key_;
    present.signing = signing_seed_;
    TopKeys next = fresh_top_keys(root_.generation + 1, entropy_);
    next.signing = signing_seed_;
    Batch batch;
    KeyDestruction destruction(*store_, present, next, entropy_);
    TYST_ASSIGN(order.destroyed, destruction.run(subjects, batch));
    order.root_generation = next.root.generation;
    order.old_root = commitment_to_destroyed(present.root.key);
    order.new_root = commitment_to_destroyed(next.root.key);
    batch.put(key_rows::kOwn, key_rows::kErasureUnderWay, encode(order));
    batch.remove(key_rows::kOwn, key_rows::kNextRoot);

    TYST_TRY(announce_next_root(next.root.generation));
    const RootKeyFile file = options_.root_key();
    if (const auto written = write_next_root_key(file, present.root, next.root, entropy_);
        !written) {
        (void)withdraw_next_root();  // or the next open does
        return std::unexpected(written.error());
    }
    {
        const std::unique_lock root_lock(root_mutex_);
        TYST_TRY(store_->write(batch));
        take_over(next, order);
    }
    TYST_TRY(install_next_root_key(file, next.root, entropy_));
    return order;
}

Result<void> KeyStore::announce_next_root(std::uint64_t generation) {
    std::string value;
    append_u64(value, generation);
    Batch batch;
    batch.put(key_rows::kOwn, key_rows::kNextRoot, value);
    return store_->write(batch);
}

Result<void> KeyStore::withdraw_next_root() {
    Batch batch;
    batch.remove(key_rows::kOwn, key_rows::kNextRoot);
    return store_->write(batch);
}

void KeyStore::take_over(const TopKeys& next, const ErasureJournal& done) {
    wipe(root_.key);
    root_ = next.root;
    lookup_key_ = next.lookup;
    views_key_ = next.views;
    lookup_ = std::make_unique<HmacKey>(lookup_key_);
    {
        const std::scoped_lock nodes_lock(nodes_mutex_);
        forget_nodes();
    }
    {
        const std::scoped_lock unwrapping_lock(unwrapping_mutex_);
        unwrapping_.set_key(SecretKey{});  // may hold what is gone
    }
    const std::scoped_lock cache_lock(cache_mutex_);
    for (const ErasureJournal::Destroyed& destroyed : done.destroyed) {
        young_.erase(destroyed.subject);
        old_.erase(destroyed.subject);
    }
}

Result<std::optional<ErasureJournal>> KeyStore::erasure_under_way() const {
    TYST_ASSIGN(const auto row, store_->get(key_rows::kOwn, key_rows::kErasureUnderWay));
    if (!row) {
        return std::nullopt;
    }
    TYST_ASSIGN(ErasureJournal journal, decode_erasure_journal(*row));
    return std::optional(std::move(journal));
}

Result<void> KeyStore::rewrite_files() {
    constexpr std::array kAll = {
        key_rows::kOwn, key_rows::kNodes, key_rows::kSubjects, key_rows::kSlots, key_rows::kLookup
    };
    return store_->rewrite(kAll);
}

Result<void> KeyStore::end_erasure() {
    Batch batch;
    batch.remove(key_rows::kOwn, key_rows::kErasureUnderWay);
    return store_->write(batch);
}

}  // namespace tyst::storage
