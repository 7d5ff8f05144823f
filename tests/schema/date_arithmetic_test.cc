#include "schema/date_arithmetic.h"

#include "tests/support/day.h"
#include "tests/support/embedded_reference.h"

namespace tyst {
namespace {

using test::day;

constexpr DueTerm kFirstReview{20, TermUnit::working_days};
constexpr DueTerm kThreeMonths{3, TermUnit::calendar_months};
constexpr DueTerm kSixMonths{6, TermUnit::calendar_months};

struct Term {
    std::string_view from;
    DueTerm term;
    std::string_view due;
};

TEST_CASE("date arithmetic: terms end on the last lawful day") {
    const Term rows[] = {
        // Working days: Easter, Christmas, one-off holidays, starts on days that are none.
        {"2019-04-01", kFirstReview, "2019-05-01"},
        {"2019-12-09", kFirstReview, "2020-01-09"},
        {"2019-01-07", kFirstReview, "2019-02-04"},
        {"2019-01-05", kFirstReview, "2019-02-01"},
        {"2019-01-06", kFirstReview, "2019-02-01"},
        {"2019-04-19", kFirstReview, "2019-05-21"},
        {"2020-04-20", kFirstReview, "2020-05-19"},
        {"2022-05-23", kFirstReview, "2022-06-22"},
        {"2022-09-05", kFirstReview, "2022-10-04"},
        {"1999-12-20", kFirstReview, "2000-01-21"},
        {"2021-12-24", {1, TermUnit::working_days}, "2021-12-29"},
        {"2011-04-21", {1, TermUnit::working_days}, "2011-04-26"},
        {"2011-04-28", {1, TermUnit::working_days}, "2011-05-03"},
        {"2019-04-01", {0, TermUnit::working_days}, "2019-04-01"},
        {"2019-04-06", {0, TermUnit::working_days}, "2019-04-06"},
        // The first day counts where the law says "beginning with".
        {"2019-04-01", {1, TermUnit::working_days, StartDay::counted}, "2019-04-01"},
        {"2019-04-06", {1, TermUnit::working_days, StartDay::counted}, "2019-04-08"},
        {"2019-04-01", {26, TermUnit::weeks, StartDay::counted}, "2019-09-29"},
        {"2019-04-01", {7, TermUnit::days, StartDay::counted}, "2019-04-07"},
        {"2019-04-01", {1, TermUnit::calendar_months, StartDay::counted}, "2019-04-30"},
        {"2019-04-01", {0, TermUnit::days, StartDay::counted}, "2019-04-01"},
        // Days and weeks do not care about holidays.
        {"2015-12-01", {4, TermUnit::weeks}, "2015-12-29"},
        {"2020-02-28", {1, TermUnit::days}, "2020-02-29"},
        {"2019-02-28", {1, TermUnit::days}, "2019-03-01"},
        // Calendar months: the corresponding date, clamped at the end of a shorter month.
        {"2019-05-01", kThreeMonths, "2019-08-01"},
        {"2020-01-09", kThreeMonths, "2020-04-09"},
        {"2018-11-30", kThreeMonths, "2019-02-28"},
        {"2019-11-30", kThreeMonths, "2020-02-29"},
        {"2019-11-29", kThreeMonths, "2020-02-29"},
        {"2019-01-31", kThreeMonths, "2019-04-30"},
        {"2019-02-28", kThreeMonths, "2019-05-28"},
        {"2020-02-29", {12, TermUnit::calendar_months}, "2021-02-28"},
        {"2019-08-31", kSixMonths, "2020-02-29"},
        {"2018-08-31", kSixMonths, "2019-02-28"},
        {"2019-12-31", kSixMonths, "2020-06-30"},
    };
    const ReferenceSet set = shipped_reference_set();
    for (const Term& row : rows) {
        INFO(row.from << " + " << row.term.count << " " << to_text(row.term.unit));
        const auto explained = add(day(row.from), row.term, set.bank_holidays());
        REQUIRE(explained);
        CHECK(to_text(explained->due) == row.due);
        CHECK(due_date(day(row.from), row.term, set.bank_holidays()).value() == explained->due);
    }
}

TEST_CASE("date arithmetic: each skipped day is named with its reason") {
    const ReferenceSet set = shipped_reference_set();
    const auto first = add(day("2019-04-01"), kFirstReview, set.bank_holidays());
    REQUIRE(first);
    std::vector<std::string> told;
    for (const ArithmeticStep& step : first->steps) {
        CHECK_FALSE(step.why.cy.empty());
        told.push_back(to_text(step.date) + " " + step.why.en);
    }
    CHECK(
        told ==
        std::vector<std::string>{
            "2019-04-01 day 0: this day does not count",
            "2019-04-06 Saturday",
            "2019-04-07 Sunday",
            "2019-04-13 Saturday",
            "2019-04-14 Sunday",
            "2019-04-19 Good Friday",
            "2019-04-20 Saturday",
            "2019-04-21 Sunday",
            "2019-04-22 Easter Monday",
            "2019-04-27 Saturday",
            "2019-04-28 Sunday",
            "2019-05-01 last day"
        }
    );
}

TEST_CASE("date arithmetic: a clamped month says so, another does not") {
    const ReferenceSet set = shipped_reference_set();
    const auto has_clamp = [&](std::string_view from) {
        const auto due = add(day(from), kThreeMonths, set.bank_holidays());
        REQUIRE(due);
        return std::ranges::any_of(due->steps, [](const ArithmeticStep& step) {
            return step.kind == ArithmeticStep::Kind::clamped;
        });
    };
    CHECK(has_clamp("2019-11-30"));
    CHECK_FALSE(has_clamp("2019-11-29"));
    CHECK_FALSE(has_clamp("2019-05-01"));
}

TEST_CASE("date arithmetic: both reviews at their limit put the second 115 to 125 days after entry"
) {
    const ReferenceSet set = shipped_reference_set();
    int shortest = 1000;
    int longest = 0;
    for (Date entry = day("2019-01-01"); entry <= day("2019-12-31"); entry = entry.plus_days(1)) {
        const Date first = due_date(entry, kFirstReview, set.bank_holidays()).value();
        const Date second = due_date(first, kThreeMonths, set.bank_holidays()).value();
        shortest = std::min(shortest, second.days - entry.days);
        longest = std::max(longest, second.days - entry.days);
    }
    CHECK(shortest == 115);
    CHECK(longest == 125);
}

TEST_CASE("date arithmetic: a late first review moves the second") {
    const ReferenceSet set = shipped_reference_set();
    CHECK(
        due_date(day("2019-05-20"), kThreeMonths, set.bank_holidays()).value() == day("2019-08-20")
    );
}

TEST_CASE("date arithmetic: counts on one day at a time, as a slow count does") {
    const ReferenceSet set = shipped_reference_set();
    const BankHolidays& holidays = set.bank_holidays();
    for (Date from = day("1991-01-01"); from <= day("2030-10-31"); from = from.plus_days(17)) {
        const auto due = due_date(from, kFirstReview, holidays);
        REQUIRE(due);
        int working = 0;
        for (Date each = from.plus_days(1); each <= *due; each = each.plus_days(1)) {
            working += holidays.name_of(each) == nullptr ? 1 : 0;
        }
        INFO(to_text(from));
        CHECK(working == 20);
        CHECK(holidays.is_working_day(*due).value());
    }
}

TEST_CASE("date arithmetic: hours, negative counts and uncovered years are refused") {
    const ReferenceSet set = shipped_reference_set();
    const BankHolidays& holidays = set.bank_holidays();
    const Date start = day("2019-04-01");
    CHECK(add(start, {72, TermUnit::hours}, holidays).error().code == ErrorCode::invalid_value);
    CHECK(add(start, {-1, TermUnit::days}, holidays).error().code == ErrorCode::invalid_value);
    CHECK(
        add(start, {99999999, TermUnit::weeks}, holidays).error().code == ErrorCode::invalid_value
    );
    CHECK(
        add(day("2030-12-20"), kFirstReview, holidays).error().code == ErrorCode::invalid_calendar
    );
    CHECK(add(day("2030-12-20"), kThreeMonths, holidays));
}

}  // namespace
}  // namespace tyst
