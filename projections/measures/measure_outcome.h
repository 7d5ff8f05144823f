#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "projections/figures.h"
#include "schema/ids.h"
#include "schema/measure.h"

// What measuring gives: exact counts with the children behind them. Rounding and suppression for an
// audience belong to projections/disclosure.h.
namespace tyst {

enum class MeasureVerdict : std::uint8_t {
    counted,      // in the numerator
    not_counted,  // in the denominator only
    not_held,     // cannot be told: the facts are not held here, or a day cannot be worked out
};
// "counted", "not-counted", "not-held-here": stable, for scripts.
[[nodiscard]] std::string_view name(MeasureVerdict verdict);

// One thing that a verdict rests on: a word (docs/measures.md), the day, and a code where there is
// one.
struct MeasureGround {
    std::string_view what;
    Date day;
    std::string detail;
    bool operator==(const MeasureGround&) const = default;
};

// One thing that was counted, or might have been.
struct MeasuredItem {
    StreamId child;
    Date day;                   // on which the conditions are asked
    std::string group;          // of unit meeting: what was recorded together
    bool in_population = true;  // false where even that cannot be told
    MeasureVerdict verdict = MeasureVerdict::counted;
    std::uint64_t amount = 1;  // days, where the numerator is a sum
    std::vector<MeasureGround> grounds;
    bool operator==(const MeasuredItem&) const = default;
};

// One number with the people behind it.
struct MeasureFigure {
    std::string id;     // "CH/043.numerator"
    bool held = false;  // false: no source supplies the facts, and `value` says nothing
    std::uint64_t value = 0;
    std::uint64_t untold = 0;  // how many more there may be: what cannot be told
    // Sorted; once for each count, and each child of a meeting.
    std::vector<StreamId> children;  // counted
    std::vector<StreamId> not_held;  // of whom it cannot be told
    bool operator==(const MeasureFigure&) const = default;
};

// Why a measure has no figures.
enum class MeasureGap : std::uint8_t {
    none,
    not_computed,      // the events cannot tell; Measure::not_computed says why
    no_rule_in_force,  // the clocks that it counts are not in force in the year
};

struct MeasureOutcome {
    const Measure* measure = nullptr;
    MeasureGap gap = MeasureGap::none;
    std::vector<MeasuredItem> items;  // by child, then day
    MeasureFigure numerator;
    std::optional<MeasureFigure> denominator;
    std::set<std::string> unverified_rules;  // that its due days follow

    // Tenths of a percent, or of the average, rounded half up from the exact counts. Of those who
    // can be told: the not held are in neither part. Nothing for a count, a figure that is not
    // held, or a denominator of 0.
    [[nodiscard]] std::optional<std::uint64_t> tenths() const;
};

// "11.4".
[[nodiscard]] std::string tenths_text(std::uint64_t tenths);

}  // namespace tyst
