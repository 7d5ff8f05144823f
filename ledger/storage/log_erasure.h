#pragma once

#include <cstdint>
#include <set>

#include "ledger/storage/log_store.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::storage {

// Destroys the ciphertext and salts of every part that one of these subjects' keys sealed, in
// whichever stream it stands: each such row keeps its first 32 bytes. Notes in the log that its
// keys lie under a root of this generation. Then writes the tables anew, so that no file of the
// store holds the bytes. Reads both families once. Gives how many parts there are of them; the same
// when it is repeated. Fails with corrupt_part where the store is damaged, io_failed, disk_full.
[[nodiscard]] Result<std::uint64_t> erase_parts(
    LogStore& log, const std::set<StreamId>& subjects, std::uint64_t root_generation
);

}  // namespace tyst::storage
