#include <set>

#include <catch2/catch.hpp>

#include "tests/cli/sample_checks.h"

namespace tyst {
namespace {

using test::Counts;
using test::expect_row;
using test::SampleCounter;

const Date kMarch2014 = Date::of(2014, 3, 31);
const Date kDecember2014 = Date::of(2014, 12, 31);
const Date kMarch2015 = Date::of(2015, 3, 31);
const Date kJune2015 = Date::of(2015, 6, 30);
const Date kOctober2015 = Date::of(2015, 10, 31);
const Date kJuly2016 = Date::of(2016, 7, 31);
const Date kToday = Date::of(2016, 8, 31);

const std::vector<Submission>& cardiff() {
    static const std::vector<Submission> events = test::gather(write_cardiff_2015, 1);
    return events;
}

const SampleCounter& count() {
    static const SampleCounter counter(cardiff());
    return counter;
}

Counts june_table() {
    Counts table;
    expect_row(table, "care", {92, 160, 22, 45, 38, 6, 1, 0, 8, 0});
    expect_row(table, "interim", {33, 29, 8, 7, 0, 0, 0, 0, 0, 1});
    expect_row(table, "placement", {5, 3, 0, 0, 0, 0, 0, 44, 0, 0});
    expect_row(table, "voluntary", {36, 53, 4, 0, 24, 2, 0, 0, 8, 3});
    expect_row(table, "remand", {0, 0, 0, 0, 0, 0, 1, 0, 0, 4});
    expect_row(table, "protection", {2, 1, 0, 0, 0, 0, 0, 0, 0, 0});
    return table;
}

// The starts of the year to 2015-03-31 by age ("11+" or "under 11"), basis and need.
Counts starts_of_the_year(const SampleCounter& counter) {
    Counts counts;
    for (const auto& [reference, child] : counter.children()) {
        for (const auto& spell : child.care) {
            if (spell.from > kMarch2014 && spell.from <= kMarch2015) {
                const bool older = test::counted_age(child.birth, spell.from) >= 11;
                ++counts[older ? "11+" : "under 11"];
                if (older) {
                    ++counts["11+ " + spell.basis];
                    ++counts["11+ " + spell.basis + " " + spell.need];
                }
            }
        }
    }
    return counts;
}

TEST_CASE("Cardiff sample: the stock of 2015-06-30 fills the table cell by cell") {
    CHECK(count().looked_after(kJune2015) == 640);
    CHECK(count().table(kJune2015) == june_table());
    CHECK(count().by_placement(kJune2015)["parents"] == 52);
    CHECK(count().overlay("secure-accommodation-order", kJune2015) == 1);
}

TEST_CASE("Cardiff sample: stocks at the other days are as printed and chosen") {
    CHECK(count().looked_after(kMarch2014) == 640);
    CHECK(count().looked_after(kDecember2014) == 651);
    CHECK(count().looked_after(kMarch2015) == 648);
    CHECK(count().looked_after(kOctober2015) == 630);
    const auto statuses = [](int care, int interim, int placement, int voluntary) {
        return Counts{
            {"care", care},
            {"interim", interim},
            {"placement", placement},
            {"voluntary", voluntary},
            {"remand", 5},
            {"protection", 3}
        };
    };
    CHECK(count().by_status(kDecember2014) == statuses(378, 80, 54, 131));
    CHECK(count().by_status(kOctober2015) == statuses(366, 76, 50, 130));
    CHECK(count().by_placement(kJuly2016)["parents"] == 38);
}

TEST_CASE("Cardiff sample: starts and ends between the days are those of the flow") {
    const auto flow = [](Date after, Date until) {
        return std::pair(
            count().starts(after.plus_days(1), until), count().ceased(after.plus_days(1), until)
        );
    };
    CHECK(flow(kMarch2014, kDecember2014) == std::pair(258, 247));
    CHECK(flow(kDecember2014, kMarch2015) == std::pair(82, 85));
    CHECK(flow(kMarch2015, kJune2015) == std::pair(78, 86));
    CHECK(flow(kJune2015, kOctober2015) == std::pair(104, 114));
}

TEST_CASE("Cardiff sample: the year's 340 starts have the printed ages, bases and needs") {
    Counts starts = starts_of_the_year(count());
    CHECK(starts["11+"] == 163);
    CHECK(starts["under 11"] == 177);
    CHECK(starts["11+ voluntary"] == 132);
    CHECK(starts["11+ voluntary N6"] == 13);
    CHECK(starts["11+ voluntary N4"] == 20);
    CHECK(starts["11+ voluntary N5"] == 21);
    CHECK(starts["11+ police-protection"] == 12);
    CHECK(starts["11+ remand-local-authority"] + starts["11+ remand-youth-detention"] == 9);
    CHECK(starts["11+ interim-care-order"] == 8);
    CHECK(starts["11+ emergency-protection-order"] == 2);
}

TEST_CASE("Cardiff sample: 21 kinship carers look after the kinship placements of 2015-06-30") {
    std::set<std::string> carers;
    for (const auto& [reference, child] : count().children()) {
        for (const auto& placement : child.placements) {
            if (placement.what == "kinship" && placement.holds(kJune2015)) {
                REQUIRE(placement.placement.carer);
                carers.insert(placement.placement.carer->reference);
            }
        }
    }
    CHECK(carers.size() == 21);
}

TEST_CASE("Cardiff sample: every seed meets the same figures") {
    for (const std::uint64_t seed : {2U}) {
        INFO("seed " << seed);
        const SampleCounter counter(test::gather(write_cardiff_2015, seed));
        CHECK(counter.table(kJune2015) == june_table());
        CHECK(counter.looked_after(kDecember2014) == 651);
        CHECK(counter.looked_after(kOctober2015) == 630);
        CHECK(counter.by_placement(kJuly2016)["parents"] == 38);
        Counts starts = starts_of_the_year(counter);
        CHECK(starts["11+"] == 163);
        CHECK(starts["11+ voluntary"] == 132);
        CHECK(counter.starts(kMarch2014.plus_days(1), kMarch2015) == 340);
    }
}

TEST_CASE("Cardiff sample: events and lives are in order") {
    test::check_events(cardiff(), kToday);
    test::check_lives(cardiff(), count());
    test::check_days(count(), kMarch2014, kToday);
}

}  // namespace
}  // namespace tyst
