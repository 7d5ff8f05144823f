#include <algorithm>
#include <fstream>
#include <set>

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "cli/reference_adoption.h"
#include "cli/rule_diff.h"
#include "cli/rule_words.h"
#include "cli/rules_page.h"
#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kExample =
    TYST_SOURCE_DIR "/reference/local-examples/cardiff-permanence-pledge.toml";
constexpr std::string_view kShippedRules = TYST_SOURCE_DIR "/reference/rules/wales/";

std::string text_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A place for files, and a machine to run commands on them.
struct RuleDesk {
    test::TameMachine machine;
    tyst::test::TemporaryDirectory place;

    std::string put(const std::string& name, const std::string& text) {
        const std::string path = (place / name).string();
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    // A shipped or local rule file with one text replaced.
    std::string put_changed(
        const std::string& name, std::string text, std::string_view replace, std::string_view with
    ) {
        const std::size_t at = text.find(replace);
        REQUIRE(at != std::string::npos);
        return put(name, text.replace(at, replace.size(), with));
    }
};

std::string shipped_rule(std::string_view name) {
    return text_of_file(std::string(kShippedRules) + std::string(name));
}

// Two children whose second review, due on 2018-05-01, was not held.
struct Council {
    Council() {
        ledger.append({test::coverage_line(1)});
        ledger.append(test::child_lines(10, "A1"));
        ledger.append(test::child_lines(20, "A2"));
    }
    boost::json::object replay(const std::string& file) {
        return test::json_of(ledger.run(
            {"rules",
             "replay",
             file,
             "--from",
             "2018-02-10",
             "--to",
             "2018-07-15",
             "--format",
             "json"}
        ));
    }
    RuleDesk desk;
    test::SmallLedger ledger;
};

std::int64_t total(const boost::json::object& replay, std::string_view change) {
    return replay.at("totals").at(change).at("alerts").to_number<std::int64_t>();
}

TEST_CASE("rules list: without a ledger the built-in set, every version with its kind and law") {
    RuleDesk desk;
    const auto answer = test::json_of(desk.machine.run({"rules", "list", "--format", "json"}));
    const auto built_in = embedded_reference_set();
    REQUIRE(built_in);
    CHECK(answer.at("rules").as_array().size() == built_in->rules().size());
    for (const auto& row : answer.at("rules").as_array()) {
        CHECK(row.at("raises") == (row.at("kind") != "unverified"));
        CHECK_FALSE(row.at("citation").as_string().empty());
    }
    CHECK_THAT(desk.machine.run({"rules", "list"}).out, Catch::Contains("R-first-review"));
}

TEST_CASE("rules show: says of an unverified version that it raises nothing") {
    RuleDesk desk;
    const auto shown = desk.machine.run({"rules", "show", "R-first-review"});
    CHECK(shown.code == 0);
    CHECK_THAT(shown.out, Catch::Contains("unverified: raises nothing"));
    CHECK_THAT(shown.out, Catch::Contains("20 working days"));
    CHECK_THAT(shown.out, Catch::Contains("Yr adolygiad cyntaf"));
    CHECK_THAT(shown.out, Catch::Contains("reg 39(1)"));
    CHECK(desk.machine.run({"rules", "show", "R-none"}).code == 3);
}

TEST_CASE("rules check: the example of a local policy, and every shipped rule, stand well") {
    RuleDesk desk;
    CHECK(desk.machine.run({"rules", "check", std::string(kExample)}).code == 0);
    for (const char* name : {"d3-no-plan-of-permanence.toml", "visit-later.toml"}) {
        CHECK(desk.machine.run({"rules", "check", std::string(kShippedRules) + name}).code == 0);
    }
    CHECK(desk.machine.run({"rules", "check", (desk.place / "none.toml").string()}).code == 3);
}

TEST_CASE("rules check: what a file says wrongly is refused with file, line and reason") {
    RuleDesk desk;
    const std::string example = text_of_file(std::string(kExample));
    struct Row {
        std::string_view replace;
        std::string_view with;
        int line;
        std::string_view why;
    };
    const Row rows[] = {
        {"grade = \"plan\"", "grade = \"grave\"", 17, "'grave' is not known for 'grade'"},
        {"kind = \"local-policy\"", "kind = \"law\"", 16, "'law' is not known for 'kind'"},
        {"\"social-worker\"]", "\"mayor\"]", 19, "'mayor' is not known for 'addressees'"},
        {"from = 2016-04-06", "from = 2016-13-06", 20, ""},
        {"satisfied_by", "cured_by", 14, "'satisfied_by' is missing"},
        {"earlier_counts = true", "earlier_counts = \"yes\"", 29, "true or false"},
        {"permanence-plan-recorded", "plan-dreamt", 28, "'plan_dreamt' is no event"},
        {"[\"R-first-review\"]", "[\"R-last-review\"]", 22, "'R-last-review' is no rule of 'wales'"
        },
        {"moment = \"satisfied\"", "moment = \"soon\"", 23, "'soon' is not known for 'moment'"},
        {"\"short-breaks\"]", "\"asleep\"]", 26, "'asleep' is not known for 'exempt'"},
        {"count = 3,", "count = -3,", 27, "'count' must lie from 0"},
        {"\"permanence-plan\"]", "\"gossip\"]", 32, "'gossip' is no code of fact-kind"},
        {"jurisdiction = \"wales\"\n", "", 1, "'jurisdiction' is missing"},
        {"title_cy", "title_fr", 1, "'title_cy' is missing"},
        {"[[version]]", "[[version", 14, ""},
        {"earlier_counts = true", "colour = \"red\"", 29, "'colour' is not known here"},
    };
    for (const Row& row : rows) {
        const std::string path = desk.put_changed("bad.toml", example, row.replace, row.with);
        const auto outcome = desk.machine.run({"rules", "check", path});
        INFO(row.with << '\n' << outcome.out << outcome.err);
        CHECK(outcome.code == 1);
        const std::string place = path + ":" + std::to_string(row.line) + ": ";
        CHECK_THAT(outcome.out + outcome.err, Catch::Contains(place));
        CHECK_THAT(outcome.out + outcome.err, Catch::Contains(std::string(row.why)));
    }
}

TEST_CASE("rules diff: names the keys that differ, in words, and nothing between equal files") {
    RuleDesk desk;
    const std::string ours = desk.put_changed(
        "ours.toml", shipped_rule("first-review.toml"), "count = 20", "count = 10"
    );
    const std::string shipped = std::string(kShippedRules) + "first-review.toml";
    const auto words = desk.machine.run({"rules", "diff", shipped, ours});
    CHECK(words.code == 0);
    CHECK(words.out == "version 2016, Term: 20 working days -> 10 working days\n");
    CHECK(desk.machine.run({"rules", "diff", shipped, shipped}).out.empty());

    const std::string one_version = shipped_rule("d1-review-overdue.toml");
    const std::string renamed =
        desk.put_changed("renamed.toml", one_version, "version = \"2016\"", "version = \"2020\"");
    const auto answer = test::json_of(desk.machine.run(
        {"rules",
         "diff",
         std::string(kShippedRules) + "d1-review-overdue.toml",
         renamed,
         "--format",
         "json"}
    ));
    CHECK(answer.at("differences").as_array().size() == 2);
    CHECK(answer.at("differences").at(0).at("key") == "version");
}

TEST_CASE("rules diff: whatever distinguishes two rules of the built-in set shows in their words") {
    const auto built_in = embedded_reference_set();
    REQUIRE(built_in);
    const auto& rules = built_in->rules();
    for (std::size_t one = 0; one < rules.size(); ++one) {
        for (std::size_t other = 0; other < one; ++other) {
            Rule twin = rules[other];  // all but what the words are about made equal
            twin.path = rules[one].path;
            twin.version = rules[one].version;
            if (twin == rules[one]) continue;
            INFO(rules[one].id << ' ' << rules[other].id);
            CHECK_FALSE(diff_rules({rules[one]}, {twin}).empty());
        }
    }
}

TEST_CASE("rules replay: a shorter term makes alerts come or move, a longer one makes them go") {
    Council council;
    const std::string second = shipped_rule("second-review.toml");
    const std::size_t statute = second.find("version = \"2016\"");
    REQUIRE(statute != std::string::npos);
    const auto with_months = [&](const std::string& count) {
        std::string text = second;
        const std::size_t at = text.find("count = 3", statute);
        REQUIRE(at != std::string::npos);
        return council.desk.put("second.toml", text.replace(at, 9, "count = " + count));
    };
    const auto unchanged = council.replay(std::string(kShippedRules) + "second-review.toml");
    for (const std::string_view change : {"comes", "goes", "moves"}) {
        CHECK(total(unchanged, change) == 0);
    }
    CHECK(unchanged.at("days").as_array().size() == 6);

    // One month: due on 2018-03-01, an alert in March and April, where there was none until May.
    const auto shorter = council.replay(with_months("1"));
    CHECK(total(shorter, "comes") >= 2);
    CHECK(total(shorter, "moves") >= 2);
    CHECK(total(shorter, "goes") == 0);
    bool found = false;
    for (const auto& row : shorter.at("alerts").as_array()) {
        if (row.at("child") != "A1" || row.at("rule") != "D1" || row.at("change") != "comes")
            continue;
        found = true;
        CHECK(row.at("present").is_null());
        CHECK(row.at("proposed").at("since") == "2018-03-02");
        CHECK(row.at("first_seen") == "2018-03-31");
        CHECK(row.at("last_seen") == "2018-04-30");
        CHECK(row.at("days") == 2);
    }
    CHECK(found);

    // A year: not yet due on any of the days asked about.
    const auto longer = council.replay(with_months("12"));
    CHECK(total(longer, "comes") == 0);
    CHECK(total(longer, "goes") >= 2);
    CHECK(longer.at("totals").at("goes").at("children") == 2);
}

TEST_CASE("rules replay: a rule beside the others makes its own alerts come, and says how many") {
    Council council;
    const auto answer = council.replay(std::string(kExample));
    CHECK(total(answer, "comes") == 2);
    CHECK(answer.at("alerts").at(0).at("rule") == "L-permanence-pledge");
    CHECK(answer.at("alerts").at(0).at("proposed").at("since") == "2018-04-17");
    // From two weeks before it is due; overdue from May on it is still the same alert.
    CHECK(answer.at("alerts").at(0).at("first_seen") == "2018-04-30");
    CHECK(answer.at("alerts").at(0).at("last_seen") == "2018-07-15");
    CHECK(answer.at("alerts").at(0).at("days") == 4);
    const auto text = council.ledger.run(
        {"rules", "replay", std::string(kExample), "--from", "2018-04-01", "--to", "2018-04-30"}
    );
    CHECK_THAT(text.out, Catch::Contains("alert comes: 2, of 2 children"));
    CHECK_THAT(text.out, Catch::Contains("2 children, asked about on 1 days"));
    CHECK(
        council.ledger
            .run(
                {"rules",
                 "replay",
                 std::string(kExample),
                 "--from",
                 "2018-05-01",
                 "--to",
                 "2018-04-30"}
            )
            .code == 2
    );
}

TEST_CASE("rules adopt: answers follow the files from then on, and the log says who wanted it") {
    Council council;
    test::SmallLedger& ledger = council.ledger;
    const Words by{"--by", "A. Pennaeth", "--second", "B. Cyfarwyddwr"};
    Words adopt{"rules", "adopt", std::string(kExample)};
    adopt.insert(adopt.end(), by.begin(), by.end());
    const Words drift{"drift", "list", "--rule", "L-permanence-pledge", "--format", "json"};
    CHECK(ledger.run(drift).code == 3);  // no such rule yet

    REQUIRE(ledger.run(adopt).code == 0);
    CHECK_THAT(ledger.run({"doctor"}).out, Catch::Contains("with 1 of the authority's own files"));
    CHECK(test::json_of(ledger.run(drift)).at("open") == 2);
    Words then = drift;
    then.insert(then.end(), {"--as-at", "2018-05-30"});
    CHECK(test::json_of(ledger.run(then)).at("open") == 2);
    CHECK_THAT(
        ledger.run({"rules", "show", "L-permanence-pledge"}).out, Catch::Contains("local policy")
    );
    CHECK(
        council.ledger.machine.run({"rules", "show", "L-permanence-pledge"}).code == 3
    );  // the built-in set does not have it

    const auto entry = ledger.run({"event", "show", "17", "--format", "json"});
    CHECK_THAT(entry.out, Catch::Contains("adopted by A. Pennaeth, seconded by B. Cyfarwyddwr"));
    CHECK_THAT(entry.out, Catch::Contains("cardiff-permanence-pledge.toml"));

    const auto again = ledger.run(adopt);
    CHECK(again.code == 0);
    CHECK_THAT(again.err, Catch::Contains("nothing was written"));
    CHECK(ledger.run({"log", "verify"}).code == 0);
}

TEST_CASE("rules adopt: takes two persons, and files that stand well") {
    Council council;
    const auto adopt = [&](const std::string& file, const std::string& by, const std::string& second
                       ) {
        return council.ledger.run({"rules", "adopt", file, "--by", by, "--second", second});
    };
    const std::string example(kExample);
    CHECK(adopt(example, "A. Pennaeth", "a.pennaeth ").code == 2);
    CHECK(adopt(example, " ", "B. Cyfarwyddwr").code == 2);
    CHECK(council.ledger.run({"rules", "adopt", example, "--by", "A"}).code == 2);
    const std::string text = text_of_file(example);
    const std::string bad = council.desk.put_changed("bad.toml", text, "\"weeks\"", "\"moons\"");
    const auto refused = adopt(bad, "A. Pennaeth", "B. Cyfarwyddwr");
    CHECK(refused.code == 1);
    CHECK_THAT(refused.err, Catch::Contains("bad.toml:30: 'moons'"));
}

TEST_CASE("rules adopt: what is unverified is adopted as local policy, never as law") {
    Council council;
    const std::string offer = shipped_rule("d24-advocacy-offer.toml");
    const auto adopt_as = [&](std::string_view kind) {
        const std::string file = council.desk.put_changed(
            "offer.toml", offer, "kind = \"unverified\"", "kind = \"" + std::string(kind) + "\""
        );
        return council.ledger.run(
            {"rules", "adopt", file, "--by", "A. Pennaeth", "--second", "B. Cyfarwyddwr"}
        );
    };
    const auto as_law = adopt_as("statute");
    CHECK(as_law.code == 1);
    CHECK_THAT(as_law.err, Catch::Contains("unverified in the adopted set"));
    CHECK(adopt_as("local-policy").code == 0);
    const auto shown =
        test::json_of(council.ledger.run({"rules", "show", "D24", "--format", "json"}));
    CHECK(shown.at("versions").at(0).at("raises") == true);
}

TEST_CASE("rules page: docs/rules.md is what the program writes from its rule files") {
    RuleDesk desk;
    const auto page = desk.machine.run({"rules", "page"});
    REQUIRE(page.code == 0);
    INFO("tyst rules page > docs/rules.md");
    CHECK((page.out == text_of_file(TYST_SOURCE_DIR "/docs/rules.md")));
}

TEST_CASE("rules page: has every version of every rule with its kind, titles and citation") {
    const auto built_in = embedded_reference_set();
    REQUIRE(built_in);
    const std::string page = rules_page(*built_in);
    for (const Rule& rule : built_in->rules()) {
        INFO(rule.jurisdiction << ' ' << rule.id << ' ' << rule.version);
        const std::size_t place = page.find("\n### " + rule.id + ": ");
        REQUIRE(place != std::string::npos);
        CHECK(page.find("*" + rule.title.cy, place) != std::string::npos);
        CHECK(
            page.find("**Version " + rule.version + ", " + kind_in_words(rule.kind), place) !=
            std::string::npos
        );
    }
}

}  // namespace
}  // namespace tyst::cli
