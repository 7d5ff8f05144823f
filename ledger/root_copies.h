#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "schema/date.h"
#include "schema/error.h"

namespace tyst {

// More texts than these never come: however many copies are recorded, the receipt of an erasure
// holds what is said of them.
constexpr std::size_t kRootCopiesMax = 50;
constexpr std::size_t kRootCopyTextBytesMax = 2'000;

// What is known of where this root, an older one, or keys that lie under one of them, may still be
// once it is replaced: copies of the root key that were recorded and not recorded as destroyed, and
// backups whose copy of the keys has not expired on this day. A copy of an older root and a backup
// of its time together open what was erased since. A text each, in index order, long names cut
// short; where there are more than kRootCopiesMax, one text more that says how many. Fails as
// Ledger::read_stream.
[[nodiscard]] Result<std::vector<std::string>> known_root_copies(
    Ledger& ledger, std::uint64_t generation, Date today
);

}  // namespace tyst
