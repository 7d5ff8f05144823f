#pragma once

#include <cstdint>
#include <vector>

#include "projections/history.h"
#include "projections/relations.h"

namespace tyst {

// A step with its place in the order of the world: London date, instant (a bare date first),
// sequence within the day, precedence of kinds, index of the log.
struct OrderedStep {
    FoldStep step;
    Date day;
    std::int64_t instant = 0;
    std::uint16_t sequence = 0;
    std::uint8_t precedence = 0;

    [[nodiscard]] const Event& event() const { return step.event->event; }
};

// Rank of a kind among events of one day that nothing else orders: ends before the starts that
// follow them (docs/projections.md, "Order").
[[nodiscard]] std::uint8_t precedence_of(const FoldStep& step);

// Nothing that folds waits for it on its day, and it opens or closes nothing.
[[nodiscard]] bool stands_by_itself(const Event& event);

// The steps that occurred by the end of `as_at`, in order. Facts dated after they were learned
// and ties that only the log's index settles become findings.
[[nodiscard]] std::vector<OrderedStep> order_steps(
    const std::vector<FoldStep>& steps, History& history
);

// Learned before the day that it speaks of.
[[nodiscard]] bool dated_after_learned(const FoldStep& step);

}  // namespace tyst
