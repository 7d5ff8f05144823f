#include "ledger/storage/options.h"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/file_system.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>

namespace tyst::storage {
namespace {

constexpr std::size_t kKibibyte = std::size_t{1} << 10U;
constexpr std::size_t kMebibyte = std::size_t{1} << 20U;
// What a crash leaves to be replayed at the next open, and so the bound of that open.
constexpr std::uint64_t kWriteAheadLogBytesMax = 32 * kMebibyte;
constexpr std::size_t kWriteBufferBytes = 32 * kMebibyte;
constexpr std::size_t kBlockCacheBytes = 64 * kMebibyte;
constexpr std::size_t kStreamPrefixBytes = 16;
// More than this would leave the processor's cache between the file and the rows.
constexpr std::size_t kScanReadaheadBytes = kMebibyte / 4;
constexpr double kBloomBitsPerKey = 10;

}  // namespace

void set_database_options(rocksdb::DBOptions& options, bool create) {
    options.create_if_missing = create;
    options.error_if_exists = create;
    // A store of an earlier version gets the families that came later, empty.
    options.create_missing_column_families = true;
    // The two point-in-time modes of RocksDB open without a word after a flipped bit in the middle
    // of the log, with the events behind it gone; this one refuses, and forgives a torn tail only.
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.recycle_log_file_num = 0;  // the mode above needs it
    options.paranoid_checks = true;
    options.manual_wal_flush = false;
    options.max_total_wal_size = kWriteAheadLogBytesMax;
    options.max_background_jobs = 2;
    options.max_open_files = 512;
    // Statistics that only tell where deleted rows gather: collecting them would make every open
    // read from many tables, and nothing is deleted from a log.
    options.skip_stats_update_on_db_open = true;
    options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
    options.max_manifest_file_size = 16 * kMebibyte;
    options.bytes_per_sync = kMebibyte;  // spreads the writing of tables, so that a sync of the log
                                         // does not wait for all of one
    // A failed background write must stay failed: resuming by itself would be a retry on the
    // handle.
    options.max_bgerror_resume_count = 0;
}

void set_family_options(rocksdb::ColumnFamilyOptions& options, const Family& family) {
    options.compaction_style = rocksdb::kCompactionStyleLevel;  // never FIFO: it deletes
    options.level_compaction_dynamic_level_bytes = false;
    options.enable_blob_files = false;
    options.write_buffer_size = kWriteBufferBytes;
    options.max_write_buffer_number = 2;
    options.memtable_protection_bytes_per_key = 8;
    // Rows are ciphertext, digests or small numbers beside them: compressing them finds nothing.
    options.compression = rocksdb::kNoCompression;
    options.bottommost_compression = rocksdb::kDisableCompressionOption;

    rocksdb::BlockBasedTableOptions table;
    table.format_version = 5;
    table.block_size = 16 * kKibibyte;
    table.block_cache = rocksdb::NewLRUCache(kBlockCacheBytes);
    if (family.access != Access::in_order) {
        table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
        options.memtable_prefix_bloom_size_ratio = 0.05;
    }
    if (family.access == Access::by_stream) {
        options.prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(kStreamPrefixBytes));
        // A stream grows at its end: its next row is looked for beside its last one, in writing and
        // in replaying the log.
        options.memtable_insert_with_hint_prefix_extractor = options.prefix_extractor;
    }
    if (family.access == Access::by_digest) {
        options.memtable_whole_key_filtering = true;
        table.block_size = 4 * kKibibyte;
    }
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
}

void set_synced_write(rocksdb::WriteOptions& options) {
    options.sync = true;
    options.disableWAL = false;
}

void set_unlogged_write(rocksdb::WriteOptions& options) {
    options.sync = false;
    options.disableWAL = true;
}

void set_rewrite_options(rocksdb::CompactRangeOptions& options) {
    options.exclusive_manual_compaction = true;
    // Also the last level, where an older row may lie alone.
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
}

void set_read_options(rocksdb::ReadOptions& options, bool scan) {
    // Of this thread: counters that nobody reads are a tenth of what a scan costs.
    rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
    options.verify_checksums = true;
    options.total_order_seek = scan;
    options.auto_prefix_mode = false;
    if (scan) {
        options.fill_cache = false;
        options.readahead_size = kScanReadaheadBytes;
    }
}

std::unique_ptr<rocksdb::Env> environment_on(const std::shared_ptr<void>& file_system) {
    if (!file_system) {
        return nullptr;
    }
    return rocksdb::NewCompositeEnv(std::static_pointer_cast<rocksdb::FileSystem>(file_system));
}

}  // namespace tyst::storage
