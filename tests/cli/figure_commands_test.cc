#include <algorithm>
#include <filesystem>
#include <sstream>

#include <boost/json/object.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sched.h>

#include "cli/figure_breakdowns.h"
#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

using test::Outcome;
using Words = std::vector<std::string>;

const Words kPastDay{"--as-at", "2018-07-01"};

Outcome answer_of_past(test::SmallLedger& ledger, Words words) {
    words.insert(words.end(), kPastDay.begin(), kPastDay.end());
    return ledger.run(words);
}

// Twelve children under a care order, of whom one is a girl.
struct TwelveChildren {
    TwelveChildren() {
        std::vector<std::string> lines{test::coverage_line(1)};
        for (int child = 0; child < 12; ++child) {
            const std::string reference = fmt::format("A{:02}", child);
            for (std::string& line : test::child_lines(100 + 10 * child, reference)) {
                lines.push_back(std::move(line));
            }
            lines.push_back(test::event_line(
                500 + child,
                "identity_recorded",
                reference,
                "2018-01-08",
                child == 0 ? R"({"sex":"female"})" : R"({"sex":"male"})"
            ));
        }
        ledger.append(lines);
    }
    test::SmallLedger ledger;
};

const boost::json::object& figure_of(const boost::json::object& answer, const std::string& id) {
    for (const auto& table : answer.at("tables").as_array()) {
        for (const auto& figure : table.at("figures").as_array()) {
            if (figure.at("id").as_string() == id.c_str()) return figure.as_object();
        }
    }
    FAIL("no figure " << id);
    throw std::logic_error("unreachable");
}

TEST_CASE("figures: --list names counts, families, audiences and strategies with their sources") {
    TwelveChildren children;
    const auto answer =
        test::json_of(children.ledger.run({"figures", "--list", "--format", "json"}));
    for (const char* id : {"looked-after", "sex-by-age", "panel", "vale-2019-2023"}) {
        const auto& rows = answer.at("figures").as_array();
        const auto row = std::ranges::find_if(rows, [&](const boost::json::value& each) {
            return each.at("id").as_string() == id;
        });
        INFO(id);
        REQUIRE(row != rows.end());
        CHECK_FALSE(row->at("source").as_string().empty());
        CHECK_FALSE(row->at("title_cy").as_string().empty());
    }
    CHECK_THAT(children.ledger.run({"figures", "--list"}).out, Catch::Contains("StatsWales"));
}

TEST_CASE("figures: --by gives each family with its children, --open those of one figure") {
    TwelveChildren children;
    const auto answer = test::json_of(
        answer_of_past(children.ledger, {"figures", "--by", "sex", "--format", "json"})
    );
    const auto& girl = figure_of(answer, "sex.female");
    CHECK(girl.at("value") == 1);
    CHECK(girl.at("per_cent") == "8.3");
    CHECK(girl.at("children") == boost::json::array{"A00"});
    CHECK(figure_of(answer, "sex.male").at("value") == 11);
    const auto opened =
        answer_of_past(children.ledger, {"figures", "--open", "sex.female", "--format", "csv"});
    CHECK(opened.out == "child\r\nA00\r\n");
    const auto unknown = answer_of_past(children.ledger, {"figures", "--by", "height"});
    CHECK(unknown.code == 2);
    CHECK_THAT(unknown.err, Catch::Contains("no family 'height'; there are counts, age"));
    CHECK(answer_of_past(children.ledger, {"figures", "--open", "sex.none"}).code == 2);
}

TEST_CASE("figures: a panel sees no small count, no child, and nothing that gives one away") {
    TwelveChildren children;
    const auto answer = test::json_of(
        answer_of_past(children.ledger, {"figures", "--audience", "panel", "--format", "json"})
    );
    CHECK(figure_of(answer, "looked-after").at("value") == 12);
    const auto& girl = figure_of(answer, "sex.female");
    CHECK(girl.at("value").is_null());
    CHECK(girl.at("kept_back") == true);
    CHECK_FALSE(girl.contains("children"));
    CHECK_FALSE(girl.contains("per_cent"));
    CHECK(figure_of(answer, "sex.male").at("value").is_null());
    CHECK(figure_of(answer, "sex-by-age.male.5-9").at("value").is_null());
    // What is shown of one family does not depend on what else is asked for.
    const auto alone = test::json_of(answer_of_past(
        children.ledger, {"figures", "--audience", "panel", "--by", "sex", "--format", "json"}
    ));
    CHECK(figure_of(alone, "sex.female") == girl);
    const auto table =
        answer_of_past(children.ledger, {"figures", "--audience", "wales", "--by", "sex"});
    CHECK_THAT(
        table.out, Catch::Contains("Rounded to 5, so that parts need not add up; * stands for")
    );
    CHECK_THAT(
        answer_of_past(children.ledger, {"figures", "--audience", "national", "--by", "counts"})
            .out,
        Catch::Contains("looked-after") && Catch::Contains(" 10")
    );
}

TEST_CASE("figures: --open with an audience that may not see children is refused") {
    TwelveChildren children;
    const auto refused =
        answer_of_past(children.ledger, {"figures", "--audience", "panel", "--open", "sex.female"});
    CHECK(refused.code == 2);
    CHECK(refused.out.empty());
    CHECK_THAT(refused.err, Catch::Contains("'panel' may not see"));
    CHECK(answer_of_past(children.ledger, {"figures", "--audience", "strangers"}).code == 2);
    CHECK(
        answer_of_past(
            children.ledger, {"figures", "--audience", "officers", "--open", "sex.female"}
        )
            .code == 0
    );
}

TEST_CASE("figures: the period is given in one way, and in order") {
    TwelveChildren children;
    const auto starts = [&](const Words& period) {
        Words words{"figures", "--by", "counts", "--format", "json"};
        words.insert(words.end(), period.begin(), period.end());
        return figure_of(test::json_of(answer_of_past(children.ledger, words)), "starts")
            .at("value");
    };
    CHECK(starts({"--from", "2018-01-01", "--to", "2018-01-31"}) == 12);
    CHECK(starts({"--period", "2018-01-09..2018-01-31"}) == 0);
    CHECK(starts({"--from", "2018-01-09"}) == 0);
    const auto wrong = [&](const Words& period) {
        Words words{"figures", "--by", "counts"};
        words.insert(words.end(), period.begin(), period.end());
        return answer_of_past(children.ledger, words).code;
    };
    CHECK(wrong({"--from", "2018-02-01", "--to", "2018-01-01"}) == 2);
    CHECK(wrong({"--from", "2018-01-01", "--period", "2018-01-01..2018-01-31"}) == 2);
}

TEST_CASE("figures: what no source supplies is not held here, and not 0") {
    test::SmallLedger ledger;
    ledger.append(test::child_lines(10, "A1"));
    const auto answer =
        test::json_of(answer_of_past(ledger, {"figures", "--by", "counts", "--format", "json"}));
    CHECK(figure_of(answer, "protection-register").at("held_here") == false);
    CHECK(figure_of(answer, "protection-register").at("value").is_null());
    CHECK_THAT(
        answer_of_past(ledger, {"figures", "--by", "counts"}).out, Catch::Contains("not held here")
    );
}

TEST_CASE("files for people: a reference that a spreadsheet would run is harmless in every list") {
    test::SmallLedger ledger;
    ledger.append({test::coverage_line(1)});
    const std::string formula = "=HYPERLINK(1)";
    ledger.append(test::child_lines(10, formula));
    for (const Words& command :
         {Words{"caseload"}, Words{"drift", "list"}, Words{"figures", "--open", "looked-after"}}) {
        INFO(command.front());
        Words words = command;
        words.insert(words.end(), {"--format", "csv"});
        const Outcome csv = answer_of_past(ledger, words);
        REQUIRE(csv.code == 0);
        CHECK_THAT(csv.out, Catch::Contains("'" + formula));
        CHECK_THAT(csv.out, !Catch::Contains("\n" + formula) && !Catch::Contains("," + formula));
        // For programs the text is as it was recorded.
        words.back() = "json";
        CHECK_THAT(answer_of_past(ledger, words).out, Catch::Contains("\"" + formula + "\""));
    }
}

// Runs with one core while it lives.
class OneCore {
  public:
    OneCore() {
        CPU_ZERO(&before_);
        REQUIRE(::sched_getaffinity(0, sizeof before_, &before_) == 0);
        cpu_set_t one;
        CPU_ZERO(&one);
        for (std::size_t core = 0; core < CPU_SETSIZE; ++core) {
            if (CPU_ISSET(core, &before_)) {
                CPU_SET(core, &one);
                break;
            }
        }
        REQUIRE(::sched_setaffinity(0, sizeof one, &one) == 0);
    }
    OneCore(const OneCore&) = delete;
    OneCore& operator=(const OneCore&) = delete;
    ~OneCore() { static_cast<void>(::sched_setaffinity(0, sizeof before_, &before_)); }

  private:
    cpu_set_t before_;
};

TEST_CASE("answers: the same question gives the same bytes, on any number of cores, rebuilt or not"
) {
    TwelveChildren children;
    const std::vector<Words> commands{
        {"figures"},
        {"figures", "--audience", "wales"},
        {"figures", "--by", "counts,sex-by-age"},
        {"caseload"},
        {"drift", "list"},
    };
    const auto all_answers = [&] {
        std::vector<std::string> answers;
        for (const Words& command : commands) {
            for (const char* format : {"table", "csv", "json"}) {
                Words words = command;
                words.insert(words.end(), {"--format", format});
                answers.push_back(children.ledger.run(words).out);
                CHECK_FALSE(answers.back().empty());
                answers.push_back(answer_of_past(children.ledger, words).out);
            }
        }
        return answers;
    };
    const auto first = all_answers();
    {
        const OneCore one;
        CHECK(all_answers() == first);
    }
    std::filesystem::remove_all(children.ledger.directory() / "views");
    CHECK(all_answers() == first);
    REQUIRE(children.ledger.run({"rebuild"}).code == 0);
    CHECK(all_answers() == first);
}

// ---- the sample cohorts ----

std::unique_ptr<test::SmallLedger> sample_ledger(const std::string& sample) {
    auto ledger = std::make_unique<test::SmallLedger>();
    const Outcome written = ledger->machine.run({"sample", sample, "--seed", "1"});
    REQUIRE(written.code == 0);
    const Outcome appended = ledger->run({"event", "append", "-"}, written.out);
    INFO(appended.err);
    REQUIRE(appended.code == 0);
    return ledger;
}

std::map<std::string, std::string> results_of(
    test::SmallLedger& ledger, const std::string& strategy
) {
    const auto answer =
        test::json_of(ledger.run({"figures", "--strategy", strategy, "--format", "json"}));
    std::map<std::string, std::string> results;
    for (const auto& row : answer.at("rows").as_array()) {
        results[std::string(row.at("row").as_string())] = std::string(row.at("result").as_string());
        const bool said = row.as_object().contains("reason_en");
        CHECK(said == (row.at("computed").is_null()));
    }
    return results;
}

void check_results(
    const std::map<std::string, std::string>& results,
    const Words& agree,
    const Words& not_held,
    std::size_t not_from_events
) {
    for (const std::string& row : agree) {
        INFO(row);
        CHECK(results.at(row) == "agrees");
    }
    for (const std::string& row : not_held) {
        INFO(row);
        CHECK(results.at(row) == "not-held-here");
    }
    CHECK(static_cast<std::size_t>(std::ranges::count_if(results, [](const auto& row) {
              return row.second == "not-from-events";
          })) == not_from_events);
}

// What everybody can work out of all that an audience sees, against the exact figures.
void check_nothing_recoverable(const FigureTables& tables, const DisclosureAudience& audience) {
    const DisclosurePolicy policy = policy_of(audience);
    const auto shown = disclose(tables.links, policy);
    // Where percentages are shown, whoever works things out knows every shown count exactly.
    DisclosurePolicy known_by = policy;
    if (policy.percentages) known_by.round_to = 1;
    const auto known = worked_out(tables.links, shown, known_by);
    std::size_t small = 0;
    for (std::size_t cell = 0; cell < shown.size(); ++cell) {
        const std::uint64_t value = tables.links.cells[cell].value;
        if (value == 0 || value >= policy.threshold) continue;
        ++small;
        INFO(audience.id << ": " << tables.links.cells[cell].id << " " << value);
        CHECK(shown[cell].how != Shown::value);
        CHECK(known[cell].most - known[cell].least + 1 >= policy.threshold);
    }
    CHECK(small > 20);
    CHECK(shown[tables.counts.front()].how == Shown::value);
}

void check_nothing_recoverable_today(test::SmallLedger& ledger) {
    const Surroundings surroundings = ledger.machine.surroundings();
    auto reading = open_reading(
        {ledger.directory().string(), ledger.root_key().string(), "", "", ""}, {}, surroundings
    );
    REQUIRE(reading);
    const Date as_at = reading->question.as_at;
    const auto counted = count_cases(*reading, as_at, year_to(as_at));
    REQUIRE(counted);
    const FigureTables tables = tabulate(counted->cases, reading->reference.figures());
    for (const char* audience : {"panel", "wales", "national"}) {
        check_nothing_recoverable(tables, *reading->reference.audience(audience));
    }
}

TEST_CASE("strategies: the Vale's printed figures come out of its sample, row by row") {
    const auto ledger = sample_ledger("vale-2019");
    check_results(
        results_of(*ledger, "vale-2019-2023"),
        {"V5", "V6", "V7", "V8", "V9", "V10", "V11", "V12", "V13", "V14", "V15", "V16", "V17", "V18"
        },
        {"V4"},
        10
    );
    check_nothing_recoverable_today(*ledger);
}

TEST_CASE("strategies: Cardiff's printed figures come out of its sample, row by row") {
    const auto ledger = sample_ledger("cardiff-2015");
    const auto results = results_of(*ledger, "cardiff-2016-2019");
    check_results(
        results, {"C2", "C3", "C6", "C7", "C8", "C9", "C10", "C11", "C12"}, {"C5a", "C5b"}, 7
    );
    CHECK(results.at("C13") == "target");
    CHECK_THAT(
        ledger->run({"figures", "--strategy", "cardiff-2016-2019"}).out,
        Catch::Contains("9 agrees, 7 not-from-events, 2 not-held-here, 1 target")
    );
    CHECK(ledger->run({"figures", "--strategy", "atlantis"}).code == 2);
}

}  // namespace
}  // namespace tyst::cli
