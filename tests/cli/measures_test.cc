#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json/array.hpp>
#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"
#include "tests/support/temporary_directory.h"

namespace tyst::cli {
namespace {

// Two children in care since 2018-01-08; the second review, due on 2018-05-01, was held for nobody,
// and one of them had a plan of permanence by then.
struct MeasuredLedger {
    MeasuredLedger() {
        ledger.append({test::coverage_line(1)});
        ledger.append(test::child_lines(10, "A1"));
        ledger.append(test::child_lines(20, "A2"));
        ledger.append({test::event_line(
            30, "permanence_plan_recorded", "A2", "2018-05-01", R"({"routes":["adoption"]})"
        )});
    }
    test::SmallLedger ledger;
};

std::string content_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

TEST_CASE("measures: a measure shows its figures with the children behind each") {
    MeasuredLedger measured;
    const auto answer = test::json_of(measured.ledger.run(
        {"measures", "--year", "2019", "--open", "SCC/001b", "--format", "json"}
    ));
    CHECK(answer.at("as_at") == "2019-03-31");
    CHECK(answer.at("period").at("from") == "2018-04-01");
    REQUIRE(answer.at("measures").as_array().size() == 1);
    const auto& measure = answer.at("measures").at(0);
    CHECK(measure.at("wording") == "unverified");
    CHECK(measure.at("asked_for") == false);
    CHECK(measure.at("numerator").at("id") == "SCC/001b.numerator");
    CHECK(measure.at("numerator").at("value") == 1);
    CHECK(measure.at("numerator").at("children") == boost::json::array{"A2"});
    CHECK(measure.at("denominator").at("value") == 2);
    CHECK(measure.at("result_value") == "50.0");
    REQUIRE(measure.at("items").as_array().size() == 2);
    CHECK(measure.at("items").at(0).at("child") == "A1");
    CHECK(measure.at("items").at(0).at("verdict") == "not-counted");
    CHECK(measure.at("items").at(1).at("verdict") == "counted");
}

TEST_CASE("measures: an opened numerator lists who is counted and why") {
    MeasuredLedger measured;
    const auto outcome =
        measured.ledger.run({"measures", "--year", "2019", "--open", "SCC/001b.numerator"});
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Catch::Contains("due 2018-05-01 (R-second-review)"));
    CHECK_THAT(outcome.out, Catch::Contains("plan of permanence 2018-05-01 (adoption)"));
    CHECK_THAT(outcome.out, !Catch::Contains("A1"));
    CHECK_THAT(outcome.out, Catch::Contains("unverified (M)"));
    CHECK_THAT(outcome.out, Catch::Contains("Counts are exact"));
}

TEST_CASE("measures: a year shows what was asked for in it, and what is not held says so") {
    MeasuredLedger measured;
    const auto outcome = measured.ledger.run({"measures", "--year", "2019", "--format", "csv"});
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Catch::Contains("PM33.denominator,2,true,0"));
    CHECK_THAT(outcome.out, Catch::Contains("PM33.numerator,0,true,0,0.0,verified"));
    CHECK_THAT(outcome.out, Catch::Contains("PM32.numerator,,false"));
    CHECK_THAT(outcome.out, !Catch::Contains("CH/043"));
    CHECK_THAT(outcome.out, !Catch::Contains("SCC/"));
    const auto welsh =
        measured.ledger.run({"measures", "--year", "2019", "--set", "CH", "--language", "cy"});
    CHECK_THAT(welsh.out, Catch::Contains("Plant sy'n derbyn gofal ar 31 Mawrth"));
    CHECK_THAT(welsh.out, Catch::Contains("heb ei ddal yma"));
}

TEST_CASE("measures: a day within the year asks for the year so far, one outside is refused") {
    MeasuredLedger measured;
    const auto so_far = test::json_of(measured.ledger.run(
        {"measures",
         "--year",
         "2019",
         "--open",
         "SCC/001b",
         "--as-at",
         "2018-04-30",
         "--format",
         "json"}
    ));
    CHECK(so_far.at("measures").at(0).at("denominator").at("value") == 0);
    const auto outside =
        measured.ledger.run({"measures", "--year", "2019", "--as-at", "2019-04-01"});
    CHECK(outside.code == 2);
    CHECK_THAT(outside.err, Catch::Contains("2019-04-01 lies outside the year 2019"));
    CHECK(measured.ledger.run({"measures"}).code == 2);
    const auto unknown = measured.ledger.run({"measures", "--year", "2019", "--open", "CH/999"});
    CHECK(unknown.code == 3);
    CHECK_THAT(unknown.err, Catch::Contains("no measure 'CH/999'"));
}

TEST_CASE("measures: the list and one measure can be read without a ledger") {
    test::TameMachine machine;
    const auto list = machine.run({"measures", "list", "--set", "SCC"});
    CHECK(list.code == 0);
    CHECK_THAT(list.out, Catch::Contains("SCC/037") && Catch::Contains("not computed"));
    CHECK_THAT(list.out, !Catch::Contains("PM24"));
    const auto one = machine.run({"measures", "show", "CH/043"});
    CHECK(one.code == 0);
    CHECK_THAT(one.out, Catch::Contains("placements_at_least = 3"));
    CHECK_THAT(one.out, Catch::Contains("Wording: verified"));
    CHECK(machine.run({"measures", "show", "CH/999"}).code == 3);
}

TEST_CASE("census: its tables are written as files, and it says that the form is unconfirmed") {
    MeasuredLedger measured;
    const tyst::test::TemporaryDirectory place;
    const std::filesystem::path into = place / "census";
    const auto outcome =
        measured.ledger.run({"return", "census", "--year", "2019", "--into", into.string()});
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Catch::Contains("unconfirmed (mark M)"));
    CHECK_THAT(outcome.out, Catch::Contains("parental factors"));
    CHECK_THAT(outcome.out, Catch::Contains("adoption.csv") && Catch::Contains("pathway"));
    CHECK(
        content_of(into / "episodes.csv") ==
        "CHILD,UPN,DOB,SEX,ETHNIC,UASC,CIN,DECOM,RNE,LS,LS_GROUP,ACCOMMODATION,PLACE,PLACE_WHERE,"
        "PLACE_PROVIDER,DEC,REC\r\n"
        "A1,,01/05/2010,,,0,N1,08/01/2018,S,C2,care-order,,foster-own,,PR1,,\r\n"
        "A2,,01/05/2010,,,0,N1,08/01/2018,S,C2,care-order,,foster-own,,PR1,,\r\n"
    );
    CHECK_THAT(content_of(into / "care_and_support.csv"), Catch::Contains("A1,,01/05/2010"));
    const auto again =
        measured.ledger.run({"return", "census", "--year", "2019", "--into", into.string()});
    CHECK(again.code != 0);  // a written file is not written over
}

}  // namespace
}  // namespace tyst::cli
