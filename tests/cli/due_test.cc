#include <algorithm>
#include <set>

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

using Words = std::vector<std::string>;

Words and_also(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

// A1 and A2 with a second review due on 2018-05-01 and a care plan due on 2018-01-22 that is not
// there. A2 has another reviewing officer, a social worker and a team. Today is 2018-04-10.
struct DueChildren {
    DueChildren() {
        ledger.append(
            {test::coverage_line(1),
             R"({"type":"sample_declared","subject":{"kind":"authority","source":"tyst",)"
             R"("reference":"authority"},"occurred":"2018-04-10",)"
             R"("body":{"name":"sample-small","seed":1,"today":"2018-04-10"}})"}
        );
        ledger.append(test::child_lines(10, "A1"));
        ledger.append(test::child_lines(20, "A2"));
        ledger.append(
            {test::event_line(
                 30,
                 "allocation_started",
                 "A2",
                 "2018-02-01",
                 R"({"role":"iro","worker":{"source":"test","reference":"IRO04",)"
                 R"("name":"Sampl-Other"}})"
             ),
             test::event_line(
                 31,
                 "allocation_started",
                 "A2",
                 "2018-02-01",
                 R"({"role":"social-worker","worker":{"source":"test","reference":"SW01",)"
                 R"("name":"Sampl-Worker"},"team":"East 1"})"
             )}
        );
    }

    std::string rows(const Words& more) {
        const auto outcome = ledger.run(and_also({"due", "--format", "csv"}, more));
        INFO(outcome.err);
        REQUIRE(outcome.code == 0);
        const std::string heading =
            "due,child,rule,number,title,status,kind,iro,social_worker,team\r\n";
        REQUIRE_THAT(outcome.out, Catch::StartsWith(heading));
        return outcome.out.substr(heading.size());
    }

    std::string calendar(const Words& more) {
        const auto outcome = ledger.run(and_also({"due", "--format", "ics"}, more));
        REQUIRE(outcome.code == 0);
        return outcome.out;
    }

    test::SmallLedger ledger;
};

const std::string kPlanRow = "No plan of permanence at the second review,open,guidance,";
const std::string kOfA1 = "2018-05-01,A1,D3,1," + kPlanRow +
                          "IRO03,,\r\n"
                          "2018-05-01,A1,R-second-review,1,Second review,open,statute,IRO03,,\r\n";
const std::string kOfA2 =
    "2018-05-01,A2,D3,1," + kPlanRow +
    "IRO04,SW01,East 1\r\n"
    "2018-05-01,A2,R-second-review,1,Second review,open,statute,IRO04,SW01,East 1\r\n";

std::vector<std::string> uids_of(const std::string& calendar) {
    std::vector<std::string> uids;
    for (std::size_t at = calendar.find("UID:"); at != std::string::npos;
         at = calendar.find("UID:", at + 1)) {
        uids.push_back(calendar.substr(at, calendar.find("\r\n", at) - at));
    }
    return uids;
}

TEST_CASE("due: by itself it tells what falls due from today to 28 days on") {
    DueChildren two;
    CHECK(two.rows({}) == kOfA1 + kOfA2);
    const auto text = two.ledger.run({"due"});
    CHECK_THAT(text.out, Catch::Contains("Sampl-Iro (IRO03)"));
    CHECK_THAT(text.out, Catch::EndsWith("4 due from 2018-04-10 to 2018-05-08\n"));
}

TEST_CASE("due: both ends of the period belong to it") {
    DueChildren two;
    CHECK(two.rows({"--from", "2018-05-01", "--to", "2018-05-01"}) == kOfA1 + kOfA2);
    CHECK(two.rows({"--from", "2018-05-02"}).empty());
    CHECK(two.rows({"--to", "2018-04-30"}).empty());
}

TEST_CASE("due: what is overdue is told as overdue") {
    DueChildren two;
    const std::string rows = two.rows({"--from", "2018-01-01", "--to", "2018-01-31"});
    CHECK(
        rows ==
        "2018-01-22,A1,R-care-plan,1,Care and support plan,overdue,statute,IRO03,,\r\n"
        "2018-01-22,A2,R-care-plan,1,Care and support plan,overdue,statute,IRO04,SW01,East 1\r\n"
    );
}

TEST_CASE("due: the stored views and a fold on demand give the same rows") {
    DueChildren two;
    const Words period{"--from", "2018-01-01", "--to", "2018-12-31"};
    const std::string stored = two.rows(period);
    CHECK(std::ranges::count(stored, '\n') == 6);
    CHECK(stored == two.rows(and_also(period, {"--as-at", "2018-04-10"})));
    // A day before the first review was held another one is due, and nobody else is allocated.
    CHECK_THAT(
        two.rows(and_also(period, {"--as-at", "2018-01-31"})),
        Catch::Contains("2018-02-05,A2,R-first-review,1,First review,open,statute,IRO03,,\r\n")
    );
}

TEST_CASE("due: children of one reviewing officer, worker or team, by reference or by name") {
    DueChildren two;
    for (const std::string iro : {"IRO04", "Sampl-Other", "Sampl-Other (IRO04)"}) {
        CHECK(two.rows({"--iro", iro}) == kOfA2);
    }
    CHECK(two.rows({"--iro", "IRO03"}) == kOfA1);
    CHECK(two.rows({"--worker", "SW01"}) == kOfA2);
    CHECK(two.rows({"--worker", "Sampl-Worker"}) == kOfA2);
    CHECK(two.rows({"--team", "East 1"}) == kOfA2);
    CHECK(two.rows({"--team", "East 1", "--iro", "IRO04"}) == kOfA2);
}

TEST_CASE("due: a name that nobody goes by is an error, a known one with nothing due is not") {
    DueChildren two;
    for (const std::string option : {"--iro", "--worker", "--team"}) {
        const auto outcome = two.ledger.run({"due", option, "East 9"});
        CHECK(outcome.code == 3);
        CHECK(outcome.out.empty());
    }
    CHECK(two.rows({"--team", "East 1", "--from", "2019-01-01"}).empty());
}

TEST_CASE("due: a period that ends before it begins, and a day that is none, are refused") {
    DueChildren two;
    const auto outcome = two.ledger.run({"due", "--from", "2018-05-02", "--to", "2018-05-01"});
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.err, Catch::Contains("2018-05-01 lies before 2018-05-02"));
    CHECK(two.ledger.run({"due", "--from", "2018-02-30"}).code == 2);
    CHECK(two.ledger.run({"caseload", "--format", "ics"}).code == 2);
}

TEST_CASE("due: what rests on a rule that nobody has verified is shown as unverified") {
    DueChildren two;
    two.ledger.append(
        {test::event_line(
             40, "child_registered", "A3", "2016-03-21", R"({"source":"test","reference":"A3"})"
         ),
         test::event_line(
             41,
             "looked_after_started",
             "A3",
             "2016-03-21",
             R"({"route":"care-order","legal_status":"care-order","category_of_need":"N1"})"
         ),
         test::event_line(
             42, "legal_status_started", "A3", "2016-03-21", R"({"status":"care-order"})"
         )}
    );
    CHECK_THAT(
        two.rows({"--from", "2016-04-18", "--to", "2016-04-18"}),
        Catch::Contains("2016-04-18,A3,R-first-review,1,First review,overdue,unverified,,,\r\n")
    );
}

TEST_CASE("due: JSON has the frame, the period and one object for each row") {
    DueChildren two;
    const auto outcome = two.ledger.run({"due", "--iro", "IRO04", "--format", "json"});
    REQUIRE(outcome.code == 0);
    const auto answer = boost::json::parse(outcome.out).as_object();
    CHECK(answer.at("as_at") == "2018-04-10");
    CHECK(answer.at("from") == "2018-04-10");
    CHECK(answer.at("to") == "2018-05-08");
    CHECK(answer.at("count") == 2);
    CHECK(
        answer.at("due").at(1) == boost::json::parse(
                                      R"({"due":"2018-05-01","child":"A2","rule":"R-second-review",
                                          "version":"2016","number":1,"title":"Second review",
                                          "status":"open","kind":"statute","iro":"IRO04",
                                          "social_worker":"SW01","team":"East 1"})"
                                  )
    );
}

TEST_CASE("due calendar: one entry a row, stamped with the time of the question, without names") {
    DueChildren two;
    const std::string calendar = two.calendar({"--iro", "IRO04"});
    const auto uids = uids_of(calendar);
    REQUIRE(uids.size() == 2);
    const auto entry = [](const std::string& uid, const char* summary, const char* kind) {
        return "BEGIN:VEVENT\r\n" + uid + "\r\nDTSTAMP:20260302T090000Z\r\n" +
               "DTSTART;VALUE=DATE:20180501\r\nSUMMARY:A2: " + summary + "\r\nCATEGORIES:" + kind +
               "\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n";
    };
    CHECK(
        calendar ==
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tyst//tyst due//EN\r\n"
        "CALSCALE:GREGORIAN\r\n" +
            entry(uids[0], "No plan of permanence at the second review", "guidance") +
            entry(uids[1], "Second review", "statute") + "END:VCALENDAR\r\n"
    );
    CHECK_THAT(two.calendar({}), !Catch::Contains("Sampl-"));
    CHECK_THAT(two.calendar({"--as-at", "2018-04-10"}), !Catch::Contains("Sampl-"));
}

TEST_CASE("due calendar: an empty period gives an empty calendar") {
    DueChildren two;
    CHECK(uids_of(two.calendar({"--from", "2019-01-01"})).empty());
    CHECK_THAT(two.calendar({"--from", "2019-01-01"}), Catch::EndsWith("END:VCALENDAR\r\n"));
}

TEST_CASE("due calendar: an entry keeps its UID when its day moves") {
    DueChildren two;
    const Words words{"--iro", "IRO03"};
    const std::string before = two.calendar(words);
    CHECK_THAT(before, Catch::Contains("DATE:20180501"));
    two.ledger.append(
        {R"({"type":"review_held","subject":{"kind":"child","source":"test","reference":"A1"},)"
         R"("occurred":"2018-02-05","reason":"it was the Monday","relation":{"kind":"corrects",)"
         R"("target":"00000000-0000-7000-8000-000000000016","occurred":true},)"
         R"("body":{"participation":"PN1"}})"}
    );
    const std::string after = two.calendar(words);
    CHECK_THAT(after, Catch::Contains("DATE:20180505"));
    CHECK_THAT(after, !Catch::Contains("DATE:20180501"));
    CHECK(uids_of(before) == uids_of(after));
}

TEST_CASE("due calendar: two obligations under one rule and number have two UIDs") {
    DueChildren two;
    two.ledger.append(
        {R"({"type":"coverage_declared","subject":{"kind":"authority","source":"test",)"
         R"("reference":"authority"},"occurred":"2015-01-01","body":{"source":"test",)"
         R"("from":"2015-01-01","facts":["review-preparation"]}})",
         test::event_line(
             40,
             "review_held",
             "A1",
             "2018-03-01",
             R"({"decisions":[{"id":"1","by":"2018-04-20"},{"id":"2","by":"2018-04-20"}]})"
         )}
    );
    const Words words{"--from", "2018-04-20", "--to", "2018-04-20"};
    const auto uids = uids_of(two.calendar(words));
    CHECK(two.rows(words).find("D5,1,") != std::string::npos);
    CHECK(uids.size() == 2);
    CHECK(std::set<std::string>(uids.begin(), uids.end()).size() == 2);
}

}  // namespace
}  // namespace tyst::cli
