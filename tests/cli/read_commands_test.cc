#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

using Words = std::vector<std::string>;

// Two children whose second review, due on 2018-05-01, was not held.
struct TwoChildren {
    TwoChildren() {
        ledger.append({test::coverage_line(1)});
        ledger.append(test::child_lines(10, "A1"));
        ledger.append(test::child_lines(20, "A2"));
    }
    test::SmallLedger ledger;
};

TEST_CASE("reads: every JSON answer says as at when, known when, from which log and law") {
    const Words command = GENERATE(
        Words{"child", "show", "A1"},
        Words{"child", "timeline", "A1"},
        Words{"caseload"},
        Words{"caseload", "--by", "iro"},
        Words{"drift", "list"},
        Words{"drift", "explain", "A1"},
        Words{"figures"}
    );
    INFO(command.front() << ' ' << command.back());
    TwoChildren two;
    Words words = command;
    words.insert(
        words.end(), {"--format", "json", "--as-at", "2018-07-01", "--known-at", "2026-03-02"}
    );
    const auto answer = test::json_of(two.ledger.run(words));
    CHECK(answer.at("as_at") == "2018-07-01");
    CHECK(answer.at("known_at") == "2026-03-02T23:59:59.999999Z");
    CHECK(answer.at("log_size") == 17);
    CHECK(answer.at("root").as_string().size() == 64);
    CHECK(answer.at("reference_set").as_string().size() == 64);
    CHECK_FALSE(answer.contains("synthetic"));
}

TEST_CASE("reads: without --as-at the clock's day in London is asked about") {
    TwoChildren two;
    two.ledger.machine.clock.set(*parse_timestamp("2026-07-01T23:30:00Z"));
    CHECK(
        test::json_of(two.ledger.run({"figures", "--format", "json"})).at("as_at") == "2026-07-02"
    );
}

TEST_CASE("reads: a sample pins today, and every answer says that its people are invented") {
    TwoChildren two;
    two.ledger.append({R"({"type":"sample_declared","subject":{"kind":"authority","source":"tyst",)"
                       R"("reference":"authority"},"occurred":"2018-07-01",)"
                       R"("body":{"name":"sample-small","seed":1,"today":"2018-07-01"}})"});
    const auto answer = test::json_of(two.ledger.run({"caseload", "--format", "json"}));
    CHECK(answer.at("synthetic") == true);
    CHECK(answer.at("today") == "2018-07-01");
    CHECK(answer.at("as_at") == "2018-07-01");
    const auto table = two.ledger.run({"caseload"});
    CHECK_THAT(table.err, Catch::StartsWith("SYNTHETIC SAMPLE sample-small"));
    CHECK_THAT(table.err, Catch::Contains("today is pinned to 2018-07-01"));
}

TEST_CASE("reads: what was recorded later was not known before") {
    TwoChildren two;
    const auto before = test::json_of(two.ledger.run(
        {"figures", "--format", "json", "--as-at", "2018-07-01", "--known-at", "2026-03-01"}
    ));
    CHECK(before.at("figures").at(0).at("id") == "looked-after");
    CHECK(before.at("figures").at(0).at("value") == 0);
}

TEST_CASE("child: one that nobody knows exits with 3, one of two sources has to be named") {
    TwoChildren two;
    const auto unknown = two.ledger.run({"child", "show", "A9"});
    CHECK(unknown.code == 3);
    CHECK_THAT(unknown.err, Catch::Contains("subject_not_found 202"));
    CHECK(two.ledger.run({"child", "show", "elsewhere:A1"}).code == 3);
    CHECK(two.ledger.run({"child", "show", "test:A1"}).code == 0);

    two.ledger.append(
        {R"({"type":"child_registered","subject":{"kind":"child","source":"other",)"
         R"("reference":"A3"},"occurred":"2018-01-01","body":{"source":"other",)"
         R"("reference":"A3"}})",
         R"({"type":"child_registered","subject":{"kind":"child","source":"third",)"
         R"("reference":"A3"},"occurred":"2018-01-01","body":{"source":"third",)"
         R"("reference":"A3"}})"}
    );
    const auto several = two.ledger.run({"child", "timeline", "A3"});
    CHECK(several.code == 2);
    CHECK_THAT(several.err, Catch::Contains("other:A3"));
    CHECK_THAT(several.err, Catch::Contains("third:A3"));
}

TEST_CASE("child: a reference that a refused append left behind is no child") {
    TwoChildren two;
    // The id of A1's registration.
    const std::string again = test::child_lines(10, "PHANTOM").front() + '\n';
    REQUIRE(two.ledger.run({"event", "append", "-"}, again).code == 5);
    const Words command = GENERATE(
        Words{"child", "show"},
        Words{"child", "timeline"},
        Words{"drift", "explain"},
        Words{"retention", "due", "--child"}
    );
    for (const std::string prefix : {"", "test:"}) {
        const auto asked = [&](const std::string& child) {
            Words words = command;
            words.push_back(prefix + child);
            return two.ledger.run(words);
        };
        const auto phantom = asked("PHANTOM");
        INFO(command.front() << ' ' << prefix << phantom.out << phantom.err);
        CHECK(phantom.code == 3);
        CHECK(phantom.out.empty());
        CHECK_THAT(phantom.err, Catch::Contains("no child '" + prefix + "PHANTOM' in this ledger"));
        CHECK(asked("A1").code == 0);
    }
}

TEST_CASE("child timeline: a corrected event stays, with who corrected it and why") {
    TwoChildren two;
    two.ledger.append(
        {R"({"type":"review_held","subject":{"kind":"child","source":"test","reference":"A1"},)"
         R"("occurred":"2018-02-01","reason":"wrong box ticked",)"
         R"("relation":{"kind":"corrects","target":"00000000-0000-7000-8000-000000000016"},)"
         R"("body":{"participation":"PN3"}})"}
    );
    const auto answer =
        test::json_of(two.ledger.run({"child", "timeline", "A1", "--format", "json"}));
    bool found = false;
    for (const auto& event : answer.at("events").as_array()) {
        if (event.at("event") == "Review held") {
            found = true;
            CHECK(event.at("relations") == boost::json::array{17});
        }
    }
    CHECK(found);
    const auto table = two.ledger.run({"child", "timeline", "A1"});
    CHECK_THAT(table.out, Catch::Contains("corrected by 17"));
    CHECK_THAT(table.out, Catch::Contains("because: wrong box ticked"));
}

TEST_CASE("caseload: the first column of its CSV is the child's reference") {
    TwoChildren two;
    const auto csv = two.ledger.run({"caseload", "--format", "csv", "--as-at", "2018-07-01"});
    CHECK_THAT(csv.out, Catch::StartsWith("child,age,"));
    CHECK_THAT(csv.out, Catch::Contains("\r\nA1,8,care-order,"));
    CHECK_THAT(csv.out, Catch::Contains("\r\nA2,8,care-order,"));
}

TEST_CASE("caseload: groups add up to all children") {
    TwoChildren two;
    const auto answer = test::json_of(
        two.ledger.run({"caseload", "--by", "iro", "--format", "json", "--as-at", "2018-07-01"})
    );
    CHECK(answer.at("count") == 2);
    REQUIRE(answer.at("groups").as_array().size() == 1);
    CHECK(answer.at("groups").at(0).at("key") == "IRO03");
    CHECK(answer.at("groups").at(0).at("value") == 2);
    CHECK(answer.at("groups").at(0).at("children") == boost::json::array{"A1", "A2"});
}

TEST_CASE("drift list: one row a child with its alerts, and a filter by rule") {
    TwoChildren two;
    const Words question{"--format", "json", "--as-at", "2018-07-01"};
    Words words{"drift", "list"};
    words.insert(words.end(), question.begin(), question.end());
    const auto all = test::json_of(two.ledger.run(words));
    REQUIRE(all.at("open") == 2);
    CHECK(all.at("children").at(0).at("child") == "A1");
    CHECK(all.at("children").at(0).at("alerts").at(0).at("rule") == "D1");
    CHECK(all.at("children").at(0).at("alerts").at(0).at("days_over") == 61);  // due on 2018-05-01

    words.insert(words.end(), {"--rule", "D3"});
    const auto filtered = test::json_of(two.ledger.run(words));
    CHECK(filtered.at("children").at(0).at("alerts").as_array().size() == 1);
    CHECK(filtered.at("children").at(0).at("alerts").at(0).at("rule") == "D3");
    CHECK(two.ledger.run({"drift", "list", "--rule", "D99"}).code == 3);
}

TEST_CASE("drift explain: tells rule, law, counted days, events with both times, what clears it") {
    TwoChildren two;
    const auto text = two.ledger.run({"drift", "explain", "A1", "--as-at", "2018-07-01"});
    CHECK(text.code == 0);
    for (const char* said :
         {"D1",
          "reg 39",
          "2018-02-01 is day 0",
          "2018-05-01 is the last day",
          "cleared by",
          "Review held",
          "2026-03-02T09:00:00"}) {
        CHECK_THAT(text.out, Catch::Contains(said));
    }
}

TEST_CASE("figures: each has its value and the children counted") {
    TwoChildren two;
    const auto answer = test::json_of(two.ledger.run(
        {"figures",
         "--format",
         "json",
         "--as-at",
         "2018-07-01",
         "--period",
         "2018-01-01..2018-06-30"}
    ));
    for (const auto& figure : answer.at("figures").as_array()) {
        INFO(figure.at("id").as_string().c_str());
        CHECK(
            figure.at("children").as_array().size() == figure.at("value").to_number<std::size_t>()
        );
    }
    CHECK(answer.at("figures").at(0).at("children") == boost::json::array{"A1", "A2"});
    CHECK(answer.at("period").at("to") == "2018-06-30");
}

TEST_CASE("figures: the table closes each family with a sum") {
    TwoChildren two;
    const auto text = two.ledger.run({"figures", "--as-at", "2018-07-01"});
    CHECK_THAT(text.out, Catch::Contains("  legal-status, together"));
    CHECK_THAT(text.out, Catch::Contains("  placement, together"));
    CHECK_THAT(text.out, Catch::Contains("  age, together"));
}

TEST_CASE("sample: the same seed writes the same lines, another seed others") {
    test::TameMachine machine;
    const Words command{"sample", "random", "--children", "3", "--years", "2", "--seed", "7"};
    const auto first = machine.run(command);
    CHECK(first.code == 0);
    CHECK(first.out == machine.run(command).out);
    Words other = command;
    other.back() = "8";
    CHECK(first.out != machine.run(other).out);
}

TEST_CASE(
    "sample and import: a return with planted faults is taken in, a second time writes nothing"
) {
    const tyst::test::TemporaryDirectory place;
    test::SmallLedger ledger;
    const std::string directory = (place / "return").string();
    REQUIRE(
        ledger.machine.run({"sample", "ssda903", directory, "--children", "60", "--year", "2018"})
            .code == 0
    );
    const Words command{
        "import",
        "ssda903",
        directory,
        "--year",
        "2018",
        "--received",
        "2018-05-24",
        "--format",
        "json"
    };
    const auto first = ledger.run(command);
    INFO(first.err);
    CHECK((first.code == 0 || first.code == 1));
    const auto verified = ledger.run({"log", "verify", "--format", "json"}).out;
    const auto again = ledger.run(command);
    CHECK(again.code == first.code);
    CHECK_THAT(again.err, Catch::Contains(" 0 events written"));
    CHECK(
        boost::json::parse(ledger.run({"log", "verify", "--format", "json"}).out).at("root") ==
        boost::json::parse(verified).at("root")
    );
}

}  // namespace
}  // namespace tyst::cli
