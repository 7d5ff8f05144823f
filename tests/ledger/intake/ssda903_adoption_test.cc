#include "ledger/intake/ssda903_adoption.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/ledger/intake/intake_fixture.h"

namespace tyst {
namespace {

using test::ChildRows;
using Lines = std::vector<std::string>;
using T = Ssda903Table;

constexpr const char* kAdoptedBoy = "101,1,15/06/2013,WROM,,,";

// What the rows say besides registration and identity.
Lines adoption_told(const Ssda903ChildFacts& facts) {
    auto lines = test::told(facts);
    std::erase_if(lines, [](const std::string& line) {
        return line.find("child_registered") != std::string::npos ||
               line.find("identity_recorded") != std::string::npos;
    });
    return lines;
}

const Event& event_of(const Ssda903ChildFacts& facts, EventType type) {
    const auto found = std::ranges::find_if(facts.events, [&](const Event& event) {
        return type_of(event.body) == type;
    });
    REQUIRE(found != facts.events.end());
    return *found;
}

TEST_CASE("adoption: a row of an adopted child is a decision, a match and who adopts") {
    const auto facts = ChildRows()
                           .row(T::header, kAdoptedBoy)
                           .row(T::adoption, "101,15/06/2013,22/11/2016,05/04/2017,1,2,MM,L11")
                           .map();
    CHECK(
        adoption_told(facts) ==
        Lines{
            "2016-11-22 adoption_decision_made should-be-placed",
            "2017-04-05 adoption_matched",
            "2018-01-01 adopters_recorded",
        }
    );
    const Event& adopters = event_of(facts, EventType::adopters_recorded);
    CHECK(
        std::get<AdoptersRecorded>(adopters.body) == AdoptersRecorded{true, 2, "two-men", "married"}
    );
    // No episode of the return ends with adoption: the year is all that is known.
    CHECK(adopters.occurred.precision == OccurrencePrecision::year);
}

TEST_CASE("adoption: who adopts stands on the day on which the child was adopted") {
    const auto facts = ChildRows()
                           .row(T::header, kAdoptedBoy)
                           .row(T::episodes, "101,03/04/2016,S,E1,N1,A6,PR1,07/09/2017,E12,,,,")
                           .row(T::adoption, "101,15/06/2013,22/11/2016,05/04/2017,0,1,F1,L0")
                           .map();
    const Event& adopters = event_of(facts, EventType::adopters_recorded);
    CHECK(adopters.occurred == on_day(Date::of(2017, 9, 7)));
    CHECK(facts.findings.empty());
}

TEST_CASE("adoption: what an adopted child's row does not say, or cannot, leaves the rest") {
    const auto facts = ChildRows()
                           .row(T::header, kAdoptedBoy)
                           .row(T::adoption, "101,15/06/2013,,31/11/2017,x,3,XX,L9")
                           .map();
    CHECK(adoption_told(facts) == Lines{"2018-01-01 adopters_recorded"});
    CHECK(
        std::get<AdoptersRecorded>(event_of(facts, EventType::adopters_recorded).body) ==
        AdoptersRecorded{}
    );
    CHECK(
        test::refused(facts) ==
        Lines{
            "ad1 2 DATE_MATCH 31/11/2017 (value)",
            "ad1 2 FOSTER_CARE x (value)",
            "ad1 2 NB_ADOPTR 3 (value)",
            "ad1 2 SEX_ADOPTR XX (value)",
            "ad1 2 LS_ADOPTR L9 (value)",
        }
    );
}

TEST_CASE("adoption: a decision that both tables state is one") {
    const auto both = ChildRows()
                          .row(T::header, kAdoptedBoy)
                          .row(T::adoption, "101,15/06/2013,22/11/2016,,,,,")
                          .row(T::placed_for_adoption, "101,15/06/2013,22/11/2016,,")
                          .map();
    CHECK(
        adoption_told(both) ==
        Lines{"2018-01-01 adopters_recorded", "2016-11-22 adoption_decision_made should-be-placed"}
    );
    CHECK(event_of(both, EventType::adoption_decision_made).source.table == "placed_for_adoption");
    const auto earlier = ChildRows()
                             .row(T::header, kAdoptedBoy)
                             .row(T::placed_for_adoption, "101,15/06/2013,22/11/2016,,")
                             .next_return()
                             .row(T::header, kAdoptedBoy)
                             .row(T::adoption, "101,15/06/2013,22/11/2016,,,,,")
                             .map();
    // What the earlier return said comes out again; what this one adds does not repeat it.
    CHECK(
        adoption_told(earlier) ==
        Lines{"2016-11-22 adoption_decision_made should-be-placed", "2018-01-01 adopters_recorded"}
    );
    // One that this table's own row cannot be read for was not recorded.
    const auto unread = ChildRows()
                            .row(T::header, kAdoptedBoy)
                            .row(T::adoption, "101,15/06/2013,22/11/2016,,,,,")
                            .row(T::placed_for_adoption, "101,15/06/2013,22/11/2016,31/02/2018,")
                            .map();
    CHECK(
        adoption_told(unread) ==
        Lines{"2016-11-22 adoption_decision_made should-be-placed", "2018-01-01 adopters_recorded"}
    );
}

TEST_CASE("adoption: a decision is reversed for a reason on the day that the row gives") {
    const auto facts = ChildRows()
                           .row(T::header, kAdoptedBoy)
                           .row(T::placed_for_adoption, "101,15/06/2013,22/11/2016,07/04/2017,rd3")
                           .row(T::placed_for_adoption, "101,15/06/2013,01/12/2017,,")
                           .map();
    CHECK(
        adoption_told(facts) ==
        Lines{
            "2016-11-22 adoption_decision_made should-be-placed",
            "2017-04-07 adoption_decision_made reversed no-adopters",
            "2017-12-01 adoption_decision_made should-be-placed",
        }
    );
    CHECK(facts.left_open.size() == 1);
    CHECK(facts.findings.empty());
}

TEST_CASE("adoption: a reversal without its reason, and a reason without its reversal, are found") {
    const auto facts = ChildRows()
                           .row(T::header, kAdoptedBoy)
                           .row(T::placed_for_adoption, "101,15/06/2013,22/11/2016,07/04/2017,")
                           .row(T::placed_for_adoption, "101,15/06/2013,01/12/2017,,RD1")
                           .row(T::placed_for_adoption, "101,15/06/2013,02/12/2017,01/12/2017,XXX")
                           .row(T::placed_for_adoption, "101,15/06/2013,,01/12/2017,RD1")
                           .map();
    CHECK(
        test::found(facts) ==
        Lines{"end_before_start 4", "end_date_without_reason 2", "end_reason_without_date 3"}
    );
    CHECK(
        test::refused(facts) ==
        Lines{
            "placed_for_adoption 4 REASON_PLACED_CEASED XXX (value)",
            "placed_for_adoption 5 DATE_PLACED ",
        }
    );
}

TEST_CASE("adoption: what came before stands on the first day of the care that it is about") {
    const auto day_of = [](ChildRows rows) {
        return adoption_told(
                   rows.row(T::previous_permanence, "101,15/06/2013,P2,WAL,ZZ/zz/2014").map()
        )
            .front()
            .substr(0, 10);
    };
    ChildRows none;
    none.row(T::header, kAdoptedBoy);
    CHECK(day_of(none) == "2017-04-01");
    ChildRows middle;
    middle.row(T::header, kAdoptedBoy).row(T::episodes, "101,03/09/2016,L,C2,N1,U4,PR1,,,,,,");
    const auto facts = middle.row(T::previous_permanence, "101,15/06/2013,P1,116,ZZ/ZZ/ZZZZ").map();
    CHECK(
        adoption_told(facts).front() ==
        "2016-09-03 previous_permanence_recorded adoption 116 ZZ/ZZ/ZZZZ"
    );
    // A start in any return that is held counts, and the last one.
    ChildRows later;
    later.row(T::header, kAdoptedBoy)
        .row(T::episodes, "101,05/06/2015,S,C1,N1,U4,PR1,03/09/2016,X1,,,,")
        .next_return()
        .row(T::header, kAdoptedBoy)
        .row(T::episodes, "101,03/09/2016,L,C2,N1,U4,PR1,,,,,,");
    CHECK(day_of(later) == "2015-06-05");
}

TEST_CASE("adoption: an earlier order is kept in the words of the source, masked as they are") {
    const auto facts = ChildRows()
                           .row(T::header, kAdoptedBoy)
                           .row(T::previous_permanence, "101,15/06/2013,P9,,")
                           .row(T::previous_permanence, "101,15/06/2013,P3,,2014")
                           .map();
    CHECK(
        test::refused(facts) ==
        Lines{"previous_permanence 2 PREV_PERM P9", "previous_permanence 3 DATE_PERM 2014 (value)"}
    );
    CHECK(
        adoption_told(facts) == Lines{"2017-04-01 previous_permanence_recorded child-arrangements"}
    );
}

}  // namespace
}  // namespace tyst
