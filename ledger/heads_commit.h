#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "ledger/ledger.h"
#include "ledger/storage/log_store.h"
#include "ledger/storage/stored_heads.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

using StreamHeads = std::unordered_map<StreamId, storage::StreamHead, StrongBytesHash>;

// Entries that are read between two calls of a progress, and at most what is left for the lock.
inline constexpr std::uint64_t kHeadsSlice = 1'024;

// The map of heads, brought along the log without the writer's lock.
struct HeadsAhead {
    storage::StoredHeads heads;
    std::optional<LogIndex> since;  // the entry with the last root when it was begun
    std::uint64_t taken = 0;        // entries that are in it
};

// The stored map brought up to all entries but the last few (fewer than kHeadsSlice, unless others
// append faster than this reads). Reads the entries since the last root and the rows of the streams
// in them; others append meanwhile. Changes nothing. For the caller's thread, before it takes the
// writer's lock. Fails as heads_before.
[[nodiscard]] Result<HeadsAhead> heads_ahead(
    const storage::LogStore& log, const Progress& progress
);

// The stored map of heads brought up to all entries before `index`, which is to carry its root:
// those of the log, and those that are being written with it, whose streams stand as `waiting`
// says. Reads what `ahead` has not, which is everything since the last root where there is no
// `ahead` or another root came after it. Rows that do not fit the last root are made again from the
// entries first. For the writer, under its lock.
//
// Fails with heads_mismatch (the entries do not give the last root: see `log verify`),
// corrupt_entry, io_failed.
[[nodiscard]] Result<storage::StoredHeads> heads_before(
    LogIndex index,
    storage::LogStore& log,
    const StreamHeads& waiting,
    std::optional<HeadsAhead> ahead
);

}  // namespace tyst
