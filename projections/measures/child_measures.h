#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "projections/care_and_support.h"
#include "projections/child_facts.h"
#include "projections/measures/measure_outcome.h"
#include "projections/obligations.h"
#include "schema/code_book.h"

// Inside the measures only: one child's history under one year's questions.
namespace tyst {

// What populations and conditions look at; everything outlives it.
struct MeasureContext {
    const History& history;
    const Coverage& coverage;
    const ChildFacts& facts;
    const Obligations& obligations;
    const CodeBook& codes;
    const std::vector<SupportStretch>& support;
    Period year;  // up to the day asked about, where that is earlier than the year's end

    [[nodiscard]] bool in_year(Date day) const { return year.from <= day && day <= year.to; }
};

// One member of a population, before its conditions are asked.
struct Candidate {
    Date day;
    Place care = kNone;
    const StoredEvent* event = nullptr;  // what it is, or started it
    const Obligation* duty = nullptr;
    bool day_known = true;      // false for a duty whose due day cannot be worked out
    std::optional<Date> ended;  // of a registration: the first day off the register
    std::vector<MeasureGround> grounds;
};

// Everybody and everything that the population may count; its conditions (`of_whom`) are not asked
// yet.
[[nodiscard]] std::vector<Candidate> candidates(
    const MeasurePopulation& population, const MeasureContext& context
);

// Whether all of the conditions hold of the candidate on its day; nothing where that cannot be
// told: a fact is missing and no source covers the days on which it would have been recorded. What
// the answer rests on is added to `grounds`.
[[nodiscard]] std::optional<bool> all_hold(
    const MeasureConditions& where,
    std::span<const Code> needs,
    const Candidate& candidate,
    const MeasureContext& context,
    std::vector<MeasureGround>& grounds
);

// The last day on which the duty was owed: nothing while its scope goes on and nothing stopped it.
[[nodiscard]] std::optional<Date> owed_until(const Obligation& duty, const MeasureContext& context);

}  // namespace tyst
