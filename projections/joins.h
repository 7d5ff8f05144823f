#pragma once

#include <span>
#include <vector>

#include "projections/relations.h"
#include "schema/ids.h"

namespace tyst {

// What one stream says of another: they are the same person.
struct Join {
    StreamId stream;
    StreamId other;
    const StoredEvent* said_by = nullptr;  // the records_joined
};

// Every records_joined in force that no later records_parted of its own stream undoes, in order of
// stream and other. The log's order decides, not the days given. `steps`: as resolve_relations
// gives them.
[[nodiscard]] std::vector<Join> joins_in_force(std::span<const FoldStep> steps);

}  // namespace tyst
