#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "schema/date.h"
#include "schema/error.h"

namespace tyst {

// What is known of where the root of this generation, or keys that lie under it, may still be once
// it is replaced: copies of it that were recorded and not recorded as destroyed, and backups since
// the erasure before whose copy of the keys has not expired on this day. A text each, in index
// order. Fails as Ledger::read_stream.
[[nodiscard]] Result<std::vector<std::string>> known_root_copies(
    Ledger& ledger, std::uint64_t generation, Date today
);

}  // namespace tyst
