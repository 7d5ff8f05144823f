#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kRationale = "Advice of the lawyer, synthetic and secret";

std::string gateway_coverage(int number) {
    std::string line = test::coverage_line(number);
    const std::string_view last = "\"allocation-iro\"";
    line.insert(line.find(last) + last.size(), ",\"gateway\",\"court\"");
    return line;
}

// One child whose application followed a gateway, another for whom none was held.
struct TwoApplications {
    test::SmallLedger ledger;

    TwoApplications() {
        std::vector<std::string> lines = test::child_lines(1, "A1");
        const auto more = test::child_lines(11, "A2");
        lines.insert(lines.end(), more.begin(), more.end());
        lines.push_back(gateway_coverage(30));
        lines.push_back(test::event_line(
            31,
            "legal_gateway_held",
            "A1",
            "2018-02-10",
            R"({"kind":"legal-gateway","decision":"placement-order","threshold":"met","rationale":")" +
                std::string(kRationale) + R"("})"
        ));
        for (const auto& [number, child] : {std::pair(32, "A1"), std::pair(33, "A2")}) {
            lines.push_back(test::event_line(
                number,
                "application_made",
                child,
                "2018-03-01",
                R"({"application":"placement-order","applicant":"authority"})"
            ));
        }
        ledger.append(lines);
    }
};

TEST_CASE("gateway audit: grades each act, counts the cohort, and never tells the rationale") {
    TwoApplications two;
    const Words question{"gateway", "audit", "--as-at", "2018-12-31", "--format"};
    const auto ask = [&](const char* format) {
        Words words = question;
        words.emplace_back(format);
        return two.ledger.run(words);
    };
    const auto answer = ask("json");
    const boost::json::object document = test::json_of(answer);
    const boost::json::array& acts = document.at("acts").as_array();
    REQUIRE(acts.size() == 4);  // two orders of January, two applications
    CHECK(acts[2].at("child") == "A1");
    CHECK(acts[2].at("grade") == "before");
    CHECK(acts[2].at("days_before") == 19);
    CHECK(acts[2].at("rationale") == true);
    CHECK(acts[3].at("child") == "A2");
    CHECK(acts[3].at("grade") == "none-found");
    CHECK(document.at("cohort").at("application").at("before") == 1);
    CHECK(document.at("cohort").at("application").at("none-found") == 1);
    CHECK(document.at("cohort").at("order").at("none-found") == 2);
    for (const char* format : {"json", "csv", "table"}) {
        const auto told = ask(format);
        CHECK(told.code == 0);
        CHECK(told.out.find(kRationale) == std::string::npos);
        CHECK_THAT(told.out, Catch::Contains("none-found"));
    }
}

TEST_CASE("gateway audit: looks at the acts of the days asked for") {
    TwoApplications two;
    const auto answer = two.ledger.run(
        {"gateway",
         "audit",
         "--from",
         "2018-03-01",
         "--to",
         "2018-03-01",
         "--as-at",
         "2018-12-31",
         "--format",
         "json"}
    );
    CHECK(test::json_of(answer).at("acts").as_array().size() == 2);
    CHECK(two.ledger.run({"gateway", "audit", "--from", "March"}).code == 2);
}

}  // namespace
}  // namespace tyst::cli
