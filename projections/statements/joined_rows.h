#pragma once

#include <deque>
#include <span>
#include <string>
#include <vector>

#include "ledger/intake/ssda903_child.h"
#include "projections/statements/statement_policy.h"

namespace tyst {

// What the statements say about one child once a policy has joined them: for map_ssda903_child.
// Rows are views into the statements that were joined, and into `texts`.
struct JoinedRows {
    std::vector<Ssda903Statement> statements;  // the last one is current
    std::deque<std::string> texts;             // ends that the policy gives to rows
};

// `statements` hold one child's rows, in the order in which they were taken.
//
// `first-stated` leaves every row as it is: mapping joins them, as the import does. Under `latest`
// the statement of a later time replaces what earlier ones say of the time that both speak of: for
// episodes from the first day of its collection on, or from the child's first episode in it where
// that is earlier; elsewhere row for row by key, and all rows where both are of one collection.
// Under `longest`, of two episodes of different statements that overlap the one stays that lasts
// longer, an open one until its collection's end; of two as long, that of the later statement.
[[nodiscard]] JoinedRows join_rows(
    std::span<const Ssda903Statement> statements, StatementPolicy policy
);

}  // namespace tyst
