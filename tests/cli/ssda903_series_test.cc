#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "cli/sample/sample.h"
#include "ledger/intake/csv_file.h"
#include "tests/support/temporary_directory.h"

namespace tyst {
namespace {

using PlantCounts = std::map<std::string, std::uint32_t>;

struct Series {
    tyst::test::TemporaryDirectory directory;
    SsdaSeriesWritten written;

    explicit Series(const SsdaSeriesOptions& options) {
        auto result = write_ssda903_series(directory.path(), options);
        REQUIRE(result);
        written = *std::move(result);
    }
    [[nodiscard]] CsvFile table(std::uint32_t year, const std::string& name) const {
        auto file = read_csv_file(directory.path() / std::to_string(year) / (name + ".csv"));
        REQUIRE(file);
        return *std::move(file);
    }
    // The rows of a child in a table that has this value in this column.
    [[nodiscard]] std::vector<CsvRow> rows(
        std::uint32_t year, const SsdaPlant& plant, std::size_t column
    ) const {
        std::vector<CsvRow> found;
        for (const CsvRow& row : table(year, plant.table).rows) {
            if (row.values[0] == plant.child && row.values[column] == plant.row) {
                found.push_back(row);
            }
        }
        return found;
    }
    [[nodiscard]] bool has_child(std::uint32_t year, const std::string& child) const {
        return std::ranges::any_of(table(year, "header").rows, [&](const CsvRow& row) {
            return row.values[0] == child;
        });
    }
};

constexpr std::size_t kEpisodeBegan = 1;
constexpr std::size_t kEpisodeEnded = 7;
constexpr std::size_t kReviewDay = 2;

std::string series_value(const CsvFile& file, const CsvRow& row, const std::string& column) {
    const auto found = std::ranges::find(file.columns, column);
    return row.values[static_cast<std::size_t>(found - file.columns.begin())];
}

TEST_CASE("ssda903 series: the disagreements that it tells of are in the files") {
    const Series series({300, 2022, 5, 4});
    PlantCounts planted;
    for (const SsdaPlant& plant : series.written.plants) {
        INFO(plant.kind << " " << plant.child << " " << plant.year);
        ++planted[plant.kind];
        const std::uint32_t before = plant.year - 1;
        if (plant.kind == "late_episode") {
            // In the later return the episode has an end, and what follows began in the year
            // before.
            CHECK(series.rows(before, plant, kEpisodeBegan).empty());
            CHECK(series.rows(plant.year, plant, kEpisodeBegan).size() == 1);
        } else if (plant.kind == "late_review") {
            CHECK(series.rows(before, plant, kReviewDay).empty());
            CHECK(series.rows(plant.year, plant, kReviewDay).size() == 1);
        } else if (plant.kind == "vanished_row") {
            REQUIRE(series.rows(before, plant, kEpisodeBegan).size() == 1);
            CHECK(series.rows(before, plant, kEpisodeBegan)[0].values[kEpisodeEnded].empty());
            CHECK(series.rows(plant.year, plant, kEpisodeBegan).empty());
            CHECK(series.has_child(plant.year, plant.child));
        } else if (plant.kind == "vanished_child") {
            REQUIRE(series.rows(before, plant, kEpisodeBegan).size() == 1);
            CHECK(series.rows(before, plant, kEpisodeBegan)[0].values[kEpisodeEnded].empty());
            for (std::uint32_t year = plant.year; year <= 2022; ++year) {
                CHECK(!series.has_child(year, plant.child));
            }
        } else {
            const bool header = plant.kind == "restated_header";
            const std::size_t key = header                            ? 0
                                    : plant.kind == "restated_review" ? kReviewDay
                                                                      : kEpisodeBegan;
            SsdaPlant place = plant;
            place.row = header ? plant.child : plant.row;
            const auto was = series.rows(before, place, key);
            const auto is = series.rows(plant.year, place, key);
            REQUIRE(was.size() == 1);
            REQUIRE(is.size() == 1);
            CHECK(
                series_value(series.table(before, plant.table), was[0], plant.field) == plant.was
            );
            CHECK(
                series_value(series.table(plant.year, plant.table), is[0], plant.field) == plant.is
            );
            CHECK(plant.was != plant.is);
        }
    }
    CHECK(planted.size() == 7);
    for (const auto& [kind, count] : planted) {
        INFO(kind);
        CHECK(count == 6);
        std::uint32_t in_years = 0;
        for (const SsdaSeriesYear& year : series.written.years) {
            in_years += year.counts.at(kind);
        }
        CHECK(in_years == count);
    }
}

TEST_CASE("ssda903 series: episodes that were open end in the next return, as many as it says") {
    const Series series({200, 2022, 5, 1});
    for (std::uint32_t year = 2019; year <= 2022; ++year) {
        std::set<std::pair<std::string, std::string>> open;
        for (const CsvRow& row : series.table(year - 1, "episodes").rows) {
            if (row.values[kEpisodeEnded].empty())
                open.emplace(row.values[0], row.values[kEpisodeBegan]);
        }
        std::uint32_t closed = 0;
        for (const CsvRow& row : series.table(year, "episodes").rows) {
            const bool was_open = open.contains({row.values[0], row.values[kEpisodeBegan]});
            closed += was_open && !row.values[kEpisodeEnded].empty() ? 1U : 0U;
        }
        CHECK(closed == series.written.years[year - 2018].counts.at("closed"));
        CHECK(closed > 20);
    }
}

TEST_CASE("ssda903 series: codes are those of each year's form") {
    const Series series({1500, 2026, 9, 2});
    std::map<std::uint32_t, std::set<std::string>> sexes;
    std::map<std::uint32_t, std::set<std::string>> places;
    std::map<std::uint32_t, std::set<std::string>> endings;
    for (std::uint32_t year = 2018; year <= 2026; ++year) {
        for (const CsvRow& row : series.table(year, "header").rows) {
            sexes[year].insert(row.values[1]);
        }
        for (const CsvRow& row : series.table(year, "episodes").rows) {
            places[year].insert(row.values[5]);
            endings[year].insert(row.values[8]);
        }
    }
    CHECK(sexes[2024] == std::set<std::string>{"1", "2"});
    CHECK(sexes[2025] == std::set<std::string>{"F", "M"});
    CHECK(places[2024].contains("H5"));
    CHECK(!places[2024].contains("K3"));
    CHECK(places[2025].contains("K3"));
    CHECK(!places[2025].contains("H5"));
    CHECK(places[2025].contains("Z1"));
    CHECK(!places[2026].contains("Z1"));
    CHECK(places[2026].contains("Z11"));
    CHECK(endings[2018].contains("E43"));
    CHECK(!endings[2018].contains("E45"));
    CHECK(endings[2019].contains("E45"));
    CHECK(!endings[2019].contains("E43"));
    const auto& years = series.written.years;
    CHECK(years[2025 - 2018].counts.at("recoded") > 0);
    CHECK(years[2024 - 2018].counts.at("recoded") == 0);
}

TEST_CASE("ssda903 series: the same seed gives the same bytes, and a child does not hang on others"
) {
    const auto bytes = [](const Series& series) {
        std::ifstream file(series.directory.path() / "2020" / "episodes.csv", std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    const Series first({80, 2021, 3, 7});
    CHECK(bytes(first) == bytes(Series({80, 2021, 3, 7})));
    CHECK(bytes(first) != bytes(Series({80, 2021, 3, 8})));
}

TEST_CASE("ssda903 series: years outside the known forms are refused") {
    const tyst::test::TemporaryDirectory directory;
    for (const SsdaSeriesOptions& wrong :
         {SsdaSeriesOptions{59, 2022, 5, 1},
          SsdaSeriesOptions{60, 2028, 5, 1},
          SsdaSeriesOptions{60, 2020, 5, 1},
          SsdaSeriesOptions{60, 2022, 1, 1},
          SsdaSeriesOptions{60, 2022, 4'000'000'000, 1}}) {
        const auto result = write_ssda903_series(directory.path(), wrong);
        REQUIRE(!result);
        CHECK(result.error().code == ErrorCode::invalid_value);
    }
}

}  // namespace
}  // namespace tyst
