#include "ledger/storage/stored_heads.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "ledger/core/hash.h"

namespace tyst::storage {
namespace {

using log_rows::kHeads;

std::unexpected<Error> wrong_heads(std::string_view reason) {
    return fail(ErrorCode::heads_mismatch, "log/ heads: " + std::string(reason));
}

Hash fold_tile(std::span<const Hash> hashes) {
    std::array<Hash, 16> work;
    std::copy(hashes.begin(), hashes.end(), work.begin());
    for (std::size_t count = hashes.size(); count > 1; count /= 2) {
        for (std::size_t place = 0; place < count / 2; ++place) {
            work.at(place) = node_hash(work.at(2 * place), work.at(2 * place + 1));
        }
    }
    return work[0];
}

// The siblings on the way from a place in a tile to its top.
void add_siblings(std::span<const Hash> hashes, std::size_t place, std::vector<Hash>& path) {
    std::vector<Hash> work(hashes.begin(), hashes.end());
    for (; work.size() > 1; place /= 2) {
        path.push_back(work[place ^ 1U]);
        for (std::size_t pair = 0; pair < work.size() / 2; ++pair) {
            work[pair] = node_hash(work[2 * pair], work[2 * pair + 1]);
        }
        work.resize(work.size() / 2);
    }
}

std::string tile_bytes(std::span<const Hash> hashes) {
    std::string bytes;
    for (const Hash& hash : hashes) {
        append_bytes(bytes, hash.view());
    }
    return bytes;
}

void put_record(Batch& batch, const StreamHeadRecord& record) {
    batch.put(
        kHeads,
        log_rows::head_key(record.stream),
        log_rows::encode(StreamHead{record.events, record.last})
    );
}

Result<void> remove_all(const LogStore& log, Batch& batch) {
    Cursor cursor = log.rows().cursor(kHeads, Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next()) {
        batch.remove(kHeads, cursor.key());
    }
    return cursor.status();
}

}  // namespace

Result<StoredHeads> StoredHeads::load(const LogStore& log) {
    StoredHeads heads(log, log.rows().cursor(kHeads, Scan::few_rows));
    TYST_TRY(heads.load_last());
    return heads;
}

Result<void> StoredHeads::load_last() {
    TYST_ASSIGN(const auto value, row(log_rows::kHeadsLastKey));
    if (!value) {
        root_ = empty_heads_node(kHeadMapHeight);
        return {};
    }
    if (value->size() != 8) {
        return wrong_heads("the row of the last root has a wrong length");
    }
    last_ = LogIndex{read_u64(*value, 0)};
    const auto entry = log_->entry(*last_);
    if (!entry && entry.error().code != ErrorCode::not_found) {
        return std::unexpected(entry.error());
    }
    if (!entry || !entry->stream_heads) {
        return wrong_heads(place_of(*last_) + " is said to carry the last root and does not");
    }
    root_ = *entry->stream_heads;
    return {};
}

Result<std::optional<std::string>> StoredHeads::row(std::string_view key) {
    ++rows_read_;
    cursor_.seek(key);
    if (!cursor_.valid()) {
        TYST_TRY(cursor_.status());
        return std::nullopt;
    }
    return cursor_.key() == key ? std::optional(std::string(cursor_.value())) : std::nullopt;
}

Result<StoredHeads::TileHashes> StoredHeads::read_tile(unsigned level, std::size_t number) {
    TileHashes hashes;
    TYST_ASSIGN(const auto bytes, row(log_rows::head_tile_key(level, number)));
    if (!bytes) {
        hashes.fill(empty_heads_node(4 * level));
        return hashes;
    }
    if (bytes->size() != sizeof hashes) {
        return wrong_heads("a tile has a wrong length");
    }
    std::memcpy(hashes.data(), bytes->data(), sizeof hashes);
    return hashes;
}

Result<StoredHeads::HeadTile*> StoredHeads::tile(unsigned level, std::size_t number) {
    const auto known = tiles_.find({level, number});
    if (known != tiles_.end()) {
        return &known->second;
    }
    Hash expected = root_;
    if (level + 1 < kLevels) {
        TYST_ASSIGN(const HeadTile* above, tile(level + 1, number / kWidth));
        expected = above->hashes.at(number % kWidth);
    }
    TYST_ASSIGN(const TileHashes hashes, read_tile(level, number));
    if (fold_tile(hashes) != expected) {
        return wrong_heads("a tile is not the one below the last root");
    }
    return &tiles_.emplace(TilePlace(level, number), HeadTile{hashes, false}).first->second;
}

Result<std::vector<StreamHeadRecord>*> StoredHeads::bucket(std::size_t number) {
    const auto known = buckets_.find(number);
    if (known != buckets_.end()) {
        return &known->second;
    }
    TYST_ASSIGN(const HeadTile* above, tile(0, number / kWidth));
    std::vector<StreamHeadRecord> records;
    const std::string prefix = log_rows::head_bucket_prefix(number);
    for (cursor_.seek(prefix); cursor_.valid() && cursor_.key().starts_with(prefix);
         cursor_.next()) {
        ++rows_read_;
        TYST_ASSIGN(const StreamId stream, log_rows::parse_head_key(cursor_.key()));
        TYST_ASSIGN(const StreamHead head, log_rows::parse_head(cursor_.value()));
        records.push_back({stream, head.events, head.last});
    }
    if (!cursor_.valid()) {
        TYST_TRY(cursor_.status());
    }
    if (head_bucket_leaf(records) != above->hashes.at(number % kWidth)) {
        return wrong_heads("the streams of a bucket are not those below the last root");
    }
    return &buckets_.emplace(number, std::move(records)).first->second;
}

Result<void> StoredHeads::update(std::span<const StreamHeadRecord> changed, LogIndex last) {
    // All is read, and so checked against the old root, before anything is changed.
    for (const StreamHeadRecord& record : changed) {
        TYST_TRY(bucket(head_bucket_of(record.stream)));
    }
    TYST_TRY(tile(kLevels - 1, 0));
    for (const StreamHeadRecord& record : changed) {
        set(record);
    }
    hash_above(changed);
    last_ = last;
    return {};
}

void StoredHeads::set(const StreamHeadRecord& record) {
    auto& records = buckets_.at(head_bucket_of(record.stream));
    const auto place = std::lower_bound(
        records.begin(),
        records.end(),
        record.stream,
        [](const StreamHeadRecord& one, const StreamId& stream) { return one.stream < stream; }
    );
    if (place != records.end() && place->stream == record.stream) {
        *place = record;
    } else {
        records.insert(place, record);
    }
    changed_[record.stream] = record;
}

void StoredHeads::set_hash(unsigned level, std::size_t place, const Hash& hash) {
    HeadTile& tile = tiles_.at({level, place / kWidth});
    tile.hashes.at(place % kWidth) = hash;
    tile.changed = true;
}

// Of the records' buckets and of the tiles above them only: an earlier update() hashed its own.
void StoredHeads::hash_above(std::span<const StreamHeadRecord> changed) {
    std::set<std::size_t> places;
    for (const StreamHeadRecord& record : changed) {
        places.insert(head_bucket_of(record.stream));
    }
    for (const std::size_t place : places) {
        set_hash(0, place, head_bucket_leaf(buckets_.at(place)));
    }
    for (unsigned level = 1; level < kLevels; ++level) {
        std::set<std::size_t> above;
        for (const std::size_t place : places) {
            above.insert(place / kWidth);
        }
        for (const std::size_t place : above) {
            set_hash(level, place, fold_tile(tiles_.at({level - 1, place}).hashes));
        }
        places = std::move(above);
    }
    root_ = fold_tile(tiles_.at({kLevels - 1, 0}).hashes);
}

std::size_t StoredHeads::rows_changed() const {
    const auto tiles = std::count_if(tiles_.begin(), tiles_.end(), [](const auto& tile) {
        return tile.second.changed;
    });
    return changed_.size() + static_cast<std::size_t>(tiles) + 1;
}

void StoredHeads::put(Batch& batch) const {
    for (const auto& [stream, record] : changed_) {
        put_record(batch, record);
    }
    for (const auto& [place, tile] : tiles_) {
        if (tile.changed) {
            batch.put(
                kHeads, log_rows::head_tile_key(place.first, place.second), tile_bytes(tile.hashes)
            );
        }
    }
    if (last_) {
        batch.put(kHeads, log_rows::kHeadsLastKey, log_rows::number_key(last_->value));
    }
}

Result<HeadProof> StoredHeads::prove(const StreamId& stream) {
    if (!last_) {
        return fail(ErrorCode::not_found, "stream heads: no entry carries their root yet");
    }
    const std::size_t number = head_bucket_of(stream);
    TYST_ASSIGN(const auto* records, bucket(number));
    std::vector<Hash> path;
    std::size_t place = number;
    for (unsigned level = 0; level < kLevels; ++level, place /= kWidth) {
        TYST_ASSIGN(const HeadTile* found, tile(level, place / kWidth));
        add_siblings(found->hashes, place % kWidth, path);
    }
    return make_head_proof(stream, last_->value + 1, *records, std::move(path));
}

Result<void> StoredHeads::rebuild(LogStore& log) {
    TYST_ASSIGN(const std::uint64_t size, log.size());
    StreamHeadsMap map;
    std::vector<StreamHeadRecord> since;  // what the last root does not cover
    std::optional<LogIndex> last;
    Hash promised = map.root();
    const auto take = [&](const Entry& entry) -> Result<void> {
        if (entry.stream_heads) {
            for (const StreamHeadRecord& record : std::exchange(since, {})) {
                map.set(record);
            }
            last = entry.index;
            promised = *entry.stream_heads;
        }
        since.push_back({entry.stream, entry.revision.value + 1, entry.index});
        return {};
    };
    TYST_TRY(log.visit_entries(0, size, take));
    if (map.root() != promised) {
        return fail(
            ErrorCode::heads_mismatch,
            place_of(last.value_or(LogIndex{})) +
                ": carries a root over the heads that the entries before it do not give; see `log "
                "verify`"
        );
    }
    Batch batch;
    TYST_TRY(remove_all(log, batch));
    for (std::size_t number = 0; number < kHeadBuckets; ++number) {
        for (const StreamHeadRecord& record : map.bucket(number)) {
            put_record(batch, record);
        }
    }
    for (unsigned level = 0; level < kLevels; ++level) {
        for (std::size_t number = 0; number < kHeadBuckets >> (4 * (level + 1)); ++number) {
            TileHashes hashes;
            for (std::size_t place = 0; place < kWidth; ++place) {
                hashes.at(place) = map.node(4 * level, number * kWidth + place);
            }
            if (fold_tile(hashes) != empty_heads_node(4 * (level + 1))) {
                batch.put(kHeads, log_rows::head_tile_key(level, number), tile_bytes(hashes));
            }
        }
    }
    if (last) {
        batch.put(kHeads, log_rows::kHeadsLastKey, log_rows::number_key(last->value));
    }
    return log.rows().write(batch);
}

}  // namespace tyst::storage
