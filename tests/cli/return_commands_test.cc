#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli::test {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
    std::ifstream input(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(input), {}};
}

// With LF for every line end: the one thing that a received file may lose.
std::string lines_of(const fs::path& file) {
    std::string text = bytes_of(file);
    std::erase(text, '\r');
    return text;
}

void write_file(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

const std::string kHeader = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nA1,1,01/02/2008,WBRI,UN1,,\n";
const std::string kColumns =
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,"
    "URN\n";

struct TwoYears {
    tyst::test::TemporaryDirectory place;
    SmallLedger ledger;

    TwoYears() {
        write_file(place / "2018/header.csv", kHeader);
        write_file(
            place / "2018/episodes.csv",
            kColumns + "A1,01/06/2017,S,C2,N1,U6,PR1,,,,CF1 1AA,CF1 1AB,\n"
        );
        write_file(place / "2019/header.csv", kHeader);
        write_file(
            place / "2019/episodes.csv",
            kColumns + "A1,01/06/2017,S,V2,N1,U6,PR1,01/08/2018,X1,CARPL,CF1 1AA,CF1 1AB,\n"
        );
    }
    [[nodiscard]] std::string folder(const char* year) { return (place / year).string(); }
};

TEST_CASE("return check: a finding names child, table, line, fields, values and who can mend it") {
    TwoYears years;
    const Outcome outcome = years.ledger.machine.run(
        {"return",
         "check",
         years.folder("2018"),
         years.folder("2019"),
         "--year",
         "2019",
         "--format",
         "csv"}
    );
    CHECK(outcome.code == 1);
    CHECK(outcome.out.find("503B,A1,episodes,2,LS,V2,data-team,") != std::string::npos);
    CHECK(outcome.out.find("388,A1,episodes,2,DEC REC,01/08/2018 | X1,") != std::string::npos);
}

TEST_CASE("return check: the year before is not needed, and what it would tell is named as not run"
) {
    TwoYears years;
    const Outcome outcome =
        years.ledger.machine.run({"return", "check", years.folder("2018"), "--year", "2018"});
    CHECK(outcome.code == 0);
    CHECK(outcome.err.find("not run, no-year-before: 1001 1002 202 203") != std::string::npos);
    CHECK(outcome.err.find("not run, no-postcodes: 503G") != std::string::npos);
}

TEST_CASE("return check: from the ledger it finds the same, and names the entry that holds the row"
) {
    TwoYears years;
    for (const char* const year : {"2018", "2019"}) {
        REQUIRE(
            years.ledger.run({"import", "ssda903", years.folder(year), "--year", year}).code <= 1
        );
    }
    const Outcome outcome =
        years.ledger.run({"return", "check", "--year", "2019", "--format", "json"});
    CHECK(outcome.code == 1);
    const auto answer = boost::json::parse(outcome.out).as_object();
    CHECK(answer.at("years_read").to_number<int>() == 2);
    const auto& findings = answer.at("findings").as_array();
    const auto found = std::ranges::find_if(findings, [](const boost::json::value& finding) {
        return finding.at("rule").as_string() == "503B";
    });
    REQUIRE(found != findings.end());
    const auto entry = std::to_string(found->at("entry").to_number<std::uint64_t>());
    const Outcome shown = years.ledger.run({"event", "show", entry});
    CHECK(shown.code == 0);
    CHECK(shown.out.find("return_rows_received") != std::string::npos);
}

TEST_CASE("return check: says what to give where nothing is given") {
    SmallLedger ledger;
    CHECK(ledger.machine.run({"return", "check", "--year", "2019"}).code == 2);
    const Outcome none = ledger.run({"return", "check", "--year", "2019"});
    CHECK(none.code == 3);
    CHECK(none.err.find("no return of year 2019") != std::string::npos);
}

TEST_CASE("return show: what was received comes out again, file by file") {
    TwoYears years;
    const auto sample = years.place / "sample";
    REQUIRE(
        years.ledger.machine
            .run({"sample", "ssda903", sample.string(), "--children", "60", "--year", "2024"})
            .code == 0
    );
    REQUIRE(years.ledger.run({"import", "ssda903", sample.string(), "--year", "2024"}).code <= 1);
    const auto again = years.place / "again";
    const Outcome shown =
        years.ledger.run({"return", "show", "--statement", "2024", "--into", again.string()});
    REQUIRE(shown.code == 0);
    std::size_t files = 0;
    for (const auto& file : fs::directory_iterator(sample)) {
        if (file.path().extension() == ".csv") {
            INFO(file.path().filename());
            CHECK(lines_of(again / file.path().filename()) == lines_of(file.path()));
            ++files;
        }
    }
    CHECK(files == 11);
    const Outcome listed = years.ledger.run({"return", "list", "--format", "csv"});
    CHECK(listed.out.find("2024,") != std::string::npos);
    CHECK(
        years.ledger.run({"return", "show", "--statement", "2024", "--into", again.string()})
            .code == 5
    );
}

}  // namespace
}  // namespace tyst::cli::test
