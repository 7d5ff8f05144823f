#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "projections/history.h"

namespace tyst {

// One thing that happened, as it reads after the relations known.
struct FoldStep {
    const StoredEvent* event = nullptr;     // what happened; a reversal where `reversed` is set
    const StoredEvent* reversed = nullptr;  // what this reversal undoes
    Timestamp learned;  // when it was learned, the newest correction applied included
};

// What is known and in force under the question, in order of index: annulled events left out,
// corrected ones as copies in `history.corrected`. Fills the history's counts, relations and
// findings about relations. The events may come in any order.
[[nodiscard]] std::vector<FoldStep> resolve_relations(
    std::span<const StoredEvent> events, History& history
);

}  // namespace tyst
