// What plain RocksDB does with the rows that Tyst writes: the measure beside which bulk appends
// stand.
#include <algorithm>
#include <cstring>
#include <memory>
#include <unordered_map>

#include <rocksdb/db.h>
#include <rocksdb/options.h>

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

double write_raw(
    const std::filesystem::path& place, std::span<const RawRow> rows_to_write, std::uint64_t batches
) {
    rocksdb::DBOptions options;
    storage::set_database_options(options, true);
    options.create_missing_column_families = true;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    families.emplace_back("default", rocksdb::ColumnFamilyOptions());
    for (const std::string family : {"entries", "sealed", "attachments", "tiles", "ids"}) {
        families.emplace_back(family, rocksdb::ColumnFamilyOptions());
    }
    rocksdb::DB* opened = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    options.error_if_exists = false;
    std::filesystem::create_directories(place.parent_path());
    need_ok(rocksdb::DB::Open(options, place.string(), families, &handles, &opened));
    const std::unique_ptr<rocksdb::DB> database(opened);
    rocksdb::WriteOptions synced;
    storage::set_synced_write(synced);
    const double seconds = seconds_of([&] {
        for (std::uint64_t batch = 0; batch < batches; ++batch) {
            rocksdb::WriteBatch written;
            const std::size_t end = rows_to_write.size() * (batch + 1) / batches;
            for (std::size_t row = rows_to_write.size() * batch / batches; row < end; ++row) {
                const RawRow& raw = rows_to_write[row];
                need_ok(written.Put(handles[raw.family + 1], raw.key, raw.value));
            }
            need_ok(database->Write(synced, &written));
        }
    });
    for (rocksdb::ColumnFamilyHandle* const handle : handles) {
        need_ok(database->DestroyColumnFamilyHandle(handle));
    }
    return seconds;
}

}  // namespace tyst::bench
