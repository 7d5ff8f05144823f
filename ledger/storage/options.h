#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "schema/error.h"

namespace rocksdb {
struct ColumnFamilyOptions;
struct CompactRangeOptions;
struct DBOptions;
struct ReadOptions;
struct WriteOptions;
class Env;
}  // namespace rocksdb

namespace tyst::storage {

// How rows of a column family are asked for; decides blooms, prefixes and block sizes.
enum class Access : std::uint8_t {
    in_order,   // dense keys, read one after another or by number
    by_stream,  // the first 16 bytes are a pseudonym; one pseudonym is one range scan
    by_digest,  // random keys of one length, often asked for when absent
};

struct Family {
    std::string name;
    Access access = Access::in_order;
    ErrorCode corruption = ErrorCode::internal;  // what damage in this family is called
};

// A store that is closed in order writes tables where more than this stands in its write-ahead log.
inline constexpr std::uint64_t kReplayedAfterCloseBytesMax = std::uint64_t{1} << 20U;

// Every RocksDB setting is made here and nowhere else; the reasons stand beside each in the source.
void set_database_options(rocksdb::DBOptions& options, bool create);
void set_family_options(rocksdb::ColumnFamilyOptions& options, const Family& family);
void set_synced_write(rocksdb::WriteOptions& options);
// For rows that can be made again, before a flush.
void set_unlogged_write(rocksdb::WriteOptions& options);
// For tables that are written anew so that nothing is left of rows that were replaced.
void set_rewrite_options(rocksdb::CompactRangeOptions& options);
// `scan`: many rows in order, once; large readahead, leaves the cache alone.
void set_read_options(rocksdb::ReadOptions& options, bool scan);

// An environment on top of another file system, for fault tests. `file_system` must have been made
// as a std::shared_ptr<rocksdb::FileSystem>; without one, nothing is given.
[[nodiscard]] std::unique_ptr<rocksdb::Env> environment_on(const std::shared_ptr<void>& file_system
);

}  // namespace tyst::storage
