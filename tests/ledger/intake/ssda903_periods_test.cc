#include "ledger/intake/ssda903_periods.h"

#include <catch2/catch.hpp>

#include "tests/ledger/intake/intake_fixture.h"

namespace tyst {
namespace {

using test::ChildRows;
using Lines = std::vector<std::string>;
using T = Ssda903Table;

constexpr const char* kMissingGirl = "101,2,27/03/2008,WROM,D051910639385,,";

TEST_CASE("periods: a child goes missing on one day and is back on another") {
    const auto facts = ChildRows()
                           .row(T::header, kMissingGirl)
                           .row(T::missing, "101,27/03/2008,M,13/11/2017,25/11/2017")
                           .row(T::missing, "101,27/03/2008,a,01/02/2018,01/02/2018")
                           .row(T::missing, "101,27/03/2008,A,20/03/2018,")
                           .map();
    const auto lines = test::told(facts);
    CHECK(
        Lines(lines.begin() + 2, lines.end()) ==
        Lines{
            "2017-11-13 missing_started missing",
            "2017-11-25 missing_ended",
            "2018-02-01 missing_started away",
            "2018-02-01 missing_ended",
            "2018-03-20 missing_started away",
        }
    );
    CHECK(std::get<MissingEnded>(facts.events.at(3).body).started == facts.events.at(2).id);
    // On one day the start comes first.
    CHECK(facts.events.at(4).occurred.sequence < facts.events.at(5).occurred.sequence);
    CHECK(facts.left_open.size() == 1);
    CHECK(facts.findings.empty());
}

TEST_CASE("periods: a missing row whose kind or days are not understood is refused") {
    const auto facts = ChildRows()
                           .row(T::header, kMissingGirl)
                           .row(T::missing, "101,27/03/2008,X,13/11/2017,25/11/2017")
                           .row(T::missing, "101,27/03/2008,M,,25/11/2017")
                           .row(T::missing, "101,27/03/2008,M,13/11/2017,25.11.2017")
                           .row(T::missing, "101,27/03/2008,M,13/11/2017,12/11/2017")
                           .map();
    CHECK(
        test::refused(facts) ==
        Lines{"missing 2 MISSING X", "missing 3 MIS_START ", "missing 4 MIS_END 25.11.2017"}
    );
    CHECK(test::found(facts) == Lines{"end_before_start 5"});
}

}  // namespace
}  // namespace tyst
