#include <algorithm>

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

boost::json::value parsed(const char* text) {
    return boost::json::parse(text);
}

// A child of IRO03 who came into care on 2018-01-08; the first review, on 2018-02-01, said
// `review`.
std::vector<std::string> reviewed_child(
    int number, const std::string& child, const std::string& review
) {
    std::vector<std::string> lines = test::child_lines(number, child);
    lines.back() = test::event_line(number + 6, "review_held", child, "2018-02-01", review);
    return lines;
}

std::string id_text(int number) {
    return fmt::format("00000000-0000-7000-8000-{:012}", number);
}

std::string coverage_of_preparation() {
    return R"({"type":"coverage_declared","subject":{"kind":"authority","source":"test",)"
           R"("reference":"authority"},"occurred":"2015-01-01","body":{"source":"test",)"
           R"("from":"2015-01-01","facts":["review-preparation","challenge","safeguarding"]}})";
}

// The desk of IRO03 on 2018-04-26: A1 with something in every section, A2 with little. A3 belongs
// to another officer.
struct Desk {
    Desk() {
        ledger.append(
            {test::coverage_line(1),
             R"({"type":"sample_declared","subject":{"kind":"authority","source":"tyst",)"
             R"("reference":"authority"},"occurred":"2018-04-26",)"
             R"("body":{"name":"sample-small","seed":1,"today":"2018-04-26"}})"}
        );
        ledger.append(reviewed_child(
            100,
            "A1",
            R"({"decisions":[{"id":"1","text":"Contact twice a month","by":"2018-04-01"},)"
            R"({"id":"2","by":"2018-04-02"},{"id":"3","by":"2018-06-01"}],)"
            R"("legal_help_needed":true})"
        ));
        ledger.append(
            reviewed_child(200, "A2", R"({"legal_help_needed":false,"rights_breached":false})")
        );
        ledger.append(test::child_lines(300, "A3"));
        ledger.append({test::event_line(
            310,
            "allocation_started",
            "A3",
            "2018-02-01",
            R"({"role":"iro","worker":{"source":"test","reference":"IRO04","name":"Sampl-Iro"}})"
        )});
    }

    void prepare() {
        ledger.append({coverage_of_preparation()});
        happened("A1", "2018-02-01", "review_booked", R"({"held_on":"2018-04-28"})");
        happened("A1", "2018-02-01", "child_consulted", R"({"matter":"review","manner":"spoken"})");
        happened(
            "A1",
            "2018-04-20",
            "review_not_held",
            R"({"held_on":"2018-04-28","outcome":"adjourned"})"
        );
        happened("A1", "2018-04-21", "review_booked", R"({"held_on":"2018-04-30"})");
        happened("A1", "2018-04-22", "child_consulted", R"({"matter":"review"})");
        happened("A1", "2018-04-23", "review_reports_received", R"({"report":"social-worker"})");
        happened("A1", "2018-04-24", "review_reports_received", R"({"report":"school"})");
        happened("A1", "2018-04-24", "review_reports_received", R"({"report":"school"})");
        happened(
            "A1",
            "2018-03-28",
            "review_decision_actioned",
            fmt::format(R"({{"review":"{}","decision":"2","outcome":"done"}})", id_text(106))
        );
        happened("A2", "2018-03-20", "iro_midpoint_check_made", "{}");
        happened("A2", "2018-04-22", "child_consulted", R"({"matter":"placement"})");
        happened("A2", "2018-04-16", "strategy_discussion_held", R"({"decision":"enquiry"})");
    }

    void challenge() {
        const std::string one = id_text(next_);
        happened(
            "A1",
            "2018-03-01",
            "challenge_raised",
            R"({"stage":"informal","answer_due":"2018-03-15"})"
        );
        happened(
            "A1",
            "2018-03-14",
            "challenge_answered",
            fmt::format(R"({{"challenge":"{}","answer":"Synthetic answer"}})", one)
        );
        happened(
            "A1",
            "2018-04-01",
            "challenge_escalated",
            fmt::format(
                R"({{"challenge":"{}","stage":"team-manager","answer_due":"2018-04-20"}})", one
            )
        );
        const std::string other = id_text(next_);
        happened("A2", "2018-03-02", "challenge_raised", R"({"stage":"informal"})");
        happened(
            "A2",
            "2018-03-09",
            "challenge_resolved",
            fmt::format(R"({{"challenge":"{}","outcome":"put-right"}})", other)
        );
        happened("A2", "2018-04-25", "challenge_raised", R"({"stage":"informal"})");
    }

    boost::json::object json() {
        const auto outcome = ledger.run({"iro", "IRO03", "--format", "json"});
        INFO(outcome.err);
        REQUIRE(outcome.code == 0);
        return boost::json::parse(outcome.out).as_object();
    }

    test::SmallLedger ledger;

  private:
    void happened(
        const std::string& child,
        const std::string& day,
        const std::string& type,
        const std::string& body
    ) {
        ledger.append({test::event_line(next_++, type, child, day, body)});
    }

    int next_ = 400;
};

TEST_CASE("iro: the week's reviews say when they are booked, who was asked and what came in") {
    Desk desk;
    desk.prepare();
    CHECK(
        desk.json().at("reviews") ==
        parsed(R"([{"child":"A1","due":"2018-05-01","overdue":false,"booked":"2018-04-30",
                    "consulted":"yes","reports":"yes","reports_in":["social-worker","school"]},
                   {"child":"A2","due":"2018-05-01","overdue":false,"booked":null,
                    "consulted":"no","reports":"no","reports_in":[]}])")
    );
}

TEST_CASE("iro: what was learned and what arose since the last look is new") {
    Desk desk;
    const auto news_since = [&](const char* day, const char* as_at) {
        const auto outcome =
            desk.ledger.run({"iro", "IRO03", "--format", "json", "--since", day, "--as-at", as_at});
        return test::json_of(outcome).at("news").as_array();
    };
    // Everything was recorded in 2026.
    const auto all = news_since("2026-01-01", "2018-04-26");
    REQUIRE(all.size() == 2);
    CHECK(all[0].at("child") == "A1");
    CHECK(all[0].at("facts") == 7);
    CHECK(all[0].at("alerts").as_array().empty());
    CHECK(news_since("2027-01-01", "2018-04-26").empty());
    // The second review was due on 2018-05-01.
    const auto arisen = news_since("2027-01-01", "2018-05-02");
    CHECK(arisen.empty());
    const auto since_may = news_since("2018-05-01", "2018-05-02");
    REQUIRE(since_may.size() == 2);
    CHECK(std::ranges::count(since_may[0].at("alerts").as_array(), boost::json::value("D1")) == 1);
    const auto later = news_since("2018-05-02", "2018-05-03");
    REQUIRE(later.size() == 2);
    CHECK(std::ranges::count(later[0].at("alerts").as_array(), boost::json::value("D1")) == 0);
}

TEST_CASE("iro: a review due on the eighth day is not of the week") {
    Desk desk;
    desk.prepare();
    const auto of_day = [&desk](const char* day) {
        const auto outcome = desk.ledger.run({"iro", "IRO03", "--format", "json", "--as-at", day});
        REQUIRE(outcome.code == 0);
        return boost::json::parse(outcome.out).at("reviews").as_array().size();
    };
    CHECK(of_day("2018-04-19") == 0);
    CHECK(of_day("2018-04-24") == 2);
}

TEST_CASE("iro: decisions past their date stand there until they are carried out") {
    Desk desk;
    desk.prepare();
    CHECK(
        desk.json().at("decisions") ==
        parsed(R"([{"child":"A1","review":"2018-02-01","decision":"1",
                    "text":"Contact twice a month","due":"2018-04-01","days_over":25}])")
    );
}

TEST_CASE("iro: an open challenge shows the stage it reached and its days, a settled one nothing") {
    Desk desk;
    desk.prepare();
    desk.challenge();
    const auto answer = desk.json();
    CHECK(
        answer.at("challenges") ==
        parsed(R"([{"child":"A1","raised":"2018-03-01","stage":"team-manager",
                    "answer_due":"2018-04-20","answered":null,"days":56},
                   {"child":"A2","raised":"2018-04-25","stage":"informal",
                    "answer_due":null,"answered":null,"days":1}])")
    );
    // The answer that is late stands there once.
    for (const auto& row : answer.at("overdue").as_array()) {
        CHECK(row.at("rule") != "R-challenge-answer");
    }
}

TEST_CASE("iro: a midpoint check is wanted once half the time to the next review has passed") {
    Desk desk;
    desk.prepare();
    // 89 days from 2018-02-01 to 2018-05-01; A2 was checked on 2018-03-20.
    CHECK(
        desk.json().at("midpoint_checks") ==
        parsed(R"([{"child":"A1","last_review":"2018-02-01","last_check":null,
                    "since":"2018-03-18","next_review":"2018-05-01"}])")
    );
}

TEST_CASE("iro: meetings are counted by calendar month, conferences too") {
    Desk desk;
    desk.prepare();
    const auto answer = desk.json();
    CHECK(answer.at("children") == 2);
    CHECK(
        answer.at("months") ==
        parsed(R"([{"from":"2018-04-26","to":"2018-04-30","reviews":0,"conferences":0},
                   {"from":"2018-05-01","to":"2018-05-31","reviews":2,"conferences":1},
                   {"from":"2018-06-01","to":"2018-06-30","reviews":0,"conferences":0}])")
    );
}

TEST_CASE("iro: overdue duties come before those within their lead time") {
    Desk desk;
    desk.prepare();
    const auto answer = desk.json();
    CHECK(
        answer.at("overdue") ==
        parsed(R"([{"child":"A1","rule":"R-care-plan","title":"Care and support plan",
                    "due":"2018-01-22","days":94},
                   {"child":"A2","rule":"R-care-plan","title":"Care and support plan",
                    "due":"2018-01-22","days":94}])")
    );
    CHECK(
        answer.at("at_risk") ==
        parsed(R"([{"child":"A1","rule":"R-second-review","title":"Second review",
                    "due":"2018-05-01","days":5},
                   {"child":"A2","rule":"R-second-review","title":"Second review",
                    "due":"2018-05-01","days":5}])")
    );
}

TEST_CASE("iro: the two questions of the latest review are yes, no or not said") {
    Desk desk;
    CHECK(
        desk.json().at("answers") ==
        parsed(R"([{"child":"A1","review":"2018-02-01","legal_help_needed":true,
                    "rights_breached":null},
                   {"child":"A2","review":"2018-02-01","legal_help_needed":false,
                    "rights_breached":false}])")
    );
}

TEST_CASE("iro: what no source supplies is not held here, and never a no") {
    Desk desk;
    const auto answer = desk.json();
    CHECK(answer.at("preparation_not_held") == 2);
    CHECK(answer.at("challenges_not_held") == 2);
    CHECK(answer.at("reviews").at(0).at("consulted") == "not-held-here");
    CHECK(answer.at("reviews").at(0).at("reports") == "not-held-here");
    CHECK(answer.at("decisions").as_array().empty());
    CHECK(answer.at("midpoint_checks").as_array().empty());
    CHECK_THAT(
        desk.ledger.run({"iro", "IRO03"}).out,
        Catch::Contains("Challenges open (not held here for 2 children)\nnone\n")
    );
}

TEST_CASE("iro: one screen, in the order in which a week begins") {
    Desk desk;
    desk.prepare();
    desk.challenge();
    const auto outcome = desk.ledger.run({"iro", "IRO03"});
    REQUIRE(outcome.code == 0);
    CHECK_THAT(outcome.out, Catch::StartsWith("Sampl-Iro (IRO03): 2 children\n"));
    std::size_t at = 0;
    for (const char* heading :
         {"\nNew since ",
          "\nReviews within seven days\n",
          "\nReview decisions past their date\n",
          "\nChallenges open\n",
          "\nMidpoint checks wanted\n",
          "\nChildren and meetings due, by month\n",
          "\nOverdue\n",
          "\nDue within the lead time\n",
          "\nLegal help and rights at the latest review (1 answered no twice, 0 not said)\n"}) {
        INFO(heading);
        const std::size_t found = outcome.out.find(heading, at);
        REQUIRE(found != std::string::npos);
        at = found;
    }
    CHECK_THAT(outcome.out, Catch::Contains("social-worker, school"));
    CHECK_THAT(outcome.out, Catch::Contains("Contact twice a month"));
    CHECK_THAT(
        outcome.out.substr(at), Catch::Contains("A1     2018-02-01     yes                not said")
    );
    CHECK_THAT(outcome.out.substr(at), !Catch::Contains("A2"));
}

TEST_CASE("iro: a name of two officers has to be told apart, one of none exits with 3") {
    Desk desk;
    const auto several = desk.ledger.run({"iro", "Sampl-Iro"});
    CHECK(several.code == 2);
    CHECK_THAT(several.err, Catch::Contains("Sampl-Iro (IRO03)"));
    CHECK_THAT(several.err, Catch::Contains("Sampl-Iro (IRO04)"));
    CHECK(desk.ledger.run({"iro", "Sampl-Iro (IRO04)"}).code == 0);
    CHECK(desk.ledger.run({"iro", "IRO99"}).code == 3);
    CHECK(desk.ledger.run({"iro", "IRO03", "--format", "csv"}).code == 2);
}

TEST_CASE("iro: a fold on demand shows the same desk as the stored views") {
    Desk desk;
    desk.prepare();
    desk.challenge();
    CHECK(
        desk.ledger.run({"iro", "IRO03"}).out ==
        desk.ledger.run({"iro", "IRO03", "--as-at", "2018-04-26"}).out
    );
}

}  // namespace
}  // namespace tyst::cli
