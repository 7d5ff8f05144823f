#include "projections/returns/finding_data.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <catch2/catch.hpp>

#include "tests/projections/returns/written_return.h"

namespace tyst {
namespace {

using test::WrittenReturns;
using DrawnRows = std::vector<std::string>;

const ReturnRule& rule_of(std::string_view code) {
    const auto found = std::ranges::find(return_rules(), code, &ReturnRule::code);
    REQUIRE(found != return_rules().end());
    return *found;
}

const std::string kChildHeader = "header|SEX=1|DOB=01/02/2008|ETHNIC=WBRI|UPN=UN1";
const std::string kFirst = "episodes|DECOM=01/06/2018|RNE=S|LS=C2|DEC=01/06/2018|REC=X1";
const std::string kSecond = "episodes|DECOM=01/09/2018|RNE=P|LS=C2";

Hash data_of(std::string_view rule, const DrawnRows& before, const DrawnRows& now) {
    const WrittenReturns returns = WrittenReturns().year(2018, before).year(2019, now);
    return finding_data(returns.input(), rule_of(rule), 0);
}

TEST_CASE("finding data: any value that the rule reads changes them, and nothing else does") {
    const Hash as_it_was = data_of("355", {kChildHeader}, {kChildHeader, kFirst, kSecond});
    CHECK(as_it_was == data_of("355", {kChildHeader}, {kChildHeader, kFirst, kSecond}));
    // The order of rows, capitals, and fields and returns that the rule does not read.
    CHECK(as_it_was == data_of("355", {kChildHeader}, {kSecond, kFirst, kChildHeader}));
    CHECK(as_it_was == data_of("355", {kChildHeader}, {kChildHeader, kFirst + "|REC=x1", kSecond}));
    CHECK(
        as_it_was == data_of("355", {kChildHeader}, {kChildHeader, kFirst + "|PLACE=U4", kSecond})
    );
    CHECK(as_it_was == data_of("355", {kChildHeader, kFirst}, {kChildHeader, kFirst, kSecond}));
    // A value, a row, and a value that moved from one column to the next.
    CHECK(
        as_it_was != data_of("355", {kChildHeader}, {kChildHeader, kFirst + "|REC=E4A", kSecond})
    );
    CHECK(as_it_was != data_of("355", {kChildHeader}, {kChildHeader, kFirst}));
    CHECK(
        data_of("148", {kChildHeader}, {kChildHeader, "episodes|DEC=X1"}) !=
        data_of("148", {kChildHeader}, {kChildHeader, "episodes|REC=X1"})
    );
}

TEST_CASE("finding data: a rule that reads earlier years rests on them too") {
    const Hash as_it_was = data_of("503B", {kChildHeader, kSecond}, {kChildHeader, kSecond});
    CHECK(
        as_it_was != data_of("503B", {kChildHeader, kSecond + "|LS=V2"}, {kChildHeader, kSecond})
    );
    CHECK(as_it_was != data_of("503B", {}, {kChildHeader, kSecond}));
    const auto with_year = [&](const DrawnRows& oldest) {
        const WrittenReturns returns = WrittenReturns()
                                           .year(2017, oldest)
                                           .year(2018, {kChildHeader})
                                           .year(2019, {kChildHeader, kFirst});
        return finding_data(returns.input(), rule_of("199"), 0);
    };
    const std::string other = "header|CHILD=B1|SEX=1|DOB=01/02/2008";
    CHECK(with_year({kChildHeader}) != with_year({kChildHeader, kFirst}));
    // Returns that say nothing of the child tell nothing about it.
    CHECK(with_year({other}) == with_year({other, "episodes|CHILD=B1|DECOM=01/06/2016"}));
}

TEST_CASE("finding data: a row is known by its key, days as the calendar has them") {
    const WrittenReturns returns = WrittenReturns().year(
        2019, {kChildHeader, kSecond, kFirst, kSecond + "|PLACE=U4", "missing|MIS_START=soon"}
    );
    const ReturnSnapshot& snapshot = *returns.input().current;
    std::vector<std::string> keys;
    for (std::size_t table = 0; table < snapshot.tables().size(); ++table) {
        for (std::size_t row = 0; row < snapshot.table(table).rows(); ++row) {
            keys.push_back(snapshot.table(table).layout->id + ":" + row_key(snapshot, table, row));
        }
    }
    CHECK(
        keys ==
        std::vector<std::string>{
            "header:",
            "episodes:2018-09-01",
            "episodes:2018-06-01",
            "episodes:2018-09-01 #2",
            "missing:soon"
        }
    );
    CHECK(row_key_typed("01/09/2018 #2") == "2018-09-01 #2");
    CHECK(row_key_typed("2018-09-01  #2") == "2018-09-01 #2");
    CHECK(row_key_typed("") == "");
}

// ---- The fields that a rule names are all that it reads

struct DrawnValue {
    const char* table;
    const char* column;
    std::vector<const char*> values;
};

const std::vector<const char*> kDays{
    "",
    "01/02/2000",
    "05/04/2015",
    "28/01/2017",
    "01/04/2018",
    "05/06/2018",
    "17/06/2018",
    "01/09/2018",
    "31/03/2019",
    "01/04/2019",
    "29/02/2004",
};

std::vector<DrawnValue> drawn_values() {
    return {
        {"header", "SEX", {"1", "2"}},
        {"header", "DOB", kDays},
        {"header", "ETHNIC", {"WBRI", "MOTH"}},
        {"header", "UPN", {"UN1", "A123456789012"}},
        {"header", "MOTHER", {"", "0", "1"}},
        {"header", "MC_DOB", kDays},
        {"episodes", "DECOM", kDays},
        {"episodes", "RNE", {"S", "P", "L", "B", "T", "U"}},
        {"episodes", "LS", {"C2", "V2", "V3", "V4", "E1", "L1", "L2", "L3", "J2", "D1", "J3"}},
        {"episodes", "CIN", {"N1", "N2"}},
        {"episodes", "PLACE", {"U6", "T0", "T1", "T3", "A3", "A5", "P1", "K2", "H5", "R5", "S1"}},
        {"episodes", "PLACE_PROVIDER", {"PR1", "PR4"}},
        {"episodes", "DEC", kDays},
        {"episodes", "REC", {"", "X1", "E4A", "E12", "E2", "E15", "E5", "E7", "E45", "E17"}},
        {"episodes", "REASON_PLACE_CHANGE", {"", "CARPL", "CUSTOD"}},
        {"episodes", "HOME_POST", {"CF1 1AA", "CF2 2BB"}},
        {"episodes", "PL_POST", {"CF1 1AA", "CF2 2BB"}},
        {"episodes", "URN", {"1234567", "7654321"}},
        {"reviews", "DOB", kDays},
        {"reviews", "REVIEW", kDays},
        {"reviews", "REVIEW_CODE", {"", "PN0", "PN1"}},
        {"oc3", "IN_TOUCH", {"", "YES"}},
        {"oc3", "ACTIV", {"", "F1"}},
        {"oc3", "ACCOM", {"", "B1"}},
        {"ad1", "DATE_INT", kDays},
        {"ad1", "NB_ADOPTR", {"", "2"}},
        {"placed_for_adoption", "DATE_PLACED", kDays},
        {"placed_for_adoption", "DATE_PLACED_CEASED", kDays},
        {"placed_for_adoption", "REASON_PLACED_CEASED", {"", "RD1"}},
        {"previous_permanence", "DATE_PERM", kDays},
        {"missing", "MISSING", {"M", "A"}},
        {"missing", "MIS_START", kDays},
        {"missing", "MIS_END", kDays},
    };
}

struct DrawnReturns {
    std::vector<DrawnRows> years;  // 2017 to 2019

    [[nodiscard]] WrittenReturns written() const {
        WrittenReturns returns;
        for (std::size_t at = 0; at < years.size(); ++at) {
            returns.year(2017 + static_cast<int>(at), years[at]);
        }
        return returns;
    }
};

DrawnReturns draw(std::mt19937& random) {
    const auto values = drawn_values();
    const auto draw_row = [&](const std::string& table, const std::string& child) {
        std::string row = table + "|CHILD=" + child;
        for (const DrawnValue& value : values) {
            if (value.table == table) {
                row += std::string("|") + value.column + "=" +
                       value.values[random() % value.values.size()];
            }
        }
        return row;
    };
    DrawnReturns drawn;
    drawn.years.resize(3);
    for (DrawnRows& rows : drawn.years) {
        for (int child = 0; child < 12; ++child) {
            const std::string name = "A" + std::to_string(child);
            rows.push_back(draw_row("header", name));
            for (const char* const table :
                 {"episodes",
                  "episodes",
                  "episodes",
                  "reviews",
                  "oc3",
                  "ad1",
                  "placed_for_adoption",
                  "previous_permanence",
                  "missing",
                  "missing"}) {
                if (random() % 3 != 0) rows.push_back(draw_row(table, name));
            }
        }
    }
    return drawn;
}

using FoundByRule = std::map<std::uint16_t, std::set<ReturnFinding>>;
FoundByRule found_by_rule(const WrittenReturns& returns) {
    FoundByRule found;
    for (const ReturnFinding& finding : returns.checks().findings) {
        found[finding.rule].insert(finding);
    }
    return found;
}

TEST_CASE("finding data: what a rule does not name does not change what it finds") {
    const std::uint32_t seed = std::random_device()();
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto values = drawn_values();
    std::size_t changed = 0;
    for (int round = 0; round < 60; ++round) {
        DrawnReturns drawn = draw(random);
        const FoundByRule before = found_by_rule(drawn.written());
        const DrawnValue& value = values[random() % values.size()];
        // Every row of that table in every year takes another value there.
        for (DrawnRows& rows : drawn.years) {
            for (std::string& row : rows) {
                if (row.starts_with(std::string(value.table) + "|")) {
                    row += std::string("|") + value.column + "=" +
                           value.values[random() % value.values.size()];
                }
            }
        }
        const FoundByRule after = found_by_rule(drawn.written());
        const std::string full = std::string(value.table) + "." + value.column;
        INFO(full);
        for (std::uint16_t rule = 0; rule < return_rules().size(); ++rule) {
            const auto one = before.find(rule);
            const auto other = after.find(rule);
            const bool same = (one == before.end() ? std::set<ReturnFinding>{} : one->second) ==
                              (other == after.end() ? std::set<ReturnFinding>{} : other->second);
            changed += same ? 0 : 1;
            const bool named = std::ranges::any_of(return_rules()[rule].fields, [&](auto field) {
                return name(field) == full;
            });
            INFO(return_rules()[rule].code);
            CHECK((same || named));
        }
    }
    CHECK(changed > 50);
}

}  // namespace
}  // namespace tyst
