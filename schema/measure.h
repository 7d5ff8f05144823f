#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/rule.h"
#include "schema/situation.h"

// What a file of reference/measures/ says, as plain data (docs/measures.md). The vocabulary is
// closed: it holds what the evaluator can count, and grows with it. A year is that in which it
// ends: 2019 is 1 April 2018 to 31 March 2019.
namespace tyst {

// What counts as one.
enum class MeasureUnit : std::uint8_t {
    child,    // each child once, however often it happened
    each,     // each event or duty of each child: two children at one meeting are two
    meeting,  // events that were recorded together, under one correlation id, are one
};

enum class MeasureResult : std::uint8_t {
    count,       // figures and no more
    percentage,  // the numerator in a hundred of the denominator
    average,     // the numerator, a sum, divided by the denominator
};

enum class PopulationKind : std::uint8_t {
    looked_after_at_end,      // on the last day of the year; short breaks left out
    short_breaks_at_end,      // on the last day, in a series of short breaks
    looked_after_in_year,     // on any day of the year; short breaks left out
    first_placements,         // the first placement of each period of care that began in the year
    obligations_due,          // duties under the named rules that fell due in the year
    events,                   // events of a pattern in the year
    care_and_support_at_end,  // looked after, on the register, or with a plan under Part 4
    care_and_support_all_quarter,  // so on each day from 1 January to the last day
    registrations_in_year,         // stretches on the child protection register that touch the year
    leavers_after,                 // `months` after care ended at 16 or over, a day in the year
    leavers_at_birthday,  // the `age`th birthday lies in the year; looked after at 16 or later
    leavers_in_year,      // looked after at 16 or later, then not; aged 16 to 20 on the last day
};

// An event of the pattern was recorded…
struct RecordedCondition {
    EventPattern event;
    bool in_year = false;           // … in the year
    std::optional<DueTerm> before;  // … in this time before the item's day, the item left out
                                    // neither: … up to the end of the item's day
    bool operator==(const RecordedCondition&) const = default;
};

// The event of that type which lies nearest to the item's day, no further off than `within`, passes
// every test.
struct NearestCondition {
    EventPattern event;
    DueTerm within;
    bool operator==(const NearestCondition&) const = default;
};

// What must hold of an item on its day (the last day of the year for children counted then, the due
// day of a duty, the day of an event, the first day of a placement): everything that is set.
struct MeasureConditions {
    std::vector<Situation> during;      // all of them hold
    std::vector<Situation> not_during;  // none of them holds
    bool not_looked_after = false;
    int placements_at_least = 0;  // lived in during the year; temporary stays left out
    bool in_time = false;         // the duty was done by its due day
    // The event is what a duty under one of these rules asked for, done by its due day.
    std::vector<std::string> satisfies_in_time;
    // The duty under this rule that belongs to the placement lived in was done by its due day.
    std::string placement_duty_in_time;
    bool permanence_plan = false;  // of this period of care, in force
    bool care_plan = false;        // recorded in this period of care, or since the last one
    std::string allocated;         // codes/allocation-role
    std::vector<Code> left;        // in the year, in these ways; codes/wales-exit
    std::optional<RecordedCondition> recorded;
    std::optional<NearestCondition> nearest;

    bool operator==(const MeasureConditions&) const = default;
};

// What is counted, and of whom.
struct MeasurePopulation {
    PopulationKind kind = PopulationKind::looked_after_at_end;
    std::vector<std::string> rules;  // of obligations_due
    EventPattern event;              // of events
    int age = 0;                     // of leavers_at_birthday
    int months = 0;                  // of leavers_after
    MeasureConditions where;
    std::vector<Code> needs;  // codes/fact-kind: without them the answer is "not held here"
    bool operator==(const MeasurePopulation&) const = default;
};

enum class MeasureSum : std::uint8_t {
    none,           // the numerator counts
    register_days,  // days of the registration up to its end or the last day of the year
};

// Those of the population of whom the conditions hold.
struct MeasureNumerator {
    MeasureConditions where;
    MeasureSum sum = MeasureSum::none;
    std::vector<Code> needs;
    bool operator==(const MeasureNumerator&) const = default;
};

struct Measure {
    std::string id;       // "SCC/001b"
    std::string set;      // "SCC"
    std::string version;  // of this description
    std::string path;     // of the file, as given to the loader
    BilingualText title;
    bool title_cy_is_draft = false;
    std::string source;
    bool wording_verified = false;  // otherwise from memory (mark M), and shown so
    BilingualText reading;          // how it is read where the wording leaves it open; may be empty
    std::optional<int> first_year;  // in which it was asked for, both included
    std::optional<int> last_year;
    // Why it is not computed; empty where it is. The rest has no meaning then.
    BilingualText not_computed;
    MeasureUnit unit = MeasureUnit::child;
    MeasureResult result = MeasureResult::percentage;
    MeasurePopulation population;
    std::optional<MeasureNumerator> numerator;  // nothing where the population is the count itself

    [[nodiscard]] bool computed() const { return not_computed.en.empty(); }
    [[nodiscard]] bool asked_for_in(int year) const {
        return (!first_year || *first_year <= year) && (!last_year || year <= *last_year);
    }
    bool operator==(const Measure&) const = default;
};

// The words that measure files use.
[[nodiscard]] std::string_view to_text(MeasureUnit unit);
[[nodiscard]] std::string_view to_text(MeasureResult result);
[[nodiscard]] std::string_view to_text(PopulationKind kind);
[[nodiscard]] std::string_view to_text(MeasureSum sum);

}  // namespace tyst
