#include "schema/date.h"

#include <catch2/catch.hpp>

namespace tyst {
namespace {

TEST_CASE("date: months later falls on the corresponding day, clamped to the month's end") {
    CHECK(to_text(plus_months(Date::of(2019, 1, 31), 1)) == "2019-02-28");
    CHECK(to_text(plus_months(Date::of(2020, 1, 31), 1)) == "2020-02-29");
    CHECK(to_text(plus_months(Date::of(2019, 5, 1), 3)) == "2019-08-01");
    CHECK(to_text(plus_months(Date::of(2019, 11, 30), 3)) == "2020-02-29");
    CHECK(to_text(plus_months(Date::of(2019, 8, 31), 6)) == "2020-02-29");
}

TEST_CASE(
    "date: a day that the calendar does not have is refused, and so is a year outside 1900 to 2100"
) {
    CHECK(parse_date("2019-02-29").error().code == ErrorCode::impossible_date);
    CHECK(parse_date("2019-2-9").error().code == ErrorCode::impossible_date);
    CHECK(parse_date("1899-12-31").error().code == ErrorCode::year_out_of_range);
    CHECK(parse_date("2101-01-01").error().code == ErrorCode::year_out_of_range);
    CHECK(to_text(parse_date("2020-02-29").value()) == "2020-02-29");
    CHECK(to_text(parse_slashed_date("29/02/2020").value()) == "2020-02-29");
    CHECK(parse_slashed_date("2020-02-29").error().code == ErrorCode::impossible_date);
}

TEST_CASE("time: an instant is read with its offset and written in UTC") {
    CHECK(to_text(parse_timestamp("2019-03-31T15:05:00+01:00").value()) == "2019-03-31T14:05:00Z");
    CHECK(
        to_text(parse_timestamp("2019-03-31T14:05:00.25Z").value()) == "2019-03-31T14:05:00.250000Z"
    );
    CHECK_FALSE(parse_timestamp("2019-03-31T24:05:00Z"));
    CHECK_FALSE(parse_timestamp("2019-03-31T14:05:00"));
    CHECK_FALSE(parse_timestamp("2019-03-31T14:05:00.Z"));
    CHECK_FALSE(parse_timestamp("2019-03-31T14:05:00.1234567Z"));
}

TEST_CASE("time: the day in London begins at eleven in the evening UTC in summer") {
    const Timestamp start = start_of_london_day(Date::of(2019, 7, 1));
    CHECK(to_text(start) == "2019-06-30T23:00:00Z");
    CHECK(london_date(start) == Date::of(2019, 7, 1));
    CHECK(london_date(Timestamp{start.microseconds - 1}) == Date::of(2019, 6, 30));
    CHECK(to_text(end_of_london_day(Date::of(2019, 3, 31))) == "2019-03-31T22:59:59.999999Z");
}

}  // namespace
}  // namespace tyst
