#include "ledger/intake/ssda903_outcomes.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/ledger/intake/intake_fixture.h"

namespace tyst {
namespace {

using test::ChildRows;
using Lines = std::vector<std::string>;
using T = Ssda903Table;

constexpr const char* kOutcomesGirl = "101,2,27/03/2008,WROM,D051910639385,,";

// The only fact of its kind, and when it was true.
template <class Body>
std::pair<Body, Occurrence> only(const Ssda903ChildFacts& facts) {
    const auto found = std::ranges::find_if(facts.events, [](const Event& event) {
        return std::holds_alternative<Body>(event.body);
    });
    REQUIRE(found != facts.events.end());
    return {std::get<Body>(found->body), found->occurred};
}

YearlyOutcomesStated outcomes(const std::string& values) {
    const auto facts = ChildRows()
                           .row(T::header, kOutcomesGirl)
                           .row(T::yearly_outcomes, "101,27/03/2008," + values)
                           .map();
    CHECK(test::refused(facts).empty());
    return only<YearlyOutcomesStated>(facts).first;
}

LeaverContactRecorded contact(const std::string& values) {
    const auto facts = ChildRows()
                           .row(T::header, "101,2,30/03/2001,WROM,,,")
                           .row(T::care_leavers, "101,30/03/2001," + values)
                           .map();
    CHECK(test::refused(facts).empty());
    return only<LeaverContactRecorded>(facts).first;
}

TEST_CASE("outcomes: what a return says of the year is one fact on its last day") {
    const auto facts = ChildRows()
                           .row(T::header, kOutcomesGirl)
                           .row(T::yearly_outcomes, "101,27/03/2008,39,,1,0,,1,0,1,0,1")
                           .map();
    const auto [stated, when] = only<YearlyOutcomesStated>(facts);
    CHECK(when == on_day(Date::of(2018, 3, 31)));
    CHECK(stated.year == 2018);
    CHECK(stated.questionnaire_scored == true);
    CHECK(stated.questionnaire_score == 39);
    CHECK(stated.convicted == true);
    CHECK(stated.health_check == false);
    CHECK_FALSE(stated.immunisations.has_value());
    CHECK(stated.teeth_check == true);
    CHECK(stated.health_assessment == false);
    CHECK(stated.substance_misuse == true);
    CHECK(stated.intervention_received == false);
    CHECK(stated.intervention_offered == true);
    CHECK(facts.findings.empty());
}

TEST_CASE("outcomes: a score, a reason why there is none, and neither are three statements") {
    CHECK(outcomes("0,,,,,,,,,").questionnaire_scored == true);
    const auto none = outcomes(",SDQ4,,,,,,,,");
    CHECK(none.questionnaire_scored == false);
    CHECK(none.questionnaire_missing == "severe-disability");
    CHECK_FALSE(outcomes(",,,,,,,,,").questionnaire_scored.has_value());
}

TEST_CASE("outcomes: a value that is not understood is refused by itself, the others stand") {
    const auto facts = ChildRows()
                           .row(T::header, kOutcomesGirl)
                           .row(T::yearly_outcomes, "101,27/03/2008,41,SDQ9,Y,1,,,,,,")
                           .map();
    CHECK(
        test::refused(facts) ==
        Lines{
            "oc2 2 SDQ_SCORE 41 (value)",
            "oc2 2 SDQ_REASON SDQ9 (value)",
            "oc2 2 CONVICTED Y (value)"
        }
    );
    CHECK(facts.refusals.at(0).reason == "not a whole number from 0 to 40");
    CHECK(only<YearlyOutcomesStated>(facts).first.health_check == true);
}

TEST_CASE("outcomes: a return taken before the year is over dates them by its receipt") {
    const auto facts = ChildRows(2018, Date::of(2018, 2, 1))
                           .row(T::header, kOutcomesGirl)
                           .row(T::yearly_outcomes, "101,27/03/2008,,,1,,,,,,,")
                           .map();
    CHECK(only<YearlyOutcomesStated>(facts).second == on_day(Date::of(2018, 2, 1)));
}

TEST_CASE("leavers: a contact stands on the birthday in the collection") {
    const auto day_of = [](const std::string& birth, const std::string& row_birth) {
        ChildRows rows;
        if (!birth.empty()) rows.row(T::header, "101,2," + birth + ",WROM,,,");
        rows.row(T::care_leavers, "101," + row_birth + ",YES,F1,B1");
        const auto when = only<LeaverContactRecorded>(rows.map()).second;
        return to_text(when.date) + (when.precision == OccurrencePrecision::year ? " year" : "");
    };
    CHECK(day_of("30/03/2001", "30/03/2001") == "2018-03-30");
    CHECK(day_of("01/04/2000", "01/04/2000") == "2017-04-01");
    CHECK(day_of("31/03/1997", "31/03/1997") == "2018-03-31");
    CHECK(day_of("29/02/2000", "29/02/2000") == "2018-03-01");
    // The header's birth date goes before the row's own; without a header the row's is all there
    // is.
    CHECK(day_of("30/06/2000", "30/03/2001") == "2017-06-30");
    CHECK(day_of("", "30/03/2001") == "2018-03-30");
    // Unknown, or no birthday that the return asks about: some day of the year.
    CHECK(day_of("", "") == "2018-01-01 year");
    CHECK(day_of("30/03/1996", "30/03/1996") == "2018-01-01 year");
    CHECK(day_of("30/03/2008", "30/03/2008") == "2018-01-01 year");
}

TEST_CASE("leavers: a home is a kind and whether it is suitable; the old activities stay apart") {
    CHECK(
        contact("YES,F1,Z2") ==
        LeaverContactRecorded{"yes", "higher-education-full", false, "former-carers"}
    );
    CHECK(
        contact("RHOM,0,0") ==
        LeaverContactRecorded{"returned-home", "none-stated", {}, "none-stated"}
    );
    CHECK(contact("NO,F3,") == LeaverContactRecorded{"no", "training-or-work-full", {}, ""});
    CHECK(
        contact("REFU,p5,u1") == LeaverContactRecorded{"refused", "work-part", true, "independent"}
    );
}

TEST_CASE("leavers: every activity and home that any year's form has is understood") {
    const CodeBook book = test::shipped_codes();
    const Ssda903Codes codes(book);
    for (const char* activity :
         {"F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5", "G4", "G5", "G6", "0"}) {
        INFO(activity);
        CHECK(codes.code_of("leaver-activity", activity));
    }
    for (const char letter : std::string("BCDEGHKRSTUVWXYZ")) {
        for (const char suitable : {'1', '2'}) {
            const std::string text{letter, suitable};
            INFO(text);
            const auto home = codes.leaver_home(text);
            REQUIRE(home);
            CHECK(home->suitable == (suitable == '1'));
            CHECK(codes.leaver_home_text(*home, 2018) == text);
        }
    }
    CHECK(codes.leaver_home_text(codes.leaver_home("0").value(), 2018) == "0");
    for (const char* text : {"", "B", "B3", "01", "02", "A1", "B12"}) {
        INFO(text);
        CHECK_FALSE(codes.leaver_home(text));
    }
    // A home of which nobody said whether it is suitable has no code in the return.
    CHECK_FALSE(codes.leaver_home_text({"custody", std::nullopt}, 2018));
    CHECK_FALSE(codes.leaver_home_text({"supported", true}, 2018));
    CHECK(codes.text_of("leaver-activity", "training-or-work-full", 2021) == "F3");
    CHECK_FALSE(codes.text_of("leaver-activity", "training-or-work-full", 2022));
    CHECK_FALSE(codes.text_of("leaver-activity", "work-full", 2021));
}

TEST_CASE("leavers: without a word on being in touch the row says nothing and is refused") {
    const auto facts = ChildRows()
                           .row(T::header, kOutcomesGirl)
                           .row(T::care_leavers, "101,27/03/2008,,F1,B1")
                           .row(T::care_leavers, "101,27/03/2008,YES,Q1,01")
                           .map();
    CHECK(
        test::refused(facts) ==
        Lines{"oc3 2 IN_TOUCH ", "oc3 3 ACTIV Q1 (value)", "oc3 3 ACCOM 01 (value)"}
    );
    CHECK(
        std::ranges::count(facts.fates, Ssda903RowFate::Fate::refused, &Ssda903RowFate::fate) == 1
    );
}

}  // namespace
}  // namespace tyst
