#pragma once

#include <cstdint>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/calendar.h"
#include "schema/date.h"
#include "schema/error.h"

namespace tyst {

// A school day is a working day within a school term of the calendar; a calendar without terms has
// no answer.
enum class TermUnit : std::uint8_t {
    hours,
    working_days,
    school_days,
    days,
    weeks,
    calendar_months
};

inline constexpr std::int64_t kMicrosecondsPerHour = 3'600'000'000;

// Whether the day that starts the clock counts. "Within 20 working days after" leaves it out: it is
// day 0. "26 weeks beginning with the day" counts it.
enum class StartDay : std::uint8_t { not_counted, counted };

struct DueTerm {
    int count = 0;
    TermUnit unit = TermUnit::days;
    StartDay start_day = StartDay::not_counted;
    bool operator==(const DueTerm&) const = default;
};

// What a reader needs in order to count again by hand.
struct ArithmeticStep {
    enum class Kind : std::uint8_t {
        start,    // the day from which is counted
        skipped,  // no working day: `why` names the weekday or the holiday
        clamped,  // the month has no such day: its last day stands in
        due,      // the last lawful day
    };
    Kind kind = Kind::start;
    Date date;
    BilingualText why;
    bool operator==(const ArithmeticStep&) const = default;
};

struct DueDate {
    Date due;                           // the last day on which the duty can be done in time
    std::vector<ArithmeticStep> steps;  // in the order of their dates, from start to due
    bool operator==(const DueDate&) const = default;
};

// The last day of a term that starts on `from`, with its explanation. Calendar months follow the
// corresponding-date rule and are clamped at the end of a shorter month. Fails with invalid_value
// for a negative count and for hours (they need an instant), invalid_calendar where a working day
// outside the calendar's years would have to be judged.
[[nodiscard]] Result<DueDate> add(Date from, DueTerm term, const BankHolidays& holidays);

// The same day without the explanation, for folds that compute many; the same failures.
[[nodiscard]] Result<Date> due_date(Date from, DueTerm term, const BankHolidays& holidays);

// The day that lies a term before `due`: the first on which less than the term is left. The same
// failures.
[[nodiscard]] Result<Date> lead_date(Date due, DueTerm term, const BankHolidays& holidays);

}  // namespace tyst
