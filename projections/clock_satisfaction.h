#pragma once

#include <optional>

#include "projections/clock_scope.h"

// Inside the rule engine only: what satisfies, stops or excuses an obligation.
namespace tyst {

// The first thing that satisfies the rule from the start of the clock on; nothing where nothing
// does, or where something stopped the clock before.
[[nodiscard]] std::optional<ClockDone> satisfying(
    const ClockContext& context, const Rule& rule, const ClockStart& start, const ClockScope& scope
);

// The first fact after the clock started that makes it pointless; nullptr where there is none.
[[nodiscard]] const DatedFact* stopped(
    const ClockContext& context, const Rule& rule, const ClockStart& start, const ClockScope& scope
);

// Marks the obligation as satisfied, in time or late.
void satisfy(Obligation& obligation, const ClockDone& done);

// The last day that no source covers, between the start of the clock and what satisfied it or the
// end of the question.
[[nodiscard]] std::optional<Date> last_uncovered(
    const ClockContext& context,
    const Rule& rule,
    Date start,
    const std::optional<ClockDone>& done,
    const ClockScope& scope
);

// The first situation that excuses from the rule on the last day of the scope.
[[nodiscard]] std::optional<Situation> exemption(
    const ClockContext& context, const Rule& rule, const ClockScope& scope
);

}  // namespace tyst
