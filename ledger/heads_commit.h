#pragma once

#include <unordered_map>

#include "ledger/storage/log_store.h"
#include "ledger/storage/stored_heads.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

using StreamHeads = std::unordered_map<StreamId, storage::StreamHead, StrongBytesHash>;

// The stored map of heads brought up to all entries before `index`, which is to carry its root:
// those of the log, and those that are being written with it, whose streams stand as `waiting`
// says. Reads the entries since the last root and the rows of the streams in them. Rows that do not
// fit the last root are made again from the entries first. For the writer, under its lock.
//
// Fails with heads_mismatch (the entries do not give the last root: see `log verify`),
// corrupt_entry, io_failed.
[[nodiscard]] Result<storage::StoredHeads> heads_before(
    LogIndex index, storage::LogStore& log, const StreamHeads& waiting
);

}  // namespace tyst
