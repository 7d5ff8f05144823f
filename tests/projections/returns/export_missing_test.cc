#include <catch2/catch.hpp>

#include "tests/projections/returns/exported_child.h"

namespace tyst {
namespace {

using test::PersonBuilder;
using Rows = std::vector<std::string>;

PersonBuilder boy_in_care() {
    PersonBuilder person;
    person.born("2006-06-15");
    person.enters("2016-04-03", "care-order");
    return person;
}

TEST_CASE("export missing: a period is told in every year that it touches, its end in that of it") {
    PersonBuilder person = boy_in_care();
    const EventId first = person.add(MissingStarted{"missing"}, "2017-03-20");
    person.add(MissingEnded{first}, "2017-04-02");
    person.add(MissingStarted{"away"}, "2018-03-30");
    CHECK(test::rows_of(person, 2017, "missing") == Rows{"MISSING=M MIS_START=20/03/2017"});
    CHECK(
        test::rows_of(person, 2018, "missing") ==
        Rows{"MISSING=M MIS_START=20/03/2017 MIS_END=02/04/2017", "MISSING=A MIS_START=30/03/2018"}
    );
    CHECK(test::rows_of(person, 2019, "missing") == Rows{"MISSING=A MIS_START=30/03/2018"});
}

TEST_CASE("export missing: from home is not the return's, unless a return said so") {
    PersonBuilder person = boy_in_care();
    person.leaves("2017-08-01");
    const EventId at_home = person.add(MissingStarted{"missing"}, "2017-09-01");
    person.add(MissingEnded{at_home}, "2017-09-02");
    CHECK(test::rows_of(person, 2018, "missing").empty());
    const EventId stated = person.add(MissingStarted{"missing"}, "2017-10-01");
    person.events().back().event.source = {"ssda903", "missing", 2};
    person.add(MissingEnded{stated}, "2017-10-02");
    CHECK(
        test::rows_of(person, 2018, "missing") ==
        Rows{"MISSING=M MIS_START=01/10/2017 MIS_END=02/10/2017"}
    );
}

TEST_CASE("export missing: what should never have been recorded is not told") {
    PersonBuilder person = boy_in_care();
    const EventId wrong = person.add(MissingStarted{"missing"}, "2017-09-01");
    person.annul(wrong, "2017-09-05");
    CHECK(test::rows_of(person, 2018, "missing").empty());
}

}  // namespace
}  // namespace tyst
