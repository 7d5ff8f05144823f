#pragma once

#include <optional>

#include "projections/clock_scope.h"

// Inside the rule engine only: when an obligation is due.
namespace tyst {

// Sets the due day of the obligation, with what it was counted by and what extended it. True where
// the day was found, false where it cannot be, nothing where the rule gives no day to this trigger.
[[nodiscard]] std::optional<bool> compute_due(
    const ClockContext& context,
    Obligation& obligation,
    const ClockStart& start,
    const ClockScope& scope
);

}  // namespace tyst
