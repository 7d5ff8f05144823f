#pragma once

#include <vector>

#include "ledger/ledger.h"

namespace tyst {

// One person's events as some knowledge has them, to be folded together.
struct PersonEvents {
    std::vector<StoredEvent> events;  // in order; `index` may count them rather than entries
    // For each event the entry that it rests on: its own, or that which holds the row.
    std::vector<LogIndex> entries;
};

}  // namespace tyst
