#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

namespace fs = std::filesystem;

// Two children with the reference CANARY in it, looked after from 2018-01-08 on.
struct PanelLedger {
    PanelLedger() {
        ledger.append({test::coverage_line(1)});
        ledger.append(test::child_lines(10, "CANARY1"));
        ledger.append(test::child_lines(20, "CANARY2"));
    }
    [[nodiscard]] fs::path place(const std::string& name) const {
        return ledger.directory().parent_path() / name;
    }
    test::Outcome pack(const std::string& where, std::vector<std::string> more = {}) {
        std::vector<std::string> words = {
            "panel", "pack", "--quarter", "2018-Q2", "--into", place(where).string()
        };
        words.insert(words.end(), more.begin(), more.end());
        return ledger.run(words);
    }
    test::SmallLedger ledger;
};

std::vector<std::string> fewer_in_foster_care(const std::string& baseline) {
    return {
        "target",
        "set",
        "action-1",
        "--text-en",
        "Fewer in foster care",
        "--text-cy",
        "Llai mewn gofal maeth",
        "--figure",
        "placement.foster-own",
        "--direction",
        "at-most",
        "--baseline-day",
        "2018-01-31",
        "--baseline",
        baseline,
        "--target",
        "1",
        "--target-day",
        "2018-07-31",
        "--due",
        "2018-08-31",
        "--owner",
        "Sampl-Officer",
        "--owner-role",
        "Head",
        "--on",
        "2018-02-01"
    };
}

std::map<std::string, std::string> files_below(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        files[fs::relative(entry.path(), folder).string()] = {
            std::istreambuf_iterator<char>(file), {}
        };
    }
    return files;
}

TEST_CASE("target set: a baseline is computed from the events, and the colour follows from days") {
    PanelLedger panel;
    const test::Outcome made = panel.ledger.run(fewer_in_foster_care("computed"));
    INFO(made.err);
    REQUIRE(made.code == 0);
    CHECK_THAT(made.out, Catch::Contains("placement.foster-own from 2 at-most 1"));
    const auto list = [&](const std::string& as_at) {
        return test::json_of(
            panel.ledger.run({"target", "list", "--format", "json", "--as-at", as_at})
        );
    };
    CHECK(list("2018-01-31").at("targets").as_array().empty());
    const auto early = list("2018-02-01").at("targets").at(0).as_object();
    CHECK(early.at("baseline") == 2);
    CHECK(early.at("colour") == "red");
    CHECK(early.at("reason") == "behind-its-course");
    const auto late = list("2018-08-31").at("targets").at(0).as_object();
    CHECK(late.at("reason") == "less-than-half");
    CHECK(late.at("target_day") == "2018-07-31");
    CHECK(late.at("due") == "2018-08-31");
    CHECK(late.at("values").at("2018-07-31") == 2);
    CHECK(late.at("owner") == "Sampl-Officer");
}

TEST_CASE("target set: what does not fit together is told, and nothing is recorded") {
    PanelLedger panel;
    const auto set = [&](std::vector<std::string> more) {
        std::vector<std::string> words = {
            "target", "set", "a", "--text-en", "x", "--text-cy", "y", "--owner", "Sampl-Officer"
        };
        words.insert(words.end(), more.begin(), more.end());
        return panel.ledger.run(words);
    };
    CHECK(set({"--target", "3"}).code == 2);
    CHECK(set({"--figure", "starts", "--direction", "at-most", "--target", "3"}).code == 2);
    CHECK(
        set({"--figure",
             "starts",
             "--direction",
             "at-most",
             "--target",
             "3",
             "--baseline",
             "computed"})
            .code == 2
    );
    CHECK(
        set({"--figure", "starts", "--direction", "at-most", "--target", "-3", "--baseline", "5"})
            .code == 2
    );
    CHECK(
        set({"--figure",
             "starts",
             "--direction",
             "at-most",
             "--target",
             "3",
             "--baseline",
             "5",
             "--baseline-day",
             "2018-02-01",
             "--target-day",
             "2018-02-01"})
            .code == 2
    );
    const test::Outcome unknown =
        set({"--figure", "startz", "--direction", "at-most", "--target", "3", "--baseline", "5"});
    CHECK(unknown.code == 1);
    CHECK_THAT(unknown.err, Catch::Contains("--figure: 'startz' is no figure"));
    CHECK_THAT(
        panel.ledger.run({"target", "list", "--format", "csv"}).out, !Catch::Contains("startz")
    );
}

TEST_CASE("target progress: a named person's word is kept with its day, and has no colour") {
    PanelLedger panel;
    CHECK(
        panel.ledger
            .run(
                {"target",
                 "set",
                 "action-7",
                 "--text-en",
                 "A profile",
                 "--text-cy",
                 "Proffil",
                 "--owner",
                 "Sampl-Officer",
                 "--on",
                 "2018-02-01"}
            )
            .code == 0
    );
    const auto say = [&](const std::string& action) {
        return panel.ledger.run(
            {"target",
             "progress",
             action,
             "--state",
             "on-course",
             "--statement",
             "=Agreed with health",
             "--said-by",
             "Sampl-Head",
             "--on",
             "2018-03-01"}
        );
    };
    const test::Outcome unknown = say("action-8");
    CHECK(unknown.code == 3);
    CHECK_THAT(unknown.err, Catch::Contains("'action-8' was never set"));
    REQUIRE(say("action-7").code == 0);
    const auto target =
        test::json_of(
            panel.ledger.run({"target", "list", "--format", "json", "--as-at", "2018-06-30"})
        )
            .at("targets")
            .at(0)
            .as_object();
    CHECK_FALSE(target.contains("colour"));
    CHECK(target.at("reason") == "no-figure");
    CHECK(target.at("progress").at("state") == "on-course");
    CHECK(target.at("progress").at("said_by") == "Sampl-Head");
    CHECK(target.at("progress").at("day") == "2018-03-01");
    CHECK(target.at("progress").at("recorded").as_string().starts_with("2026-03-02"));
}

TEST_CASE("panel pack: the same question gives the same bytes, as folder and as archive") {
    PanelLedger panel;
    REQUIRE(panel.ledger.run(fewer_in_foster_care("2")).code == 0);
    const test::Outcome made = panel.pack("first");
    INFO(made.err);
    REQUIRE(made.code == 0);
    CHECK_THAT(made.out, Catch::Contains("2016-Q3 to 2018-Q2, counted up to 2018-06-30"));
    panel.ledger.machine.clock.set(*parse_timestamp("2026-05-01T09:00:00Z"));
    REQUIRE(panel.pack("second").code == 0);
    const auto first = files_below(panel.place("first"));
    CHECK(first == files_below(panel.place("second")));
    for (const std::string name :
         {"README.txt",
          "panel.csv",
          "panel.xlsx",
          "panel.html",
          "panel.cy.html",
          "charts/care.svg",
          "charts/target-01.svg"}) {
        INFO(name);
        CHECK(first.contains(name));
    }
    const std::string archive = panel.place("pack.zip").string();
    const auto zip = [&](const std::string& name) {
        return panel.ledger
            .run({"panel", "pack", "--quarter", "2018-Q2", "-o", panel.place(name).string()})
            .code;
    };
    REQUIRE(zip("a.zip") == 0);
    REQUIRE(zip("b.zip") == 0);
    CHECK(zip("a.zip") == 5);
    auto files = files_below(panel.place(""));
    CHECK(files.at("a.zip") == files.at("b.zip"));
    // Standing files are never written over.
    CHECK(panel.pack("first").code == 5);
}

TEST_CASE("panel pack: no child, no name and no small number is in any of its files") {
    PanelLedger panel;
    REQUIRE(panel.pack("pack").code == 0);
    const auto files = files_below(panel.place("pack"));
    REQUIRE(files.size() > 8);
    for (const auto& [name, content] : files) {
        INFO(name);
        CHECK(content.find("CANARY") == std::string::npos);
        CHECK(content.find("Sampl-Ann") == std::string::npos);
    }
    const std::string& csv = files.at("panel.csv");
    CHECK_THAT(
        csv,
        Catch::Contains("2018-Q2,looked-after,Looked after,count,,kept-back\r\n") &&
            Catch::Contains("2016-Q3,looked-after,Looked after,count,0,\r\n") &&
            Catch::Contains("2018-Q2,visits.due,Visits that fell due,count,,not-held-here\r\n")
    );
    // Officers see them.
    REQUIRE(panel.pack("officers", {"--audience", "officers"}).code == 0);
    CHECK_THAT(
        files_below(panel.place("officers")).at("panel.csv"),
        Catch::Contains("2018-Q2,looked-after,Looked after,count,2,\r\n") &&
            Catch::Contains("2018-Q2,second-review.due,Second reviews that fell due,count,2,\r\n"
            ) &&
            Catch::Contains("count,2,\r\n")
    );
}

TEST_CASE("panel pack: either language, and both pages lead to one another") {
    PanelLedger panel;
    REQUIRE(panel.pack("cy", {"--language", "cy"}).code == 0);
    const auto files = files_below(panel.place("cy"));
    CHECK_THAT(
        files.at("panel.html"),
        Catch::Contains("<html lang=\"cy\">") && Catch::Contains("href=\"panel.en.html\"")
    );
    CHECK_THAT(
        files.at("panel.en.html"),
        Catch::Contains("<html lang=\"en\">") && Catch::Contains("href=\"panel.html\"")
    );
}

TEST_CASE("panel pack: a quarter that has not begun is refused, one that goes on is counted so far"
) {
    PanelLedger panel;
    const auto ask = [&](std::vector<std::string> more) {
        std::vector<std::string> words = {"panel", "pack", "--into", panel.place("x").string()};
        words.insert(words.end(), more.begin(), more.end());
        return panel.ledger.run(words);
    };
    const test::Outcome future = ask({"--quarter", "2026-Q2"});
    CHECK(future.code == 1);
    CHECK_THAT(
        future.err, Catch::Contains("2026-Q2 begins on 2026-04-01, and today is 2026-03-02")
    );
    CHECK(ask({"--quarter", "2026-Q5"}).code == 2);
    CHECK(ask({"--quarter", "2018-Q2", "--as-at", "2018-05-01"}).code == 2);
    CHECK(ask({"-o", "y.zip"}).code == 2);
    const test::Outcome present = ask({"--quarter", "2026-Q1"});
    CHECK(present.code == 0);
    CHECK_THAT(present.out, Catch::Contains("counted up to 2026-03-02"));
    CHECK_THAT(
        files_below(panel.place("x")).at("panel.csv"),
        Catch::Contains("2026-Q1,starts,Starts of being looked after,count,0,so-far")
    );
}

}  // namespace
}  // namespace tyst::cli
