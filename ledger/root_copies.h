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
// every backup. A copy of an older root and a backup of its time together open what was erased
// since. The log does not know what becomes of a backup after it was taken, `tyst backup prune`
// included, so one whose day has passed is named too, and the text says so. A text each, long names
// cut short: in index order, then backups past their day, the newest first; where there are more
// than kRootCopiesMax, one text more that says how many. Fails as Ledger::read_stream.
[[nodiscard]] Result<std::vector<std::string>> known_root_copies(
    Ledger& ledger, std::uint64_t generation, Date today
);

}  // namespace tyst
