#include <map>

#include "schema/calendar.h"
#include "tests/support/day.h"
#include "tests/support/embedded_reference.h"

namespace tyst {
namespace {

using test::day;

BankHoliday holiday(Date date) {
    return {date, {"Holiday", "Gŵyl"}, "statute"};
}

TEST_CASE("bank holidays: every year from 1991 to 2030 has eight, and some have more") {
    const ReferenceSet set = shipped_reference_set();
    const std::map<int, int> odd{{1999, 9}, {2002, 9}, {2011, 9}, {2012, 9}, {2022, 10}, {2023, 9}};
    std::map<int, int> counted;
    for (const BankHoliday& found : set.bank_holidays().holidays()) {
        ++counted[found.date.year()];
    }
    CHECK(counted.size() == 40);
    for (int year = 1991; year <= 2030; ++year) {
        INFO("year " << year);
        CHECK(counted[year] == (odd.contains(year) ? odd.at(year) : 8));
    }
}

TEST_CASE("bank holidays: whole years as they were printed") {
    // Lists as published for these years, written down independently of the script.
    const std::map<int, std::vector<std::string>> printed{
        {1995, {"01-02", "04-14", "04-17", "05-08", "05-29", "08-28", "12-25", "12-26"}},
        {1999, {"01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28", "12-31"}},
        {2002, {"01-01", "03-29", "04-01", "05-06", "06-03", "06-04", "08-26", "12-25", "12-26"}},
        {2010, {"01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"}},
        {2011, {"01-03", "04-22", "04-25", "04-29", "05-02", "05-30", "08-29", "12-26", "12-27"}},
        {2012, {"01-02", "04-06", "04-09", "05-07", "06-04", "06-05", "08-27", "12-25", "12-26"}},
        {2019, {"01-01", "04-19", "04-22", "05-06", "05-27", "08-26", "12-25", "12-26"}},
        {2020, {"01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"}},
        {2022,
         {"01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"}
        },
        {2023, {"01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"}},
        {2026, {"01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"}},
    };
    const ReferenceSet set = shipped_reference_set();
    for (const auto& [year, days] : printed) {
        std::vector<std::string> found;
        for (const BankHoliday& each : set.bank_holidays().holidays()) {
            if (each.date.year() == year) {
                found.push_back(to_text(each.date).substr(5));
            }
        }
        INFO("year " << year);
        CHECK(found == days);
    }
}

TEST_CASE("bank holidays: Easter Monday falls where the church calendar has it") {
    const std::vector<std::string> easter_mondays{
        "1991-04-01",
        "1994-04-04",
        "2000-04-24",
        "2005-03-28",
        "2008-03-24",
        "2011-04-25",
        "2014-04-21",
        "2016-03-28",
        "2018-04-02",
        "2024-04-01",
        "2025-04-21",
        "2030-04-22"
    };
    const ReferenceSet set = shipped_reference_set();
    for (const std::string& text : easter_mondays) {
        INFO(text);
        REQUIRE(set.bank_holidays().name_of(day(text)) != nullptr);
        CHECK(set.bank_holidays().name_of(day(text))->en == "Easter Monday");
        CHECK(set.bank_holidays().name_of(day(text).plus_days(-3))->en == "Good Friday");
    }
}

TEST_CASE("bank holidays: none falls on a weekend and each has both languages") {
    const ReferenceSet set = shipped_reference_set();
    for (const BankHoliday& found : set.bank_holidays().holidays()) {
        INFO(to_text(found.date));
        CHECK(found.date.weekday() != std::chrono::Saturday);
        CHECK(found.date.weekday() != std::chrono::Sunday);
        CHECK_FALSE(found.name.en.empty());
        CHECK_FALSE(found.name.cy.empty());
        CHECK((found.date.year() > 2026 || found.basis != "expected"));
    }
}

TEST_CASE("bank holidays: moved days, Saint David's Day and ordinary days are told apart") {
    const ReferenceSet set = shipped_reference_set();
    const BankHolidays& days = set.bank_holidays();
    for (const std::string_view working :
         {"1995-05-01", "2002-05-27", "2012-05-28", "2020-05-04", "2022-05-30", "2019-03-01"}) {
        INFO(working);
        CHECK(days.is_working_day(day(working)).value());
        CHECK(days.name_of(day(working)) == nullptr);
    }
    CHECK(days.name_of(day("2019-04-20"))->en == "Saturday");
    CHECK(days.name_of(day("2019-04-21"))->cy == "dydd Sul");
    CHECK_FALSE(days.is_working_day(day("2019-04-19")).value());
    CHECK_FALSE(days.is_working_day(day("2022-09-19")).value());
}

TEST_CASE("bank holidays: a day outside the covered years has no answer") {
    const ReferenceSet set = shipped_reference_set();
    const BankHolidays& days = set.bank_holidays();
    CHECK(days.first_covered_day() == day("1991-01-01"));
    CHECK(days.last_covered_day() == day("2030-12-31"));
    CHECK(days.is_working_day(day("1991-01-01")));
    CHECK(days.is_working_day(day("2030-12-31")));
    for (const std::string_view outside : {"1990-12-31", "2031-01-01"}) {
        CHECK(days.is_working_day(day(outside)).error().code == ErrorCode::invalid_calendar);
        CHECK(days.name_of(day(outside)) == nullptr);
    }
    CHECK_FALSE(BankHolidays().is_working_day(day("2019-01-02")));
}

TEST_CASE("bank holidays: days out of order, twice, outside or an empty span are refused") {
    const Date first = day("2019-01-01");
    const Date last = day("2019-12-31");
    const auto make = [&](std::vector<BankHoliday> days) {
        return BankHolidays::make("test", "1", first, last, std::move(days));
    };
    CHECK(make({holiday(first), holiday(last)}));
    CHECK_FALSE(make({holiday(last), holiday(first)}));
    CHECK_FALSE(make({holiday(first), holiday(first)}));
    CHECK_FALSE(make({holiday(last.plus_days(1))}));
    CHECK_FALSE(BankHolidays::make("test", "1", last, first, {}));
}

}  // namespace
}  // namespace tyst
