#include "projections/panel/quarter.h"

#include <catch2/catch.hpp>

#include "tests/support/day.h"

namespace tyst::panel {
namespace {

using test::day;

TEST_CASE("quarter: its days, leap years included") {
    CHECK(Quarter{2019, 1}.first() == day("2019-01-01"));
    CHECK(Quarter{2019, 1}.last() == day("2019-03-31"));
    CHECK(Quarter{2020, 1}.last() == day("2020-03-31"));
    CHECK(Quarter{2019, 2}.last() == day("2019-06-30"));
    CHECK(Quarter{2019, 4}.first() == day("2019-10-01"));
    CHECK(Quarter{2019, 4}.last() == day("2019-12-31"));
}

TEST_CASE("quarter: counting back crosses years") {
    CHECK(quarters_before({2019, 1}, 0) == Quarter{2019, 1});
    CHECK(quarters_before({2019, 1}, 1) == Quarter{2018, 4});
    CHECK(quarters_before({2019, 1}, 4) == Quarter{2018, 1});
    CHECK(quarters_before({2019, 1}, 7) == Quarter{2017, 2});
    CHECK(quarters_before({2000, 2}, 2) == Quarter{1999, 4});
    for (int back = 0; back < 40; ++back) {
        INFO(back);
        const Quarter earlier = quarters_before({2019, 3}, back + 1);
        CHECK(earlier.last().plus_days(1) == quarters_before({2019, 3}, back).first());
    }
}

TEST_CASE("quarter: every day belongs to the one that holds it") {
    for (Date at = day("2018-12-25"); at <= day("2020-01-05"); at = at.plus_days(1)) {
        const Quarter quarter = quarter_of(at);
        INFO(to_text(at));
        CHECK(quarter.first() <= at);
        CHECK(at <= quarter.last());
    }
}

TEST_CASE("quarter: is read as it is written, and nothing else is") {
    CHECK(parse_quarter("2019-Q1") == Quarter{2019, 1});
    CHECK(to_text(Quarter{2019, 4}) == "2019-Q4");
    for (const std::string_view wrong :
         {"", "2019", "2019-Q0", "2019-Q5", "2019Q1", "2019-q1", "19-Q1", "2019-Q11", "20a9-Q1"}) {
        INFO(wrong);
        const auto read = parse_quarter(wrong);
        REQUIRE(!read);
        CHECK(read.error().code == ErrorCode::invalid_value);
    }
    const auto early = parse_quarter("1899-Q4");
    REQUIRE(!early);
    CHECK(early.error().code == ErrorCode::year_out_of_range);
}

}  // namespace
}  // namespace tyst::panel
