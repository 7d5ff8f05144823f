#include <algorithm>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "schema/local_files.h"
#include "schema/reference_set.h"
#include "tests/support/embedded_reference.h"

namespace tyst {
namespace {

constexpr std::string_view kMeasureText =
    "measure = \"CH/900\"\n"        // 1
    "measure_set = \"CH\"\n"        // 2
    "version = \"1\"\n"             // 3
    "title_en = \"Test\"\n"         // 4
    "title_cy = \"Prawf\"\n"        // 5
    "source = \"a test\"\n"         // 6
    "wording = \"unverified\"\n"    // 7
    "first_year = 2017\n"           // 8
    "last_year = 2020\n"            // 9
    "unit = \"each\"\n"             // 10
    "result = \"percentage\"\n"     // 11
    "[population]\n"                // 12
    "count = \"events\"\n"          // 13
    "event = \"school-changed\"\n"  // 14
    "needs = [\"education\"]\n"     // 15
    "[numerator]\n"                 // 16
    "recorded = { event = \"school-changed\", before = { count = 12, unit = \"calendar-months\" } "
    "}\n"
    "needs = [\"education\"]\n";  // 18

std::string measure_text(std::string_view replace = "", std::string_view with = "") {
    std::string text(kMeasureText);
    if (!replace.empty()) {
        const std::size_t at = text.find(replace);
        REQUIRE(at != std::string::npos);
        text.replace(at, replace.size(), with);
    }
    return text;
}

// The shipped set with one more file.
Result<ReferenceSet> load_measure(std::string text) {
    return load_with(shipped_reference_set(), {{"mine.toml", std::move(text)}});
}

TEST_CASE("measure files: a file says what is counted, of whom, when and how sure that is") {
    const auto set = load_measure(measure_text());
    INFO((set ? "" : set.error().context));
    REQUIRE(set);
    const Measure* measure = set->find_measure("CH/900");
    REQUIRE(measure != nullptr);
    CHECK(measure->path == "measures/mine.toml");
    CHECK(measure->set == "CH");
    CHECK_FALSE(measure->wording_verified);
    CHECK(measure->unit == MeasureUnit::each);
    CHECK(measure->population.kind == PopulationKind::events);
    CHECK(measure->population.event.type == EventType::school_changed);
    REQUIRE(measure->numerator);
    REQUIRE(measure->numerator->where.recorded);
    CHECK(measure->numerator->where.recorded->before == DueTerm{12, TermUnit::calendar_months});
    CHECK_FALSE(measure->asked_for_in(2016));
    CHECK(measure->asked_for_in(2017));
    CHECK(measure->asked_for_in(2020));
    CHECK_FALSE(measure->asked_for_in(2021));
}

TEST_CASE("measure files: whatever the vocabulary does not know is refused with its line") {
    struct Row {
        const char* replace;
        const char* with;
        const char* told;
    };
    const auto row = GENERATE(
        Row{"version = \"1\"", "version = \"1\"\nversoin = \"1\"", "mine.toml:4"},
        Row{"unit = \"each\"", "unit = \"family\"", "mine.toml:10: 'family' is not known"},
        Row{"\"events\"", "\"everybody\"", "mine.toml:13: 'everybody' is not known"},
        Row{"wording = \"unverified\"", "wording = \"sure\"", "mine.toml:7: 'wording' is verified"},
        Row{"last_year = 2020", "last_year = 2016", "mine.toml:9: 'last_year' lies before"},
        Row{"event = \"school-changed\"\nneeds",
            "event = \"school-moved\"\nneeds",
            "mine.toml:14: 'school_moved' is no event"},
        Row{"\"calendar-months\"", "\"working-days\"", "mine.toml:17: 'before' is in"},
        Row{"needs = [\"education\"]\n[numerator]",
            "needs = [\"eduction\"]\n[numerator]",
            "'eduction' is no code of fact-kind"},
        Row{"recorded = {",
            "satisfies_in_time = [\"R-none\"]\nrecorded = {",
            "'R-none' is no Welsh rule"},
        Row{"recorded = {", "left = [\"abroad\"]\nrecorded = {", "'abroad' is no code of wales-exit"
        },
        Row{"recorded = {",
            "in_time = true\nrecorded = {",
            "mine.toml:17: only what obligations-due"},
        Row{"recorded = {", "sum = \"register-days\"\nrecorded = {", "registrations-in-year"},
        Row{"result = \"percentage\"", "result = \"average\"", "mine.toml:11: an average is that of"
        },
        Row{"wording =", "reading_en = \"so\"\nwording =", "in English and in Welsh"}
    );
    CAPTURE(row.with);
    const auto set = load_measure(measure_text(row.replace, row.with));
    REQUIRE_FALSE(set);
    CHECK(set.error().code == ErrorCode::invalid_rule_file);
    CHECK_THAT(set.error().context, Catch::Contains(row.told));
}

TEST_CASE("measure files: one without figures says why, and neither unit nor population") {
    const std::string head = measure_text().substr(0, measure_text().find("unit ="));
    const auto set = load_measure(
        head + "not_computed_en = \"not recorded\"\nnot_computed_cy = \"heb ei gofnodi\"\n"
    );
    INFO((set ? "" : set.error().context));
    REQUIRE(set);
    CHECK_FALSE(set->find_measure("CH/900")->computed());
    const auto silent = load_measure(head + "unit = \"each\"\nresult = \"count\"\n");
    REQUIRE_FALSE(silent);
    CHECK_THAT(silent.error().context, Catch::Contains("'population' says what is counted"));
}

TEST_CASE("measure files: a council's file takes the place of the one with its id") {
    const auto set = load_measure(measure_text("CH/900", "CH/043"));
    INFO((set ? "" : set.error().context));
    REQUIRE(set);
    const Measure* measure = set->find_measure("CH/043");
    REQUIRE(measure != nullptr);
    CHECK(measure->title.en == "Test");
    CHECK(measure->path == "measures/ch-043.toml");
    CHECK(set->measures().size() == shipped_reference_set().measures().size());
}

TEST_CASE("measure files: the shipped ones are those of the three sets, in both languages") {
    const ReferenceSet shipped = shipped_reference_set();
    const auto count = [&shipped](std::string_view set) {
        return std::ranges::count(shipped.measures(), set, &Measure::set);
    };
    CHECK(count("CH") == 8);
    CHECK(count("PM") == 13);
    CHECK(count("SCC") == 25);
    for (const Measure& measure : shipped.measures()) {
        CAPTURE(measure.id);
        CHECK_FALSE(measure.title.cy.empty());
        CHECK(measure.title.cy != measure.title.en);
        CHECK(measure.title_cy_is_draft);
        CHECK_FALSE(measure.source.empty());
    }
    for (const char* id : {"SCC/011b", "SCC/016", "SCC/022", "SCC/037", "SCC/045"}) {
        CAPTURE(id);
        CHECK_FALSE(shipped.find_measure(id)->computed());
    }
}

TEST_CASE("return forms: a council's layout takes the place of the shipped one") {
    const ReferenceSet shipped = shipped_reference_set();
    const auto file =
        std::ranges::find(shipped.files(), "returns/wales-census.toml", &ReferenceFileText::path);
    REQUIRE(file != shipped.files().end());
    std::string text = file->text;
    const std::string_view from = "name = \"DECOM\"";
    const std::string_view to = "name = \"START\"";
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        text.replace(at, from.size(), to);
    }
    for (std::size_t at = text.find("\"DECOM\"]"); at != std::string::npos;
         at = text.find("\"DECOM\"]", at)) {
        text.replace(at, 8, "\"START\"]");
    }
    const auto set = load_with(shipped, {{"our-census.toml", text}});
    INFO((set ? "" : set.error().context));
    REQUIRE(set);
    const ReturnForm* form = set->return_form("wales-census");
    REQUIRE(form != nullptr);
    CHECK(form->layout(2019).tables.front().place_of("START"));
    CHECK_FALSE(form->layout(2019).tables.front().place_of("DECOM"));
}

}  // namespace
}  // namespace tyst
