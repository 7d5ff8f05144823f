#include <catch2/catch.hpp>

#include "tests/cli/tame_machine.h"

namespace tyst::cli {
namespace {

using Words = std::vector<std::string>;

std::string joined_words(const Words& words) {
    std::string text;
    for (const std::string& word : words) {
        text += word + ' ';
    }
    return text;
}

TEST_CASE("command line: every command's help opens with an example of itself") {
    const Words command = GENERATE(
        Words{},
        Words{"init"},
        Words{"event"},
        Words{"event", "append"},
        Words{"event", "show"},
        Words{"sample"},
        Words{"sample", "vale-2019"},
        Words{"sample", "cardiff-2015"},
        Words{"sample", "random"},
        Words{"sample", "ssda903"},
        Words{"import"},
        Words{"import", "csv"},
        Words{"import", "ssda903"},
        Words{"return", "check"},
        Words{"return", "explain"},
        Words{"child"},
        Words{"child", "show"},
        Words{"child", "timeline"},
        Words{"caseload"},
        Words{"due"},
        Words{"iro"},
        Words{"drift"},
        Words{"drift", "list"},
        Words{"drift", "explain"},
        Words{"figures"},
        Words{"log"},
        Words{"log", "verify"},
        Words{"key", "copy"},
        Words{"key", "copy", "record"},
        Words{"key", "copy", "destroyed"},
        Words{"retention"},
        Words{"retention", "due"},
        Words{"retention", "list"},
        Words{"retention", "hold"},
        Words{"retention", "lift"},
        Words{"retention", "request"},
        Words{"retention", "approve"},
        Words{"retention", "refuse"},
        Words{"retention", "carry-out"},
        Words{"rebuild"},
        Words{"doctor"}
    );
    Words words = command;
    words.emplace_back("--help");
    INFO(joined_words(words));
    test::TameMachine machine;
    const test::Outcome outcome = machine.run(words);
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    const std::string opening = "Example:\n  tyst ";
    REQUIRE(outcome.out.substr(0, opening.size()) == opening);
    const std::string example = outcome.out.substr(0, outcome.out.find("Usage:"));
    if (!command.empty()) {
        CHECK(example.find("tyst " + command.front()) != std::string::npos);
        CHECK(example.find(command.back()) != std::string::npos);
    }
}

struct Mistake {
    Words words;
    std::string said;
};

TEST_CASE("command line: a mistake in it is told and exits with 2") {
    const Mistake mistake = GENERATE(
        Mistake{{}, "Try: tyst --help"},
        Mistake{{"lgo"}, "Did you mean: tyst log?"},
        Mistake{{"ior"}, "Did you mean: tyst iro?"},
        Mistake{{"log", "verfy"}, "Did you mean: tyst log verify?"},
        Mistake{{"figures"}, "--ledger"},
        Mistake{{"init", "--ledger", "x"}, "--authority"},
        Mistake{{"figures", "--ledger", "x", "--as-at", "2019-02-30"}, "2019-02-30"},
        Mistake{{"figures", "--ledger", "x", "--known-at", "soon"}, "--known-at"},
        Mistake{{"figures", "--ledger", "x", "--period", "2019-01-01"}, "FROM..TO"},
        Mistake{{"figures", "--ledger", "x", "--format", "xml"}, "xml"},
        Mistake{{"caseload", "--ledger", "x", "--by", "age"}, "--by"},
        Mistake{{"event", "show", "first", "--ledger", "x"}, "index = first"},
        Mistake{{"event", "show", "--ledger", "x"}, "index"},
        Mistake{{"import", "ssda903", "dir", "--ledger", "x"}, "--year"},
        Mistake{{"doctor", "--ledger", "x", "--loud"}, "--loud"}
    );
    INFO(joined_words(mistake.words));
    test::TameMachine machine;
    const test::Outcome outcome = machine.run(mistake.words);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Catch::Contains(mistake.said));
}

TEST_CASE(
    "command line: a ledger that is not there exits with 3, also when the environment names it"
) {
    test::TameMachine machine;
    CHECK(machine.run({"log", "verify", "--ledger", "/nonexistent/ledger"}).code == 3);
    machine.environment["TYST_LEDGER"] = "/nonexistent/other";
    const test::Outcome outcome = machine.run({"figures"});
    CHECK(outcome.code == 3);
    CHECK_THAT(outcome.err, Catch::Contains("/nonexistent/other"));
}

TEST_CASE("command line: the version is told") {
    test::TameMachine machine;
    const test::Outcome outcome = machine.run({"--version"});
    CHECK(outcome.code == 0);
    CHECK_THAT(outcome.out, Catch::StartsWith("tyst "));
}

}  // namespace
}  // namespace tyst::cli
