#include <catch2/catch.hpp>

#include "tests/projections/returns/exported_child.h"

namespace tyst {
namespace {

using test::PersonBuilder;
using Rows = std::vector<std::string>;

// In care from March 2016 on.
PersonBuilder in_care_since_2016() {
    PersonBuilder person;
    person.born("2008-03-27");
    person.enters("2016-03-01", "care-order");
    return person;
}

PersonBuilder leaver(std::string_view born) {
    PersonBuilder person;
    person.born(born);
    person.enters("2016-03-01", "care-order");
    person.leaves("2016-06-01");
    return person;
}

// As a return tells it, on the day on which an import puts it.
void state(PersonBuilder& person, Body body, std::string_view occurred) {
    person.add(std::move(body), occurred);
    person.events().back().event.source = {"ssda903", "oc", 2};
}

TEST_CASE("export outcomes: what a return said of its year comes out in that year, and in no other"
) {
    PersonBuilder person = in_care_since_2016();
    YearlyOutcomesStated stated;
    stated.year = 2018;
    stated.questionnaire_scored = true;
    stated.questionnaire_score = 0;
    stated.convicted = false;
    stated.teeth_check = true;
    state(person, stated, "2018-03-31");
    CHECK(test::rows_of(person, 2018, "oc2") == Rows{"SDQ_SCORE=0 CONVICTED=0 TEETH_CHECK=1"});
    CHECK(test::rows_of(person, 2019, "oc2").empty());

    YearlyOutcomesStated next;
    next.year = 2019;
    next.questionnaire_scored = false;
    next.questionnaire_missing = "not-asked";
    state(person, next, "2019-03-31");
    CHECK(test::rows_of(person, 2019, "oc2") == Rows{"SDQ_REASON=SDQ3"});
}

TEST_CASE(
    "export outcomes: without a statement what was recorded by its day is told, of a whole year"
) {
    PersonBuilder person = in_care_since_2016();
    person.add(HealthCheckRecorded{"dentist", "done"}, "2017-06-01");
    person.add(HealthCheckRecorded{"assessment", "refused"}, "2017-07-01");
    person.add(StrengthsQuestionnaireScored{12, "carer"}, "2017-08-01");
    person.add(StrengthsQuestionnaireScored{9, "carer"}, "2018-02-01");
    CHECK(test::rows_of(person, 2018, "oc2") == Rows{"SDQ_SCORE=9 TEETH_CHECK=1"});
    // Nothing was recorded in that year: an empty row would say nothing.
    CHECK(test::rows_of(person, 2017, "oc2").empty());

    PersonBuilder came_later;
    came_later.born("2008-03-27");
    came_later.enters("2017-04-02", "care-order");
    came_later.add(HealthCheckRecorded{"dentist", "done"}, "2017-06-01");
    CHECK(test::rows_of(came_later, 2018, "oc2").empty());
}

TEST_CASE("export outcomes: a contact that a return stated comes out, and brings the leaver along"
) {
    PersonBuilder person = leaver("2000-03-30");
    state(
        person,
        LeaverContactRecorded{"yes", "higher-education-full", false, "bed-and-breakfast"},
        "2018-03-30"
    );
    state(
        person,
        LeaverContactRecorded{"returned-home", "none-stated", {}, "none-stated"},
        "2018-03-31"
    );
    CHECK(
        test::rows_of(person, 2018, "oc3") ==
        Rows{"IN_TOUCH=YES ACTIV=F1 ACCOM=W2", "IN_TOUCH=RHOM ACTIV=0 ACCOM=0"}
    );
    CHECK(test::rows_of(person, 2018, "header").size() == 1);
    CHECK(test::rows_of(person, 2018, "episodes").empty());
    CHECK(test::rows_of(person, 2019, "header").empty());
}

TEST_CASE("export outcomes: of contacts through the year the one nearest to the birthday is told") {
    PersonBuilder person = leaver("1999-10-01");
    person.add(LeaverContactRecorded{"yes", "", {}, ""}, "2017-06-01");
    person.add(LeaverContactRecorded{"refused", "", {}, ""}, "2017-09-30");
    person.add(LeaverContactRecorded{"no", "", {}, ""}, "2017-10-02");
    person.add(LeaverContactRecorded{"died", "", {}, ""}, "2018-03-01");
    CHECK(test::rows_of(person, 2018, "oc3") == Rows{"IN_TOUCH=NO"});
    PersonBuilder older = leaver("1995-10-01");
    older.add(LeaverContactRecorded{"yes", "", {}, ""}, "2017-10-01");
    CHECK(test::rows_of(older, 2018, "oc3").empty());
}

TEST_CASE("export outcomes: what a year's form has no code for is told to have none") {
    PersonBuilder person = leaver("2000-03-30");
    state(person, LeaverContactRecorded{"yes", "work-full", true, "supported"}, "2018-03-30");
    CHECK(test::rows_of(person, 2018, "oc3") == Rows{"IN_TOUCH=YES"});
    CHECK(
        test::untold_of(person, 2018) ==
        Rows{"oc3.ACTIV leaver-activity work-full", "oc3.ACCOM leaver-accommodation supported"}
    );
}

}  // namespace
}  // namespace tyst
