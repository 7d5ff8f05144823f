#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "ledger/ledger.h"
#include "schema/ids.h"

// What the log says was destroyed. `keys/` alone proves nothing: whoever can write it can empty a
// row. An erasure that somebody asked for has its receipt, record_erased, in the authority's
// stream.
namespace tyst {

struct ErasureReceipts {
    std::map<StreamId, LogIndex> destroyed;  // each subject that a receipt names, and the first one
    std::uint64_t root_generation = 0;       // that the last receipt says it made; 0: there is none
    // Receipts that cannot be: that do not rest on a request for just these subjects and on its
    // approval by another actor, both before them; that name a subject again; or whose root does
    // not follow the one before. erasure_not_allowed.
    std::vector<Finding> faults;
};

// Of the events of the authority's stream, in index order.
[[nodiscard]] ErasureReceipts erasure_receipts(std::span<const StoredEvent> authority_events);

}  // namespace tyst
