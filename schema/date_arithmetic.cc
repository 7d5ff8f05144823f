#include "schema/date_arithmetic.h"

#include <string>

namespace tyst {
namespace {

using Kind = ArithmeticStep::Kind;

// A thousand years of months: keeps hostile counts inside the arithmetic of Date.
constexpr int kCountMax = 12'000;
constexpr int kDaysPerWeek = 7;

BilingualText why_skipped(const BankHolidays& holidays, Date day) {
    const auto name = holidays.name_of(day);
    return name ? *name : BilingualText{"not in a school term", "nid yw mewn tymor ysgol"};
}

// Counts on to the term's last working or school day; tells each skipped day to `skipped` where it
// is given.
Result<Date> count_working_days(
    Date from, DueTerm term, const BankHolidays& holidays, std::vector<ArithmeticStep>* skipped
) {
    Date day = term.start_day == StartDay::counted ? from.plus_days(-1) : from;
    for (int counted = 0; counted < term.count;) {
        day = day.plus_days(1);
        const bool school = term.unit == TermUnit::school_days;
        TYST_ASSIGN(
            const bool counts, school ? holidays.is_school_day(day) : holidays.is_working_day(day)
        );
        if (counts) {
            ++counted;
        } else if (skipped != nullptr) {
            skipped->push_back({Kind::skipped, day, why_skipped(holidays, day)});
        }
    }
    return day;
}

Result<Date> last_day(
    Date from, DueTerm term, const BankHolidays& holidays, std::vector<ArithmeticStep>* skipped
) {
    if (term.count < 0 || term.count > kCountMax) {
        return fail(
            ErrorCode::invalid_value,
            "a term counts from 0 to " + std::to_string(kCountMax) + ", not " +
                std::to_string(term.count)
        );
    }
    // A term of nothing ends where it starts, counted or not.
    const int counted_today = term.start_day == StartDay::counted && term.count > 0 ? 1 : 0;
    switch (term.unit) {
        case TermUnit::hours:
            return fail(ErrorCode::invalid_value, "a term in hours needs an instant, not a day");
        case TermUnit::working_days:
        case TermUnit::school_days:
            return term.count == 0 ? Result<Date>(from)
                                   : count_working_days(from, term, holidays, skipped);
        case TermUnit::days:
            return from.plus_days(term.count - counted_today);
        case TermUnit::weeks:
            return from.plus_days(term.count * kDaysPerWeek - counted_today);
        case TermUnit::calendar_months:
            return plus_months(from, term.count).plus_days(-counted_today);
    }
    return fail(ErrorCode::internal, "unknown unit of a term");
}

}  // namespace

Result<DueDate> add(Date from, DueTerm term, const BankHolidays& holidays) {
    DueDate result;
    const bool counts_start = term.start_day == StartDay::counted;
    result.steps.push_back(
        {Kind::start,
         from,
         counts_start ? BilingualText{"day 1: this day counts", "diwrnod 1: mae'r diwrnod hwn yn cyfrif"}
                      : BilingualText{
                            "day 0: this day does not count",
                            "diwrnod 0: nid yw'r diwrnod hwn yn cyfrif"
                        }}
    );
    TYST_ASSIGN(result.due, last_day(from, term, holidays, &result.steps));
    if (term.unit == TermUnit::calendar_months) {
        const Date corresponding = plus_months(from, term.count);
        if (corresponding.day() != from.day()) {
            result.steps.push_back(
                {Kind::clamped,
                 corresponding,
                 {"the month has no such day: its last day stands in",
                  "nid oes diwrnod o'r fath yn y mis: mae ei ddiwrnod olaf yn cymryd ei le"}}
            );
        }
    }
    result.steps.push_back({Kind::due, result.due, {"last day", "diwrnod olaf"}});
    return result;
}

Result<Date> due_date(Date from, DueTerm term, const BankHolidays& holidays) {
    return last_day(from, term, holidays, nullptr);
}

Result<Date> lead_date(Date due, DueTerm term, const BankHolidays& holidays) {
    switch (term.unit) {
        case TermUnit::calendar_months:
            return plus_months(due, -term.count);
        case TermUnit::days:
            return due.plus_days(-term.count);
        case TermUnit::weeks:
            return due.plus_days(-term.count * kDaysPerWeek);
        case TermUnit::hours:
            return fail(ErrorCode::invalid_value, "a term in hours leads to no day");
        case TermUnit::working_days:
        case TermUnit::school_days:
            break;
    }
    Date day = due;
    for (int left = term.count; left > 0;) {
        day = day.plus_days(-1);
        TYST_ASSIGN(const bool working, holidays.is_working_day(day));
        left -= working ? 1 : 0;
    }
    return day;
}

}  // namespace tyst
