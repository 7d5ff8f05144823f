#include "projections/census/census_rows.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "projections/care_and_support.h"
#include "projections/welsh_care.h"
#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::PersonBuilder;
using test::shipped_reference;

const ReturnLayout& shipped_census_layout() {
    return shipped_reference().return_form(kWalesCensusForm)->layout(2019);
}

// The rows of one table for one child, as "COLUMN=value" of the columns named.
std::vector<std::string> census_cells(
    const PersonBuilder& child,
    std::string_view table,
    std::initializer_list<std::string_view> columns,
    int year = 2019
) {
    const Period period{welsh_year_start(year), welsh_year_end(year)};
    const CensusQuestion question{
        &shipped_census_layout(), &shipped_reference().codes(), period, "C1"
    };
    const History history = child.fold(asked(to_text(period.to)));
    std::vector<std::string> cells;
    for (const CensusTableRows& rows : census_rows(question, history)) {
        if (rows.table->id != table) continue;
        for (const std::vector<std::string>& row : rows.rows) {
            std::string text;
            for (const std::string_view column : columns) {
                text += text.empty() ? "" : " ";
                text += row[*rows.table->place_of(column)];
            }
            cells.push_back(text);
        }
    }
    return cells;
}

using CensusCells = std::vector<std::string>;

PersonBuilder census_child(std::string_view born = "2010-05-05") {
    PersonBuilder child;
    child.add(ChildRegistered{"sample", "C1"}, born);
    child.born(born);
    return child;
}

TEST_CASE("census: the shipped layout can be filled") {
    const ReturnForm* form = shipped_reference().return_form(kWalesCensusForm);
    REQUIRE(form != nullptr);
    for (int year = form->first_year(); year <= form->last_year(); ++year) {
        const auto checked = check_census_layout(form->layout(year));
        INFO((checked ? "" : checked.error().context));
        CHECK(checked);
    }
    REQUIRE_FALSE(form->notes().empty());
    CHECK_THAT(form->notes().front().en, Catch::Contains("unconfirmed (mark M)"));
}

TEST_CASE("census: a layout that asks for what no row tells is refused by table and column") {
    ReturnLayout layout = shipped_census_layout();
    layout.tables.front().columns.back().fact = CensusFact::in_touch;
    const auto wrong_fact = check_census_layout(layout);
    REQUIRE_FALSE(wrong_fact);
    CHECK_THAT(
        wrong_fact.error().context,
        Catch::Contains("'REC' of table 'episodes'") && Catch::Contains("'in-touch'")
    );
    layout.tables.front().columns.back().fact = CensusFact::none;
    CHECK_THAT(check_census_layout(layout).error().context, Catch::Contains("names no 'fact'"));
    layout.tables.front().id = "birthday_19";
    CHECK_THAT(check_census_layout(layout).error().context, Catch::Contains("'birthday_19'"));
}

TEST_CASE("census: an episode says why it began and how it ended") {
    PersonBuilder child = census_child();
    child.enters("2018-05-01", "voluntary", "N4");
    child.fostered("unrelated", "own", "2018-05-01");
    child.status("interim-care-order", "2018-06-01");
    child.fostered("unrelated", "private", "2018-07-01");
    child.status("care-order", "2018-08-01");
    child.fostered("kin", "own", "2018-08-01");
    child.add(LookedAfterEnded{"not-stated", "special-guardianship-kin-foster"}, "2018-09-01");
    CHECK(
        census_cells(child, "episodes", {"DECOM", "RNE", "LS", "PLACE", "DEC", "REC"}) ==
        CensusCells{
            "01/05/2018 S V2 foster-own 01/06/2018 continues",
            "01/06/2018 L C1 foster-own 01/07/2018 continues",
            "01/07/2018 P C1 foster-agency 01/08/2018 continues",
            "01/08/2018 B C2 kinship 01/09/2018 special-guardianship-former-foster",
        }
    );
    CHECK(census_cells(child, "episodes", {"LS_GROUP", "CIN"}).front() == "single-period N4");
}

TEST_CASE("census: an episode that begins on the same or the next day goes on") {
    struct Row {
        const char* again;
        const char* ended;
        const char* began;
    };
    const auto row = GENERATE(
        Row{"2018-06-10", "continues", "P"},
        Row{"2018-06-11", "continues", "P"},
        Row{"2018-06-12", "returned-home", "S"}
    );
    CAPTURE(row.again);
    PersonBuilder child = census_child();
    child.enters("2018-05-01", "care-order");
    child.placed("childrens-home", "2018-05-01");
    child.add(LookedAfterEnded{"not-stated", "home-planned"}, "2018-06-10");
    child.enters(row.again, "care-order");
    child.placed("residential-school", row.again);
    const CensusCells rows = census_cells(child, "episodes", {"RNE", "REC"});
    REQUIRE(rows.size() == 2);
    CHECK(rows[0] == std::string("S ") + row.ended);
    CHECK(rows[1] == std::string(row.began) + " ");
}

TEST_CASE("census: a temporary stay is part of the placement that it interrupts") {
    PersonBuilder child = census_child();
    child.enters("2018-05-01", "care-order");
    child.placed("childrens-home", "2018-05-01");
    const EventId stay = child.placed("hospital", "2018-06-01", true);
    child.placement_ends(stay, "2018-06-05");
    CHECK(
        census_cells(child, "episodes", {"DECOM", "PLACE"}) == CensusCells{"01/05/2018 residential"}
    );
}

TEST_CASE("census: accommodation is under section 76 from 6 April 2016, with no new event") {
    PersonBuilder child = census_child();
    child.enters("2015-05-01", "voluntary");
    child.placed("childrens-home", "2015-05-01");
    CHECK(census_cells(child, "episodes", {"ACCOMMODATION"}, 2017) == CensusCells{"section-76"});
    CHECK(census_cells(child, "episodes", {"ACCOMMODATION"}, 2016) == CensusCells{"section-20"});
    PersonBuilder ended = census_child();
    ended.enters("2015-05-01", "voluntary");
    ended.leaves("2016-04-06");
    CHECK(census_cells(ended, "episodes", {"ACCOMMODATION"}, 2017) == CensusCells{"section-20"});
}

TEST_CASE("census: short breaks are rows of a table of their own") {
    PersonBuilder child = census_child();
    child.enters("2018-05-01", "short-breaks-each");
    child.placed("childrens-home", "2018-05-01");
    CHECK(census_cells(child, "episodes", {"LS"}).empty());
    CHECK(census_cells(child, "short_breaks", {"LS", "DECOM"}) == CensusCells{"V3 01/05/2018"});
}

TEST_CASE("census: care ends on the day before the 18th birthday, of 29 February on that of 28") {
    struct Row {
        const char* born;
        const char* last_day;
    };
    const auto row = GENERATE(Row{"2000-06-15", "14/06/2018"}, Row{"2000-02-29", "28/02/2018"});
    CAPTURE(row.born);
    PersonBuilder child = census_child(row.born);
    child.enters("2017-05-01", "care-order");
    const int year = std::string_view(row.last_day).ends_with("06/2018") ? 2019 : 2018;
    CHECK(census_cells(child, "episodes", {"DEC"}, year) == CensusCells{row.last_day});
}

TEST_CASE("census: the asylum flag holds until the status ceased") {
    PersonBuilder child = census_child();
    IdentityRecorded identity;
    identity.unaccompanied_asylum_seeking = true;
    identity.asylum_status_ceased = day("2018-08-15");
    child.add(identity, "2018-05-01");
    child.enters("2018-05-01", "voluntary");
    child.placed("childrens-home", "2018-05-01");
    child.placed("residential-school", "2018-08-10");
    CHECK(census_cells(child, "episodes", {"UASC"}) == CensusCells{"1", "0"});
}

TEST_CASE("census: an adoption is told with its decision, match, placement and adopters") {
    PersonBuilder child = census_child("2016-05-05");
    child.enters("2017-05-01", "placement-order");
    child.add(AdoptionDecisionMade{"should-be-placed", {}, std::nullopt}, "2017-09-01");
    child.add(AdoptionMatched{}, "2017-11-01");
    PlacementStarted placement;
    placement.setting = "placed-for-adoption";
    child.add(placement, "2017-12-01");
    child.add(LookedAfterEnded{"adoption-order", "adopted-consent-dispensed"}, "2018-07-01");
    child.add(AdoptersRecorded{false, 2, "man-and-woman", "married"}, "2018-07-01");
    CHECK(
        census_cells(
            child,
            "adoption",
            {"DATE_DECIDED",
             "DATE_MATCH",
             "DATE_PLACED",
             "DATE_ADOPTED",
             "FOSTER_CARE",
             "NB_ADOPTR",
             "SEX_ADOPTR",
             "LS_ADOPTR"}
        ) == CensusCells{"01/09/2017 01/11/2017 01/12/2017 01/07/2018 0 2 MF L11"}
    );
}

TEST_CASE("census: who leaves at 16 or over is told with the contact nearest to that day") {
    PersonBuilder child = census_child("2001-06-01");
    child.enters("2015-05-01", "voluntary");
    child.add(LookedAfterEnded{"self-discharge", "independent-supported"}, "2018-05-31");
    LeaverContactRecorded contact;
    contact.in_touch = "yes";
    contact.activity = "work-full";
    contact.accommodation = "supported";
    contact.suitable_accommodation = true;
    child.add(contact, "2018-06-20");
    CHECK(
        census_cells(
            child, "care_leavers", {"DEC", "REC", "CONTACT", "IN_TOUCH", "ACTIV", "SUITABLE"}
        ) == CensusCells{"31/05/2018 independent-supported 20/06/2018 yes work-full 1"}
    );
    PersonBuilder adopted = census_child("2001-06-01");
    adopted.enters("2015-05-01", "voluntary");
    adopted.add(LookedAfterEnded{"adoption-order", "adopted-unopposed"}, "2018-05-31");
    CHECK(census_cells(adopted, "care_leavers", {"DEC"}).empty());
}

TEST_CASE("census: care and support counts where it holds on each day from 1 January to 31 March") {
    struct Row {
        const char* says;
        const char* opened;
        const char* closed;  // of the plan under Part 4; empty while it is open
        const char* enters;  // care; empty for none
        std::size_t rows;
    };
    const auto row = GENERATE(
        Row{"opened on 1 January", "2019-01-01", "", "", 1},
        Row{"opened on 2 January", "2019-01-02", "", "", 0},
        Row{"closed on 31 March", "2018-06-01", "2019-03-31", "", 0},
        Row{"care begins on the day on which the plan closes",
            "2018-06-01",
            "2019-02-01",
            "2019-02-01",
            1},
        Row{"care begins a day later", "2018-06-01", "2019-02-01", "2019-02-02", 0}
    );
    CAPTURE(row.says);
    PersonBuilder child = census_child();
    const EventId plan = child.add(PartFourPlanOpened{}, row.opened);
    if (*row.closed != '\0') child.add(PartFourPlanClosed{plan, "looked-after"}, row.closed);
    if (*row.enters != '\0') child.enters(row.enters, "care-order");
    CHECK(census_cells(child, "care_and_support", {"CHILD"}).size() == row.rows);
    if (*row.enters != '\0' && row.rows == 1) {
        CHECK(
            census_cells(
                child, "care_and_support", {"SINCE", "LOOKED_AFTER", "REGISTERED", "PART_4_PLAN"}
            ) == CensusCells{"01/06/2018 1 0 0"}
        );
    }
}

TEST_CASE("care and support: a deregistration without a name ends the registration that is open") {
    PersonBuilder child = census_child();
    child.add(ProtectionRegistered{{"neglect"}}, "2018-06-01");
    child.add(ProtectionDeregistered{{}, "risk-reduced"}, "2018-09-01");
    const History history = child.fold(asked("2019-03-31"));
    const auto stretches = support_stretches(history);
    REQUIRE(stretches.size() == 1);
    CHECK(stretches.front().to == day("2018-09-01"));
    CHECK(supported_since(stretches, day("2018-08-31")) == day("2018-06-01"));
    CHECK_FALSE(supported_since(stretches, day("2018-09-01")));
}

}  // namespace
}  // namespace tyst
