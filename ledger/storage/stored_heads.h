#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ledger/core/stream_heads.h"
#include "ledger/storage/key_value_store.h"
#include "ledger/storage/log_store.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::storage {

// The map of stream heads in the family `heads`, as the last root left it: docs/formats.md, "Log
// rows". What is read is checked against that root, so a wrong row ends in heads_mismatch and never
// in a wrong root; rebuild() mends it from the entries. For one thread; must not outlive the log.
class StoredHeads {
  public:
    // From one moment: rows that are written later are not seen. Fails with heads_mismatch,
    // corrupt_entry (the entry with the last root cannot be read), io_failed.
    [[nodiscard]] static Result<StoredHeads> load(const LogStore& log);
    // Makes all rows again from the entries; durable when it returns. heads_mismatch where the
    // entries do not give the last root either.
    [[nodiscard]] static Result<void> rebuild(LogStore& log);

    // Index of the entry that carries the last root; nothing where there is none.
    [[nodiscard]] std::optional<LogIndex> last() const { return last_; }
    [[nodiscard]] const Hash& root() const { return root_; }

    // Takes in where streams stand now, as the entry `last` is to carry the root over them; may be
    // called again, with more. Work and rows grow with the number of records, not with the streams
    // there are.
    [[nodiscard]] Result<void> update(std::span<const StreamHeadRecord> changed, LogIndex last);
    // Adds the rows that update() changed.
    void put(Batch& batch) const;

    // As of the last root; the proof's size is that of the log which ends with it.
    [[nodiscard]] Result<HeadProof> prove(const StreamId& stream);

    // Rows read, and rows that put() writes.
    [[nodiscard]] std::size_t rows_read() const { return rows_read_; }
    [[nodiscard]] std::size_t rows_changed() const;

  private:
    // Four levels of the map's tree in one row: the 16 hashes below a node.
    static constexpr std::size_t kWidth = 16;
    static constexpr unsigned kLevels = kHeadMapHeight / 4;
    using TileHashes = std::array<Hash, kWidth>;
    struct HeadTile {
        TileHashes hashes;
        bool changed = false;
    };
    using TilePlace = std::pair<unsigned, std::size_t>;  // level, number

    StoredHeads(const LogStore& log, Cursor cursor) : log_(&log), cursor_(std::move(cursor)) {}
    Result<void> load_last();
    Result<std::optional<std::string>> row(std::string_view key);
    Result<HeadTile*> tile(unsigned level, std::size_t number);
    Result<TileHashes> read_tile(unsigned level, std::size_t number);
    Result<std::vector<StreamHeadRecord>*> bucket(std::size_t number);
    void set(const StreamHeadRecord& record);
    void set_hash(unsigned level, std::size_t place, const Hash& hash);
    void hash_above(std::span<const StreamHeadRecord> changed);

    const LogStore* log_;
    Cursor cursor_;
    std::optional<LogIndex> last_;
    Hash root_;
    std::map<TilePlace, HeadTile> tiles_;
    std::map<std::size_t, std::vector<StreamHeadRecord>> buckets_;
    std::map<StreamId, StreamHeadRecord> changed_;
    std::size_t rows_read_ = 0;
};

}  // namespace tyst::storage
