#include "cli/sample/sample.h"

#include <catch2/catch.hpp>

#include "tests/cli/sample_checks.h"

namespace tyst {
namespace {

using test::check_days;
using test::check_events;
using test::check_lives;
using test::Counts;
using test::expect_row;
using test::gather;
using test::SampleCounter;

const std::vector<Submission>& vale() {
    static const std::vector<Submission> events = gather(write_vale_2019, 1);
    return events;
}

const SampleCounter& vale_count() {
    static const SampleCounter counter(vale());
    return counter;
}

const Date kVale2019 = Date::of(2019, 3, 31);
const Date kVale2015 = Date::of(2015, 3, 31);

Counts vale_table() {
    Counts table;
    expect_row(table, "care", {48, 23, 56, 58, 9, 2, 2, 0, 2, 0});
    expect_row(table, "interim", {22, 3, 8, 4, 0, 0, 0, 0, 0, 0});
    expect_row(table, "placement", {6, 0, 0, 0, 0, 0, 0, 12, 0, 0});
    expect_row(table, "voluntary", {10, 8, 0, 0, 4, 0, 0, 0, 1, 1});
    expect_row(table, "remand", {0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    expect_row(table, "protection", {1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    return table;
}

TEST_CASE("Vale sample: the stock of 2019-03-31 fills the published table cell by cell") {
    CHECK(vale_count().looked_after(kVale2019) == 281);
    CHECK(vale_count().table(kVale2019) == vale_table());
    CHECK(
        vale_count().by_status(kVale2019) ==
        Counts{
            {"care", 200},
            {"interim", 37},
            {"placement", 18},
            {"voluntary", 24},
            {"remand", 1},
            {"protection", 1}
        }
    );
    CHECK(
        vale_count().by_placement(kVale2019) ==
        Counts{
            {"own", 87},
            {"agency", 34},
            {"kinship", 64},
            {"parents", 62},
            {"residential", 13},
            {"school", 2},
            {"secure", 2},
            {"adoption", 12},
            {"independent", 3},
            {"other", 2}
        }
    );
}

TEST_CASE("Vale sample: the two secure orders lie over the care orders of those in secure homes") {
    CHECK(vale_count().overlay("secure-accommodation-order", kVale2019) == 2);
    int both = 0;
    for (const auto& [reference, child] : vale_count().children()) {
        bool secured = false;
        for (const auto& status : child.statuses) {
            secured =
                secured || (status.what == "secure-accommodation-order" && status.holds(kVale2019));
        }
        for (const auto& placement : child.placements) {
            both += secured && placement.what == "secure" && placement.holds(kVale2019) &&
                            test::row_of(child, kVale2019) == "care"
                        ? 1
                        : 0;
        }
    }
    CHECK(both == 2);
}

TEST_CASE("Vale sample: the ages of 2019-03-31 are those of the table") {
    CHECK(
        vale_count().ages(kVale2019) ==
        std::vector<int>{16, 15, 14, 14, 13, 13, 13, 14, 14, 14, 15, 15, 16, 16, 18, 23, 19, 19}
    );
    int turning_18 = 0;
    for (const auto& [reference, child] : vale_count().children()) {
        CHECK(child.birth != Date::of(2001, 4, 1));
        const Date birthday = plus_months(child.birth, 18 * 12);
        turning_18 += child.care.back().holds(kVale2019) && birthday > kVale2019 &&
                              birthday <= plus_months(kVale2019, 12)
                          ? 1
                          : 0;
    }
    CHECK(turning_18 == 19);
}

TEST_CASE("Vale sample: 185 were looked after on 2015-03-31, placed as published") {
    CHECK(vale_count().looked_after(kVale2015) == 185);
    CHECK(
        vale_count().by_placement(kVale2015) ==
        Counts{
            {"own", 78},
            {"agency", 27},
            {"kinship", 32},
            {"parents", 24},
            {"residential", 8},
            {"school", 2},
            {"adoption", 10},
            {"independent", 3},
            {"other", 1}
        }
    );
}

TEST_CASE("Vale sample: every seed meets the same figures") {
    for (std::uint64_t seed = 2; seed <= 3; ++seed) {
        INFO("seed " << seed);
        const SampleCounter counter(gather(write_vale_2019, seed));
        CHECK(counter.table(kVale2019) == vale_table());
        CHECK(counter.looked_after(kVale2015) == 185);
        CHECK(counter.overlay("secure-accommodation-order", kVale2019) == 2);
        CHECK(counter.ages(kVale2019)[17] == 19);
    }
}

TEST_CASE("Vale sample: ids are unique, relations follow their targets, nothing is known too early"
) {
    check_events(vale(), kVale2019);
}

TEST_CASE("Vale sample: on every day of care there is one status and one placement, lawfully") {
    check_days(vale_count(), Date::of(2014, 1, 1), kVale2019);
}

TEST_CASE("Vale sample: each child is registered first and lives in order") {
    check_lives(vale(), vale_count());
}

TEST_CASE("Vale sample: some children come back into care") {
    int back = 0;
    for (const auto& [reference, child] : vale_count().children()) {
        back += child.care.size() == 2 ? 1 : 0;
        for (std::size_t i = 1; i < child.care.size(); ++i) {
            CHECK(*child.care[i - 1].to < child.care[i].from);
        }
    }
    CHECK(back >= 5);
}

TEST_CASE("samples: the same seed gives the same events, another seed others") {
    CHECK(gather(write_vale_2019, 1) == vale());
    CHECK(gather(write_vale_2019, 2) != vale());
}

TEST_CASE("samples: an error of the sink ends the writing") {
    int calls = 0;
    const auto result = write_vale_2019(1, [&](const Submission&) -> Result<void> {
        ++calls;
        return fail(ErrorCode::disk_full, "no room");
    });
    REQUIRE(!result);
    CHECK(result.error().code == ErrorCode::disk_full);
    CHECK(calls == 1);
}

}  // namespace
}  // namespace tyst
