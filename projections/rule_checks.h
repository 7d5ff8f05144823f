#pragma once

#include "projections/child_facts.h"
#include "projections/obligations.h"
#include "projections/rule_clocks.h"
#include "projections/rule_engine.h"

// Inside the rule engine only: alerts, of clocks and of the checks that have none.
namespace tyst {

void raise_alerts(
    const RuleEngine& engine,
    const ChildFacts& facts,
    const ClockResults& clocks,
    Obligations& result
);

}  // namespace tyst
