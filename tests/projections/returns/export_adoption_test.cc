#include <catch2/catch.hpp>

#include "tests/projections/returns/exported_child.h"

namespace tyst {
namespace {

using test::PersonBuilder;
using Rows = std::vector<std::string>;

const AdoptionDecisionMade kShould{"should-be-placed", "", std::nullopt};
const AdoptionDecisionMade kNoAdopters{"reversed", "no-adopters", std::nullopt};

PersonBuilder placed_child() {
    PersonBuilder person;
    person.born("2013-06-15");
    person.enters("2016-04-03", "placement-order");
    return person;
}

// Adopted on 7 September 2017.
PersonBuilder adopted_child() {
    PersonBuilder person = placed_child();
    LookedAfterEnded ended;
    ended.route = "adoption-order";
    ended.reason = "adopted-consent-dispensed";
    person.add(std::move(ended), "2017-09-07");
    return person;
}

void from_row(PersonBuilder& person, std::string_view table, std::uint32_t row) {
    person.events().back().event.source = {"ssda903", std::string(table), row};
    person.learned_on("2018-05-24");
}

TEST_CASE("export adoption: an adoption in the year is told with its decision, match and adopters"
) {
    PersonBuilder person = adopted_child();
    person.add(kShould, "2016-11-22");
    person.add(AdoptionMatched{}, "2017-04-05");
    person.add(AdoptersRecorded{false, 2, "man-and-woman", "married"}, "2017-04-05");
    CHECK(
        test::rows_of(person, 2018, "ad1") ==
        Rows{"DATE_INT=22/11/2016 DATE_MATCH=05/04/2017 FOSTER_CARE=0 NB_ADOPTR=2 SEX_ADOPTR=MF "
             "LS_ADOPTR=L11"}
    );
    CHECK(test::rows_of(person, 2017, "ad1").empty());
    PersonBuilder nobody_said = adopted_child();
    CHECK(test::rows_of(nobody_said, 2018, "ad1") == Rows{""});
    CHECK(test::rows_of(placed_child(), 2018, "ad1").empty());
}

TEST_CASE("export adoption: a row that a return stated comes out although no episode says adopted"
) {
    PersonBuilder person = placed_child();
    person.add(kShould, "2015-01-02");
    person.add(kShould, "2016-11-22");
    from_row(person, "ad1", 2);
    person.add(kShould, "2017-01-02");
    person.add(AdoptersRecorded{std::nullopt, 0, "", "other"}, "2018-01-01");
    from_row(person, "ad1", 2);
    CHECK(test::rows_of(person, 2018, "ad1") == Rows{"DATE_INT=22/11/2016 LS_ADOPTR=L4"});
    // The table of decisions did not state the one that this row states.
    CHECK(
        test::rows_of(person, 2018, "placed_for_adoption") ==
        Rows{"DATE_PLACED=02/01/2015", "DATE_PLACED=02/01/2017"}
    );
}

TEST_CASE("export adoption: a decision is told while it stands and in the year of its reversal") {
    PersonBuilder person = placed_child();
    person.add(kShould, "2016-11-22");
    person.add(kNoAdopters, "2018-02-03");
    person.add(kShould, "2018-03-01");
    CHECK(test::rows_of(person, 2017, "placed_for_adoption") == Rows{"DATE_PLACED=22/11/2016"});
    CHECK(
        test::rows_of(person, 2018, "placed_for_adoption") ==
        Rows{
            "DATE_PLACED=22/11/2016 DATE_PLACED_CEASED=03/02/2018 REASON_PLACED_CEASED=RD3",
            "DATE_PLACED=01/03/2018",
        }
    );
    CHECK(test::rows_of(person, 2019, "placed_for_adoption") == Rows{"DATE_PLACED=01/03/2018"});
}

TEST_CASE("export adoption: a reversal belongs to the decision of its row, else to the last one") {
    PersonBuilder person = placed_child();
    person.add(kShould, "2016-11-22");
    from_row(person, "placed_for_adoption", 2);
    person.add(kShould, "2017-01-02");
    from_row(person, "placed_for_adoption", 3);
    person.add(kNoAdopters, "2017-06-01");
    from_row(person, "placed_for_adoption", 2);
    person.add(AdoptionDecisionMade{"reversed", "other", std::nullopt}, "2017-07-01");
    CHECK(
        test::rows_of(person, 2018, "placed_for_adoption") ==
        Rows{
            "DATE_PLACED=22/11/2016 DATE_PLACED_CEASED=01/06/2017 REASON_PLACED_CEASED=RD3",
            "DATE_PLACED=02/01/2017 DATE_PLACED_CEASED=01/07/2017 REASON_PLACED_CEASED=RD4",
        }
    );
}

TEST_CASE("export adoption: what was said of care that ended before the year is told no more") {
    PersonBuilder person = placed_child();
    person.add(kShould, "2016-11-22");
    person.add(PreviousPermanenceRecorded{"adoption", "116", "ZZ/ZZ/2015"}, "2016-04-03");
    person.leaves("2017-02-01");
    person.enters("2017-08-01", "care-order");
    CHECK(test::rows_of(person, 2018, "placed_for_adoption").empty());
    CHECK(test::rows_of(person, 2018, "previous_permanence").empty());
    person.add(PreviousPermanenceRecorded{"none", "", ""}, "2017-08-01");
    CHECK(test::rows_of(person, 2018, "previous_permanence") == Rows{"PREV_PERM=Z1"});
    CHECK(
        test::rows_of(person, 2017, "previous_permanence") ==
        Rows{"PREV_PERM=P1 LA_PERM=116 DATE_PERM=ZZ/ZZ/2015"}
    );
}

}  // namespace
}  // namespace tyst
