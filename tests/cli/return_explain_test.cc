#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli::test {
namespace {

namespace fs = std::filesystem;

const std::string kExplainHeader =
    "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1,1,01/02/2008,WBRI,UN1,,\n";
const std::string kExplainColumns =
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,"
    "URN\n";
// 355: begins and ends on one day; 504: the need changes.
const std::string kOneDay = "A1,01/06/2018,S,V2,N1,U6,PR1,01/06/2018,X1,CARPL,CF1 1AA,CF1 1AB,\n";
const std::string kAfter = "A1,01/06/2018,P,V2,N2,U4,PR1,,,,CF1 1AA,CF1 2AB,\n";

struct CheckedLedger {
    tyst::test::TemporaryDirectory place;
    SmallLedger ledger;

    void receive(const std::string& episodes) {
        const fs::path folder = place / "return";
        fs::create_directories(folder);
        std::ofstream(folder / "header.csv", std::ios::binary) << kExplainHeader;
        std::ofstream(folder / "episodes.csv", std::ios::binary) << kExplainColumns << episodes;
        REQUIRE(ledger.run({"import", "ssda903", folder.string(), "--year", "2019"}).code <= 1);
    }
    [[nodiscard]] Outcome explain(const std::string& rule, std::vector<std::string> more = {}) {
        std::vector<std::string> words{
            "return", "explain", "--year", "2019", "--rule", rule, "--child", "A1"
        };
        words.insert(words.end(), more.begin(), more.end());
        words.insert(
            words.end(), {"--explanation", "Left the same evening, a foster carer fell ill"}
        );
        return ledger.run(words);
    }
    [[nodiscard]] boost::json::object checked() {
        const Outcome outcome =
            ledger.run({"return", "check", "--year", "2019", "--format", "json"});
        REQUIRE(outcome.code <= 1);
        return boost::json::parse(outcome.out).as_object();
    }
};

std::size_t explain_count(const boost::json::object& answer, const char* list, const char* rule) {
    return static_cast<std::size_t>(std::ranges::count_if(
        answer.at(list).as_array(),
        [&](const boost::json::value& finding) { return finding.at("rule").as_string() == rule; }
    ));
}

const boost::json::value& explain_finding(
    const boost::json::object& answer, const char* list, const char* rule
) {
    const auto& all = answer.at(list).as_array();
    const auto found = std::ranges::find_if(all, [&](const boost::json::value& finding) {
        return finding.at("rule").as_string() == rule;
    });
    REQUIRE(found != all.end());
    return *found;
}

TEST_CASE("return explain: an explained finding stands apart, with text, person and day") {
    CheckedLedger held;
    held.receive(kOneDay + kAfter);
    REQUIRE(explain_count(held.checked(), "findings", "355") == 1);
    const Outcome explained = held.explain("355");
    REQUIRE(explained.code == 0);
    CHECK(explained.out.find("explained  rule 355 version 1, episodes, row 2018-06-01") == 0);
    const auto answer = held.checked();
    CHECK(explain_count(answer, "findings", "355") == 0);
    CHECK(explain_count(answer, "findings", "504") == 1);  // nobody looked into that one
    const auto& finding = explain_finding(answer, "explained", "355");
    CHECK(finding.at("state").as_string() == "explained");
    CHECK(finding.at("rule_version").as_string() == "1");
    const auto& said = finding.at("explanation").as_object();
    CHECK(said.at("text").as_string() == "Left the same evening, a foster carer fell ill");
    CHECK(said.at("by").as_string() == "tester");
    CHECK(said.at("on").as_string().size() == 10);
    CHECK(!said.contains("outdated"));
    const Outcome shown =
        held.ledger.run({"event", "show", std::to_string(said.at("entry").as_int64())});
    CHECK(shown.out.find("return_finding_explained") != std::string::npos);

    const Outcome table = held.ledger.run({"return", "check", "--year", "2019"});
    CHECK(table.out.find("Explained on") != std::string::npos);
    CHECK(table.out.find("a foster carer fell ill") != std::string::npos);
    const Outcome csv = held.ledger.run({"return", "check", "--year", "2019", "--format", "csv"});
    CHECK(csv.out.find(",1,,2018-06-01,explained,\"Left the same evening") != std::string::npos);
}

TEST_CASE("return explain: a finding is open again as soon as its data change, and says why") {
    CheckedLedger held;
    held.receive(kOneDay + kAfter);
    REQUIRE(held.explain("355").code == 0);
    // Another value that the rule does not read.
    held.receive(kOneDay + "A1,01/06/2018,P,V2,N2,U6,PR4,,,,CF1 1AA,CF1 2AB,\n");
    CHECK(explain_count(held.checked(), "explained", "355") == 1);
    // An end of the other episode, which it does read.
    held.receive(kOneDay + "A1,01/06/2018,P,V2,N2,U4,PR1,01/09/2018,E4A,,CF1 1AA,CF1 2AB,\n");
    const auto answer = held.checked();
    CHECK(explain_count(answer, "explained", "355") == 0);
    const auto& finding = explain_finding(answer, "findings", "355");
    CHECK(finding.at("state").as_string() == "reopened");
    CHECK(finding.at("explanation").at("outdated").as_string() == "data-changed");
    CHECK(
        held.ledger.run({"return", "check", "--year", "2019"})
            .out.find("Explained for other data") != std::string::npos
    );
    // It may be explained anew.
    REQUIRE(held.explain("355").code == 0);
    CHECK(explain_count(held.checked(), "explained", "355") == 1);
}

TEST_CASE("return explain: a withdrawn explanation holds no longer") {
    CheckedLedger held;
    held.receive(kOneDay + kAfter);
    CHECK(held.explain("355", {"--withdraw"}).code == 3);
    REQUIRE(held.explain("355").code == 0);
    const Outcome withdrawn = held.explain("355", {"--withdraw"});
    REQUIRE(withdrawn.code == 0);
    CHECK(withdrawn.out.find("withdrawn  rule 355") == 0);
    const auto answer = held.checked();
    CHECK(explain_count(answer, "explained", "355") == 0);
    CHECK(explain_finding(answer, "findings", "355").at("state").as_string() == "open");
}

TEST_CASE("return explain: what nobody found cannot be explained, and one of several is asked for"
) {
    CheckedLedger held;
    held.receive(
        kOneDay + "A1,02/06/2018,P,V2,N1,U4,PR1,02/06/2018,X1,CARPL,CF1 1AA,CF1 2AB,\n" + kAfter
    );
    CHECK(held.explain("361").code == 3);
    CHECK(held.explain("no-such-rule").code == 3);
    const Outcome several = held.explain("355");
    CHECK(several.code == 1);
    CHECK(several.err.find("episodes, row 2018-06-01") != std::string::npos);
    CHECK(several.err.find("episodes, row 2018-06-02") != std::string::npos);
    // As it stands in the file.
    CHECK(held.explain("355", {"--table", "episodes", "--row", "02/06/2018"}).code == 0);
    CHECK(explain_count(held.checked(), "explained", "355") == 1);
    CHECK(explain_count(held.checked(), "findings", "355") == 1);
}

TEST_CASE("return check: of one rule or child every finding is listed in full") {
    CheckedLedger held;
    held.receive(kOneDay + kAfter);
    const Outcome one = held.ledger.run({"return", "check", "--year", "2019", "--rule", "355"});
    CHECK(one.code == 1);
    for (const char* const said :
         {"355", "A1", "episodes", "2018-06-01", "DECOM DEC", "01/06/2018 | 01/06/2018", "open"}) {
        INFO(said);
        CHECK(one.out.find(said) != std::string::npos);
    }
    CHECK(one.out.find("504") == std::string::npos);
    CHECK(held.ledger.run({"return", "check", "--year", "2019", "--child", "B9"}).code == 0);
    CHECK(
        one.err.find("2019: 1 looked after at its end, 1 started, 0 ceased") != std::string::npos
    );
}

}  // namespace
}  // namespace tyst::cli::test
