#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include "tests/cli/return_series.h"
#include "tests/cli/small_ledger.h"

// The returns of five years about the same children, taken in one after the other.
namespace tyst::cli::test {
namespace {

using SeriesCounts = std::map<std::string, std::int64_t>;

struct ImportedSeries {
    tyst::test::TemporaryDirectory place;
    SmallLedger ledger;
    boost::json::object planted;

    explicit ImportedSeries(int seed = 1) {
        const std::string folder = (place / "returns").string();
        const Outcome written = ledger.machine.run(
            {"sample",
             "ssda903",
             folder,
             "--children",
             "120",
             "--year",
             "2022",
             "--years",
             "5",
             "--seed",
             std::to_string(seed)}
        );
        REQUIRE(written.code == 0);
        CHECK(written.err.find("vanished_child") != std::string::npos);
        std::ifstream file(place / "returns/planted.json");
        planted =
            boost::json::parse(std::string(std::istreambuf_iterator<char>(file), {})).as_object();
    }
    // What the report says of one year's import.
    boost::json::object import(int year) {
        const std::string number = std::to_string(year);
        const Outcome outcome = ledger.run(
            {"import",
             "ssda903",
             (place / "returns" / number).string(),
             "--year",
             number,
             "--received",
             number + "-06-01",
             "--format",
             "json"}
        );
        REQUIRE(outcome.code == 0);  // every row is sound
        return boost::json::parse(outcome.out).as_object();
    }
    [[nodiscard]] std::int64_t count(int year, const std::string& kind) const {
        for (const auto& each : planted.at("years").as_array()) {
            if (each.at("year").to_number<int>() == year) {
                return each.at("counts").at(kind).to_number<std::int64_t>();
            }
        }
        FAIL("no such year");
        return 0;
    }
};

SeriesCounts series_findings(const boost::json::object& report) {
    SeriesCounts counts;
    for (const auto& finding : report.at("findings").as_array()) {
        counts[std::string(finding.at("kind").as_string())] =
            finding.at("count").to_number<std::int64_t>();
    }
    return counts;
}

TEST_CASE("import: a series of returns raises the findings that were planted in it") {
    ImportedSeries series;
    std::int64_t restated = 0;
    std::int64_t vanished = 0;
    for (int year = 2018; year <= 2022; ++year) {
        INFO(year);
        SeriesCounts found = series_findings(series.import(year));
        const std::int64_t otherwise = year == 2018 ? 0
                                                    : series.count(year, "restated_episode") +
                                                          series.count(year, "restated_header") +
                                                          series.count(year, "restated_review");
        CHECK(found["restated_differently"] == otherwise);
        restated += otherwise;
        // Whoever, or whatever row, was in care and is left out is missed every year from then on.
        vanished += year == 2018
                        ? 0
                        : series.count(year, "vanished_row") + series.count(year, "vanished_child");
        CHECK(found["no_longer_stated"] == vanished);
        CHECK(found["duplicate_row"] == 0);
        CHECK(found["overlap"] == 0);
        CHECK(found["gap"] == 0);
        CHECK(found["reason_disagrees_with_change"] == 0);
        CHECK(found["birth_date_disagrees"] == 0);
        CHECK(found["after_collection_year"] == 0);
    }
    CHECK(restated == 6);
    CHECK(vanished > 2);
}

TEST_CASE(
    "return compare: every difference of a series is explained, whatever came before and after"
) {
    for (const int seed : {2, 11}) {
        ImportedSeries series(seed);
        for (int year = 2018; year <= 2022; ++year)
            series.import(year);
        for (int year = 2018; year <= 2022; ++year) {
            INFO("seed " << seed << ", year " << year);
            const auto answer = json_of(series.ledger.run(
                {"return", "compare", "--year", std::to_string(year), "--format", "json"}
            ));
            INFO(boost::json::serialize(answer.at("causes")));
            CHECK(answer.at("rows_equal").to_number<int>() > 0);
            CHECK(answer.at("unexplained").to_number<int>() == 0);
        }
    }
}

TEST_CASE("return compare: what follows from a row of an earlier return is named so") {
    ReturnSeries series;
    series.import(
        2018,
        {{"header",
          {ReturnSeries::header("A1", "01/02/2008"),
           ReturnSeries::header("A2", "01/02/2009"),
           ReturnSeries::header("A3", "01/02/2010")}},
         {"episodes",
          {"A1,01/06/2017,S,C1,N1,U6,PR1,01/03/2018,X1,,CF1 1AA,,",
           "A1,01/03/2018,L,C2,N1,U6,PR1,,,,CF1 1AA,,",
           "A2,01/06/2017,S,C1,N1,U6,PR1,01/03/2018,X1,,,,",
           "A2,01/03/2018,L,C2,N1,U6,PR1,,,,,,",
           "A3,01/06/2017,S,C1,N1,U6,PR1,01/03/2018,X1,,,,",
           "A3,01/03/2018,L,C2,N1,U6,PR1,,,,,,"}}}
    );
    // Each says otherwise what its own first row of the placement, the care or the change had said.
    series.import(
        2019,
        {{"header",
          {ReturnSeries::header("A1", "01/02/2008"),
           ReturnSeries::header("A2", "01/02/2009"),
           ReturnSeries::header("A3", "01/02/2010")}},
         {"episodes",
          {"A1,01/03/2018,L,C2,N1,U6,PR1,,,,CF9 9ZZ,,",
           "A2,01/03/2018,L,C2,N5,U6,PR1,,,,,,",
           "A3,01/03/2018,L,C2,N1,U6,PR4,,,,,,"}}}
    );
    const Outcome compared = series.run({"return", "compare", "--year", "2019", "--format", "csv"});
    CHECK(compared.code == 0);
    const auto has = [&compared](const std::string& text) {
        return compared.out.find(text) != std::string::npos;
    };
    INFO(compared.out);
    CHECK(has("value,HOME_POST,CF9 9ZZ,CF1 1AA,placement-goes-on,"));
    CHECK(has("value,CIN,N5,N1,need-of-period,"));
    CHECK(has("value,RNE,L,B,reason-disagrees-with-change,"));
}

TEST_CASE("import: what a series leaves open ends when a later return says so") {
    ImportedSeries series;
    const auto events_of = [&](int year, const char* type) {
        const auto report = series.import(year);
        const auto& written = report.at("events_written").as_object();
        return written.contains(type) ? written.at(type).to_number<std::int64_t>() : 0;
    };
    CHECK(events_of(2018, "looked_after_started") > 20);
    // Of the episodes that were open some end care, some a placement alone.
    CHECK(events_of(2019, "looked_after_ended") > 2);
    CHECK(events_of(2020, "placement_ended") > 5);
}

}  // namespace
}  // namespace tyst::cli::test
