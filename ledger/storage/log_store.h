#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/core/tile.h"
#include "ledger/storage/key_value_store.h"
#include "ledger/storage/log_rows.h"
#include "schema/entry.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::storage {

// Names and counts that the log keeps about itself.
struct LogMeta {
    std::string origin;
    std::string authority;
    std::uint64_t subjects = 0;  // keys that had been given out when the last group was written
    std::uint64_t root_generation = 0;  // of the root that the last erasure made; 0: none was
};

// The store `log/`: entries, sealed parts, tiles, event ids, checkpoints. Gives and takes typed
// rows; knows nothing of keys. Safe to use from several threads.
class LogStore {
  public:
    struct Options {
        std::filesystem::path directory;
        std::shared_ptr<void> file_system;  // fault tests, see environment_on
        bool read_only = false;             // leaves every byte of the directory as it is
    };
    // An empty store without its names: begin() finishes it. already_exists, io_failed, disk_full.
    [[nodiscard]] static Result<std::unique_ptr<LogStore>> create(const Options& options);
    // Fails with ledger_not_found (nothing there, or never finished), ledger_in_use, corrupt_*,
    // io_failed.
    [[nodiscard]] static Result<std::unique_ptr<LogStore>> open(const Options& options);
    // Writes the names: from here on it is a log.
    [[nodiscard]] Result<void> begin(const LogMeta& meta, std::string_view first_checkpoint);

    [[nodiscard]] const LogMeta& meta() const { return meta_; }  // as it stood at open
    [[nodiscard]] KeyValueStore& rows() { return *store_; }
    [[nodiscard]] const KeyValueStore& rows() const { return *store_; }

    // Entries in the store: the last index and one.
    [[nodiscard]] Result<std::uint64_t> size() const;
    // The stored bytes. not_found beyond the end, corrupt_entry where one is missing before it.
    [[nodiscard]] Result<std::string> entry_bytes(LogIndex index) const;
    // The entry; corrupt_entry where it is not readable or holds another index.
    [[nodiscard]] Result<Entry> entry(LogIndex index) const;
    // Calls visit(entry) for the entries [from, to), in order; stops with its first failure.
    // Failures as entry().
    using EntryVisitor = std::function<Result<void>(const Entry& entry)>;
    [[nodiscard]] Result<void> visit_entries(
        std::uint64_t from, std::uint64_t to, const EntryVisitor& visit
    ) const;
    [[nodiscard]] Result<StreamHead> stream_head(const StreamId& stream) const;
    [[nodiscard]] Result<std::vector<std::optional<log_rows::IdRow>>> find_ids(
        std::span<const EventId> ids
    ) const;
    // corrupt_tree where it is missing or no full tile.
    [[nodiscard]] Result<std::vector<Hash>> full_tile(const TileId& id) const;
    // One note; nothing where there is none of that size.
    [[nodiscard]] Result<std::optional<std::string>> checkpoint(std::uint64_t size) const;
    [[nodiscard]] Result<void> put_checkpoint(std::uint64_t size, std::string_view note);
    // In rising order.
    [[nodiscard]] Result<std::vector<std::uint64_t>> checkpoint_sizes() const;
    // Another name for the log, from here on: a new generation after a restore.
    [[nodiscard]] Result<void> rename(std::string_view origin);
    // As KeyValueStore::copy_to.
    [[nodiscard]] Result<void> copy_to(const std::filesystem::path& directory) {
        return store_->copy_to(directory);
    }

    static void put_tile(Batch& batch, const FullTile& tile);
    static void put_subjects(Batch& batch, std::uint64_t subjects);
    static void put_root_generation(Batch& batch, std::uint64_t generation);

  private:
    explicit LogStore(std::unique_ptr<KeyValueStore> store) : store_(std::move(store)) {}
    Result<void> load_meta();

    std::unique_ptr<KeyValueStore> store_;
    LogMeta meta_;
};

// Stored full tiles as a source for the tree.
class StoredTiles final : public TileSource {
  public:
    explicit StoredTiles(const LogStore& log) : log_(log) {}
    Result<std::vector<Hash>> tile(const TileId& id) override { return log_.full_tile(id); }

  private:
    const LogStore& log_;
};

}  // namespace tyst::storage
