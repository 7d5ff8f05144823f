// What plain RocksDB does with the rows that Tyst writes: the measure beside which bulk appends
// stand.
#include <algorithm>
#include <cstring>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>

#include <rocksdb/db.h>
#include <rocksdb/options.h>

#include "ledger/core/tile.h"
#include "ledger/storage/log_rows.h"
#include "ledger/storage/options.h"
#include "tests/bench/bench.h"

namespace tyst::bench {
namespace {

namespace rows = storage::log_rows;

void need_ok(const rocksdb::Status& status) {
    if (!status.ok()) {
        give_up("rocksdb: " + status.ToString());
    }
}

std::uint64_t number_at(std::string_view bytes, std::size_t offset) {
    std::uint64_t number = 0;
    for (std::size_t place = offset; place < offset + 8; ++place) {
        number = number << 8U | static_cast<std::uint8_t>(bytes[place]);
    }
    return number;
}

// The entry whose append wrote this row.
std::uint64_t index_of(const RawRow& row) {
    switch (row.family) {
        case rows::kEntries:
            return number_at(row.key, 0);
        case rows::kTiles:
            return number_at(row.key, 1) * 256;
        default:
            return number_at(row.value, 0);
    }
}

}  // namespace

std::vector<RawRow> raw_rows(const std::filesystem::path& log) {
    std::vector<std::string> names;
    need_ok(rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), log.string(), &names));
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& family : names) {
        families.emplace_back(family, rocksdb::ColumnFamilyOptions());
    }
    rocksdb::DB* opened = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    need_ok(rocksdb::DB::OpenForReadOnly(
        rocksdb::DBOptions(), log.string(), families, &handles, &opened
    ));
    const std::unique_ptr<rocksdb::DB> database(opened);
    const std::unordered_map<std::string, std::size_t> wanted = {
        {"entries", rows::kEntries},
        {"sealed", rows::kSealed},
        {"tiles", rows::kTiles},
        {"ids", rows::kIds},
    };
    std::vector<RawRow> found;
    for (rocksdb::ColumnFamilyHandle* const handle : handles) {
        if (const auto family = wanted.find(handle->GetName()); family != wanted.end()) {
            const std::unique_ptr<rocksdb::Iterator> row(
                database->NewIterator(rocksdb::ReadOptions(), handle)
            );
            for (row->SeekToFirst(); row->Valid(); row->Next()) {
                found.push_back({family->second, row->key().ToString(), row->value().ToString()});
            }
            need_ok(row->status());
        }
    }
    for (rocksdb::ColumnFamilyHandle* const handle : handles) {
        need_ok(database->DestroyColumnFamilyHandle(handle));
    }
    std::stable_sort(found.begin(), found.end(), [](const RawRow& left, const RawRow& right) {
        return index_of(left) < index_of(right);
    });
    return found;
}

struct RawStore::State {
    std::unique_ptr<rocksdb::DB> database;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::WriteOptions synced;
};

RawStore::RawStore(const std::filesystem::path& place) : state_(std::make_unique<State>()) {
    rocksdb::DBOptions options;
    storage::set_database_options(options, true);
    options.create_missing_column_families = true;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    families.emplace_back("default", rocksdb::ColumnFamilyOptions());
    for (const std::string family : {"entries", "sealed", "attachments", "tiles", "ids"}) {
        families.emplace_back(family, rocksdb::ColumnFamilyOptions());
    }
    rocksdb::DB* opened = nullptr;
    std::filesystem::create_directories(place.parent_path());
    need_ok(rocksdb::DB::Open(options, place.string(), families, &state_->handles, &opened));
    state_->database.reset(opened);
    storage::set_synced_write(state_->synced);
}

RawStore::~RawStore() {
    for (rocksdb::ColumnFamilyHandle* const handle : state_->handles) {
        need_ok(state_->database->DestroyColumnFamilyHandle(handle));
    }
}

void RawStore::write(std::span<const RawRow> rows_to_write) {
    rocksdb::WriteBatch batch;
    for (const RawRow& row : rows_to_write) {
        need_ok(batch.Put(state_->handles[row.family + 1], row.key, row.value));
    }
    need_ok(state_->database->Write(state_->synced, &batch));
}

RawRowsLike::RawRowsLike(std::span<const RawRow> example) {
    std::set<std::string> streams;
    for (const RawRow& row : example) {
        value_bytes_[row.family] = std::max(value_bytes_[row.family], row.value.size());
        if (row.family == rows::kSealed) {
            streams.insert(row.key.substr(0, StreamId::kSize));
        }
    }
    for (const std::string& stream : streams) {
        streams_.emplace_back(stream, 0);
    }
    noise_.resize(kNoiseBytes);
    SystemEntropy().fill({reinterpret_cast<std::uint8_t*>(noise_.data()), noise_.size()});
}

std::string_view RawRowsLike::noise(std::size_t bytes) {
    // A step without a common factor: the same slice does not come again soon.
    offset_ = (offset_ + kNoiseStep) % (kNoiseBytes - bytes);
    return std::string_view(noise_).substr(offset_, bytes);
}

void RawRowsLike::add_event(std::uint64_t number, std::vector<RawRow>& target) {
    const auto add = [&](std::size_t family, std::string key) {
        target.push_back({family, std::move(key), std::string(noise(value_bytes_[family]))});
    };
    add(rows::kEntries, rows::number_key(number));
    auto& [stream, revision] = streams_[number * 2'654'435'761U % streams_.size()];
    std::string part = stream;
    storage::append_u64(part, revision++);
    storage::append_u16(part, 0);
    add(rows::kSealed, std::move(part));
    // Like UUIDv7: in order of time, random at the end.
    std::string id;
    storage::append_u64(id, number << 16U);
    id += noise(8);
    add(rows::kIds, std::move(id));
    if ((number + 1) % kTileHashes == 0) {
        add(rows::kTiles, rows::tile_key({0, number / kTileHashes}));
    }
}

}  // namespace tyst::bench
