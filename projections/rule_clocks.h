#pragma once

#include <optional>
#include <vector>

#include "projections/child_facts.h"
#include "projections/obligations.h"
#include "projections/rule_engine.h"

// Inside the rule engine only: the rules that have a clock.
namespace tyst {

// What the rules of one group came to in one scope; nothing is kept of a scope in which they ask
// nothing.
struct ClockResult {
    std::size_t scope = 0;  // which one, counted over all of the child's
    Place first = 0;        // in Obligations::all
    Place count = 0;
    std::optional<Date> unseen_until;  // it may have been done unseen until then
};

// By group, then by scope in the order in which they began.
using ClockResults = std::vector<std::vector<ClockResult>>;

// Appends to `result` what every clock asks of the child.
[[nodiscard]] ClockResults run_clocks(
    const RuleEngine& engine, const ChildFacts& facts, CareAsked asked, Obligations& result
);

}  // namespace tyst
