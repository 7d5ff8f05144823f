#pragma once

#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "schema/bodies/statement.h"

namespace tyst {

// That somebody looked into a finding of a return's check, and where the log holds it.
struct FindingExplanation {
    LogIndex event;
    EventId id;
    StreamId by;  // who recorded it
    Timestamp recorded;
    ReturnFindingExplained body;
};

// The explanations in a child's stream that nobody has withdrawn, of one form and year, the newest
// first. Fails as Ledger::read_stream.
[[nodiscard]] Result<std::vector<FindingExplanation>> explanations_in(
    Ledger& ledger, StreamId stream, std::string_view form, int year
);

}  // namespace tyst
