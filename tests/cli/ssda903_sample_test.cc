#include <fstream>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "cli/sample/sample.h"
#include "tests/support/temporary_directory.h"

namespace tyst {
namespace {

using Row = std::vector<std::string>;

std::vector<Row> read_table(const std::filesystem::path& file) {
    std::ifstream input(file);
    REQUIRE(input);
    std::vector<Row> rows;
    for (std::string line; std::getline(input, line);) {
        Row row;
        std::stringstream values(line + ",");
        for (std::string value; std::getline(values, value, ',');) {
            row.push_back(value);
        }
        rows.push_back(row);
    }
    return rows;
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream input(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(input), {}};
}

struct ReadBack {
    tyst::test::TemporaryDirectory directory;
    SsdaWritten written;
    std::map<std::string, std::vector<Row>> tables;

    explicit ReadBack(const SsdaOptions& options) {
        auto result = write_ssda903(directory.path(), options);
        REQUIRE(result);
        written = *result;
        for (const auto& [name, rows] : written.rows) {
            tables[name] = read_table(directory / name);
            CHECK(tables[name].size() == rows + 1);
        }
    }
    [[nodiscard]] std::uint32_t fault(const std::string& kind) const {
        return written.faults.at(kind);
    }
};

constexpr std::size_t kDecom = 1;
constexpr std::size_t kStatus = 3;
constexpr std::size_t kPlace = 5;
constexpr std::size_t kDec = 7;
constexpr std::size_t kRec = 8;

TEST_CASE("ssda903 sample: a year has its own tables") {
    const SsdaOptions small{60, 2018, 1};
    CHECK(ReadBack(small).tables.size() == 10);
    CHECK(ReadBack({60, 2024, 1}).tables.contains("social_worker.csv"));
    CHECK(!ReadBack({60, 2026, 1}).tables.contains("dolo.csv"));
    CHECK(ReadBack({60, 2027, 1}).tables.size() == 12);
}

TEST_CASE("ssda903 sample: the columns are those of the collection") {
    const ReadBack made({60, 2018, 1});
    CHECK(
        made.tables.at("episodes.csv")[0] == Row{"CHILD",
                                                 "DECOM",
                                                 "RNE",
                                                 "LS",
                                                 "CIN",
                                                 "PLACE",
                                                 "PLACE_PROVIDER",
                                                 "DEC",
                                                 "REC",
                                                 "REASON_PLACE_CHANGE",
                                                 "HOME_POST",
                                                 "PL_POST",
                                                 "URN"}
    );
    for (const auto& [name, rows] : made.tables) {
        for (const Row& row : rows) {
            CHECK(row.size() == rows[0].size());
        }
    }
}

TEST_CASE("ssda903 sample: faults of episodes are as many as it says") {
    const ReadBack made({400, 2018, 3});
    std::map<std::string, std::uint32_t> found;
    std::set<Row> seen;
    const auto& rows = made.tables.at("episodes.csv");
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const Row& row = rows[i];
        if (!seen.insert(row).second) {
            ++found["duplicate"];
            continue;
        }
        found["x1"] += row[kDec].empty() && row[kRec] == "X1" ? 1U : 0U;
        found["home"] += row[kStatus] == "V2" && row[kPlace] == "P1" ? 1U : 0U;
        found["code"] += row[kStatus] == "C9" || row[kPlace] == "Q9" ? 1U : 0U;
        found["date"] += parse_slashed_date(row[kDecom]) ? 0U : 1U;
        const Row& next = rows[std::min(i + 1, rows.size() - 1)];
        const auto until = parse_slashed_date(row[kDec]);
        const auto from = parse_slashed_date(next[kDecom]);
        if (next[0] == row[0] && next != row && until && from) {
            found["overlap"] += *from < *until ? 1U : 0U;
            found["gap"] += *until < *from ? 1U : 0U;
        }
    }
    CHECK(found["x1"] == made.fault("open_episode_with_x1"));
    CHECK(found["home"] == made.fault("parents_with_voluntary"));
    CHECK(found["overlap"] == made.fault("overlapping_episodes"));
    CHECK(found["gap"] == made.fault("episode_gap"));

    std::set<Row> reviews_seen;
    std::map<std::string, std::string> births;
    for (const Row& row : made.tables.at("header.csv")) {
        births[row[0]] = row[2];
    }
    for (const Row& row : made.tables.at("reviews.csv")) {
        found["duplicate"] += reviews_seen.insert(row).second ? 0U : 1U;
        found["code"] += row[3] == "PN9" ? 1U : 0U;
        const auto held = parse_slashed_date(row[2]);
        found["date"] += held || row[2] == "REVIEW" ? 0U : 1U;
        found["late"] += held && *held > Date::of(2018, 5, 24) ? 1U : 0U;
        found["birth"] += births.contains(row[0]) && births[row[0]] != row[1] ? 1U : 0U;
    }
    CHECK(found["duplicate"] == made.fault("duplicate_row"));
    CHECK(found["code"] == made.fault("unknown_code"));
    CHECK(found["date"] == made.fault("impossible_date"));
    CHECK(found["late"] == made.fault("review_after_received"));
    CHECK(found["birth"] == made.fault("birth_date_disagrees"));
    for (const auto& [kind, count] : made.written.faults) {
        INFO(kind);
        CHECK(count >= 8);
    }
}

TEST_CASE("ssda903 sample: rows of children without a header row are as many as it says") {
    const ReadBack made({200, 2018, 5});
    std::set<std::string> known;
    for (const Row& row : made.tables.at("header.csv")) {
        known.insert(row[0]);
    }
    std::uint32_t rows_of_no_child = 0;
    std::set<std::string> children;
    for (const auto& [name, rows] : made.tables) {
        for (const Row& row : rows) {
            if (!known.contains(row[0])) {
                ++rows_of_no_child;
                children.insert(row[0]);
            }
        }
    }
    CHECK(rows_of_no_child == made.fault("rows_of_no_child"));
    CHECK(children.size() == made.fault("child_missing_from_header"));
}

TEST_CASE("ssda903 sample: the same seed gives the same bytes, another seed others") {
    const ReadBack first({100, 2018, 7});
    const ReadBack again({100, 2018, 7});
    const ReadBack other({100, 2018, 8});
    for (const auto& [name, rows] : first.written.rows) {
        CHECK(text_of(first.directory / name) == text_of(again.directory / name));
    }
    CHECK(text_of(first.directory / "episodes.csv") != text_of(other.directory / "episodes.csv"));
}

TEST_CASE("ssda903 sample: options out of range are refused") {
    const tyst::test::TemporaryDirectory directory;
    CHECK(write_ssda903(directory.path(), {59, 2018, 1}).error().code == ErrorCode::invalid_value);
    CHECK(write_ssda903(directory.path(), {60, 2016, 1}).error().code == ErrorCode::invalid_value);
    CHECK(write_ssda903("/dev/null/x", {60, 2018, 1}).error().code == ErrorCode::io_failed);
}

}  // namespace
}  // namespace tyst
