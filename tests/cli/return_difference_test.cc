#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "schema/date.h"
#include "tests/cli/return_series.h"
#include "tests/support/long_runs.h"

namespace tyst::cli::test {
namespace {

constexpr int kFirstYear = 2018;
constexpr int kYears = 3;
constexpr int kChildren = 10;

// One row of a child's life as the authority believes it, which changes from year to year.
struct Row {
    Date began;
    std::optional<Date> ended;
    bool start = false;
    bool leaves = false;
    std::string status;
    std::string place;
};

class Life {
  public:
    Life(std::mt19937& random, int number) : random_(&random), number_(number) {
        born_ = Date::of(2001 + pick(12), 1, 1).plus_days(pick(365));
        Date day = Date::of(2016, 4, 1).plus_days(pick(700));
        while (day < Date::of(kFirstYear + kYears - 1, 3, 31)) {
            rows_.push_back({day, std::nullopt, rows_.empty() || left_, false, status(), place()});
            left_ = pick(4) == 0;
            day = day.plus_days(1 + pick(400));
            if (pick(3) == 0 && !left_) break;
            rows_.back().ended = day;
            rows_.back().leaves = left_;
            if (left_) day = day.plus_days(pick(60));
        }
        appears_ = kFirstYear + (pick(4) == 0 ? 1 + pick(kYears - 1) : 0);
        vanishes_ = pick(5) == 0 ? kFirstYear + 1 + pick(kYears - 1) : kFirstYear + kYears;
    }

    // What the authority states in the return of a year: what held in it, as it believes then.
    void state(int year, ReturnSeries::Tables& tables) {
        if (year < appears_ || vanishes_ <= year) return;
        if (pick(4) == 0) change_a_value();
        const Date first = Date::of(year - 1, 4, 1);
        const Date last = Date::of(year, 3, 31);
        bool stated = false;
        for (const Row& row : rows_) {
            if (last < row.began || (row.ended && *row.ended <= first)) continue;
            if (pick(12) == 0) continue;  // left out, or late
            tables["episodes"].push_back(line(row, last));
            stated = true;
        }
        if (stated || pick(2) == 0) {
            tables["header"].push_back(ReturnSeries::header(name(), slashed(born_)));
        }
    }

  private:
    int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(*random_); }
    std::string one_of(const std::vector<std::string>& texts) {
        return texts[static_cast<std::size_t>(pick(static_cast<int>(texts.size())))];
    }
    std::string status() { return one_of({"C1", "C2", "V2", "E1", "V3"}); }
    std::string place() { return one_of({"U4", "U6", "K2", "P1", "T0"}); }
    [[nodiscard]] std::string name() const { return fmt::format("S{:03}", number_); }
    static std::string slashed(Date day) {
        return fmt::format("{:02}/{:02}/{:04}", day.day(), day.month(), day.year());
    }

    void change_a_value() {
        Row& row = rows_[static_cast<std::size_t>(pick(static_cast<int>(rows_.size())))];
        switch (pick(5)) {
            case 0:
                row.status = status();
                break;
            case 1:
                row.place = place();
                break;
            case 2:
                born_ = born_.plus_days(1);
                break;
            case 3:
                row.began = row.began.plus_days(1);
                break;
            default:
                row.start = !row.start;
        }
    }

    [[nodiscard]] std::string line(const Row& row, Date last) const {
        const bool closed = row.ended && *row.ended <= last;
        return fmt::format(
            "{},{},{},{},N1,{},PR1,{},{},,,,",
            name(),
            slashed(row.began),
            row.start ? "S" : "B",
            row.status,
            row.place,
            closed ? slashed(*row.ended) : "",
            !closed      ? ""
            : row.leaves ? "E4A"
                         : "X1"
        );
    }

    std::mt19937* random_;
    int number_;
    Date born_;
    std::vector<Row> rows_;
    bool left_ = false;
    int appears_ = 0;
    int vanishes_ = 0;
};

class RandomSeries : public ReturnSeries {
  public:
    explicit RandomSeries(std::uint32_t seed) {
        std::mt19937 random(seed);
        std::vector<Life> lives;
        for (int number = 0; number < kChildren; ++number)
            lives.emplace_back(random, number);
        for (int year = kFirstYear; year < kFirstYear + kYears; ++year) {
            Tables tables{{"header", {}}, {"episodes", {}}};
            for (Life& life : lives)
                life.state(year, tables);
            import(year, tables);
        }
    }
};

struct Question {
    int year = kFirstYear;
    std::string from;
    std::string to;
    std::vector<std::string> options;
};

boost::json::object ask(RandomSeries& series, const Question& question) {
    std::vector<std::string> words{
        "return",
        "diff",
        "--year",
        std::to_string(question.year),
        "--between",
        question.from,
        "--and",
        question.to
    };
    words.insert(words.end(), question.options.begin(), question.options.end());
    return series.json(words);
}

// The parts of every cell add up to its whole, child by child.
void check_that_it_adds_up(const boost::json::object& answer) {
    for (const auto& cell : answer.at("moved").as_array()) {
        std::int64_t sum = 0;
        for (const auto& [cause, part] : cell.at("moves").as_object()) {
            const auto added = static_cast<std::int64_t>(part.at("added").as_array().size());
            const auto gone = static_cast<std::int64_t>(part.at("gone").as_array().size());
            CHECK(part.at("net").to_number<std::int64_t>() == added - gone);
            sum += added - gone;
        }
        const auto from = cell.at("from").to_number<std::int64_t>();
        const auto to = cell.at("to").to_number<std::int64_t>();
        CHECK(sum == to - from);
        CHECK(cell.at("residual") == 0);
    }
}

// Both ends are what `figures` answers when it is asked for one of them alone.
void check_ends(
    const boost::json::object& answer,
    const boost::json::object& from,
    const boost::json::object& to
) {
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> moved;
    for (const auto& cell : answer.at("moved").as_array()) {
        moved[std::string(cell.at("id").as_string())] = {
            cell.at("from").to_number<std::int64_t>(), cell.at("to").to_number<std::int64_t>()
        };
    }
    for (const auto& figure : from.at("figures").as_array()) {
        const std::string id(figure.at("id").as_string());
        const std::int64_t before = figure.at("value").to_number<std::int64_t>();
        const std::int64_t after = std::max<std::int64_t>(0, figure_in(to, id));
        INFO(id);
        const auto cell = moved.find(id);
        if (cell == moved.end()) {
            CHECK(before == after);
        } else {
            CHECK(cell->second == std::pair(before, after));
        }
    }
}

TEST_CASE("return diff: over random series the parts add up and nothing is left over") {
    const std::uint32_t seed = tyst::test::random_seed();
    INFO("seed " << seed);
    for (int round = 0; round < tyst::test::long_runs(); ++round) {
        RandomSeries series(seed + static_cast<std::uint32_t>(round));
        for (const char* const policy : {"first-stated", "latest", "longest"}) {
            INFO(policy);
            for (const int year : {2018, 2019}) {
                const auto answer = ask(series, {year, "2018", "2020", {"--policy", policy}});
                check_that_it_adds_up(answer);
                const auto days =
                    ask(series, {year, "2018-12-01", "2020-06-01", {"--policy", policy}});
                check_that_it_adds_up(days);
                const auto day = [&](const std::string& as_at, const char* known_at) {
                    return series.json(
                        {"figures",
                         "--as-at",
                         as_at,
                         "--known-at",
                         known_at,
                         "--period",
                         fmt::format("{}-04-01..{}", year - 1, as_at),
                         "--policy",
                         policy}
                    );
                };
                const std::string ends = fmt::format("{}-03-31", year);
                check_ends(
                    days,
                    day(std::min<std::string>(ends, "2018-12-01"), "2018-12-01"),
                    day(ends, "2020-06-01")
                );
            }
        }
        const auto alone = ask(series, {2018, "2018", "2018", {"--alone"}});
        CHECK(alone.at("moved").as_array().empty());
    }
}

TEST_CASE("statements: what the import recorded is what the rows say when they are joined anew") {
    const std::uint32_t seed = tyst::test::random_seed();
    INFO("seed " << seed);
    for (int round = 0; round < 2 * tyst::test::long_runs(); ++round) {
        RandomSeries series(seed + static_cast<std::uint32_t>(round));
        for (int year = kFirstYear; year < kFirstYear + kYears; ++year) {
            const std::string known_at = fmt::format("{}-05-24", year);
            for (int asked = kFirstYear; asked <= year; ++asked) {
                INFO("year " << asked << " as " << year << " has it");
                const auto answer = ask(series, {asked, std::to_string(year), known_at, {}});
                for (const auto& cell : answer.at("moved").as_array()) {
                    INFO(boost::json::serialize(cell));
                    CHECK(false);
                }
            }
        }
    }
}

TEST_CASE("statements: every statement's figures are those that were kept when it came") {
    const std::uint32_t seed = tyst::test::random_seed();
    INFO("seed " << seed);
    RandomSeries series(seed);
    for (int year = kFirstYear; year < kFirstYear + kYears; ++year) {
        const auto answer = series.json({"figures", "--statement", std::to_string(year)});
        CHECK(answer.at("rows_erased") == 0);
        CHECK(answer.at("children") == answer.at("children_stated"));
        for (const auto& figure : answer.at("figures").as_array()) {
            // A figure that was 0 and has no standing place in the list is not kept.
            CHECK(figure.at("value") == figure.at("stated"));
        }
    }
}

}  // namespace
}  // namespace tyst::cli::test
