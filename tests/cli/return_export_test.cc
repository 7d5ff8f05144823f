#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <boost/json/serialize.hpp>
#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli::test {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream input(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(input), {}};
}

void write_text(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

std::map<std::string, std::string> files_of(const fs::path& directory) {
    std::map<std::string, std::string> files;
    for (const auto& file : fs::directory_iterator(directory)) {
        files[file.path().filename().string()] = content_of(file.path());
    }
    return files;
}

// The synthetic national return of the year ending March 2018, where this machine has it. It is no
// part of the project.
fs::path return_of_real_size() {
    const char* folder = std::getenv("TYST_SHARED_DATA");
    return fs::path(folder == nullptr ? std::string(TYST_SOURCE_DIR) + "/../shared/data" : folder) /
           "ssda903-return";
}

// Every cell of the year's return that differs is explained.
void check_explained(SmallLedger& ledger, int year) {
    const auto answer =
        json_of(ledger.run({"return", "compare", "--year", std::to_string(year), "--format", "json"}
        ));
    INFO(boost::json::serialize(answer.at("causes")));
    CHECK(answer.at("rows_equal").to_number<int>() > 0);
    CHECK(answer.at("unexplained").to_number<int>() == 0);
}

struct OneChild {
    tyst::test::TemporaryDirectory place;
    SmallLedger ledger;

    OneChild() {
        write_text(
            place / "in/header.csv",
            "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\nA1,1,01/02/2008,WBRI,=UN1,,\r\n"
        );
        write_text(
            place / "in/episodes.csv",
            "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,"
            "PL_POST,URN\r\n"
            "A1,01/06/2020,S,C1,N1,U6,PR1,01/09/2020,X1,CARPL,\"CF1, 1AA\",CF1 1AB,0123456\r\n"
            "A1,01/09/2020,B,C2,N1,K2,PR4,,,,\"CF1, 1AA\",CF1 1AC,XXXXXXX\r\n"
        );
        write_text(
            place / "in/reviews.csv",
            "CHILD,DOB,REVIEW,REVIEW_CODE\r\nA1,01/02/2008,05/07/2020,PN1\r\n"
        );
        write_text(place / "in/uasc.csv", "CHILD,SEX,DOB,DUC\r\n");
        REQUIRE(
            ledger.run({"import", "ssda903", (place / "in").string(), "--year", "2021"}).code <= 1
        );
    }
    Outcome run(const std::string& command, const std::string& more, const std::string& value) {
        return ledger.run({"return", command, "--year", "2021", more, value});
    }
    [[nodiscard]] std::string at(const char* name) { return (place / name).string(); }
};

TEST_CASE("return export: what was imported comes out again, byte for byte where nothing differs") {
    OneChild child;
    REQUIRE(child.run("export", "--into", child.at("out")).code == 0);
    const auto in = files_of(child.at("in"));
    const auto out = files_of(child.at("out"));
    for (const auto& [name, content] : in) {
        INFO(name);
        CHECK(out.at(name) == content);
    }
    check_explained(child.ledger, 2021);
    // A folder that holds files is left alone.
    const Outcome again = child.run("export", "--into", child.at("out"));
    CHECK(again.code == 5);
    CHECK(again.err.find("give a folder that is new or empty") != std::string::npos);
    CHECK(files_of(child.at("out")) == out);
}

TEST_CASE("return export: why the first row held began is what the return stated of it") {
    tyst::test::TemporaryDirectory place;
    SmallLedger ledger;
    write_text(
        place / "in/header.csv",
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\r\n"
        "A1,1,01/02/2008,WBRI,UN1,,\r\nA2,2,01/02/2009,WBRI,UN1,,\r\n"
    );
    write_text(
        place / "in/episodes.csv",
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,"
        "PL_POST,URN\r\n"
        "A1,01/06/2019,P,C2,N1,U6,PR1,01/09/2020,X1,CARPL,,,\r\n"
        "A1,01/09/2020,P,C2,N1,K2,PR4,,,,,,\r\n"
        "A2,01/03/2020,L,C2,N1,U6,PR1,,,,,,\r\n"
    );
    REQUIRE(ledger.run({"import", "ssda903", (place / "in").string(), "--year", "2021"}).code <= 1);
    const Outcome written = ledger.run(
        {"return",
         "export",
         "--year",
         "2021",
         "--into",
         (place / "out").string(),
         "--xml",
         (place / "out.xml").string()}
    );
    INFO(written.err);
    REQUIRE(written.code == 0);
    CHECK(files_of(place / "out").at("episodes.csv") == files_of(place / "in").at("episodes.csv"));
    CHECK(content_of(place / "out.xml").find("<RNE>L</RNE>") != std::string::npos);
    check_explained(ledger, 2021);
}

TEST_CASE("return export: the XML of 2021 reads as the same return") {
    OneChild child;
    REQUIRE(child.run("export", "--xml", child.at("out.xml")).code == 0);
    SmallLedger other;
    const Outcome imported =
        other.run({"import", "ssda903", child.at("out.xml"), "--year", "2021"});
    INFO(imported.err);
    REQUIRE(imported.code == 0);
    REQUIRE(
        other.run({"return", "export", "--year", "2021", "--into", child.at("again")}).code == 0
    );
    const auto in = files_of(child.at("in"));
    const auto again = files_of(child.at("again"));
    for (const auto& [name, content] : in) {
        INFO(name);
        CHECK(again.at(name) == content);
    }
    REQUIRE(
        other.run({"return", "show", "--statement", "2021", "--into", child.at("shown")}).code == 0
    );
    CHECK(files_of(child.at("shown")).at("out.xml.episodes.csv") == in.at("episodes.csv"));
    CHECK(other.machine.run({"return", "check", child.at("out.xml"), "--year", "2021"}).code <= 1);
}

TEST_CASE(
    "return export: a year after 2021 is not written as XML, and one that no form knows not at all"
) {
    OneChild child;
    const Outcome later =
        child.ledger.run({"return", "export", "--year", "2024", "--xml", child.at("later.xml")});
    CHECK(later.code != 0);
    CHECK(later.err.find("social_worker") != std::string::npos);
    CHECK_FALSE(fs::exists(child.at("later.xml")));
    CHECK(
        child.ledger.run({"return", "export", "--year", "2016", "--into", child.at("x")}).code != 0
    );
    CHECK(child.ledger.run({"return", "export", "--year", "2021"}).code == 2);
}

TEST_CASE("return send: what was sent is kept whole, listed, and given again byte for byte") {
    OneChild child;
    const Outcome sent = child.run("send", "--into", child.at("sent"));
    INFO(sent.err);
    REQUIRE(sent.code == 0);
    const Outcome shown = child.ledger.run(
        {"return", "show", "--statement", "2021", "--sent", "--into", child.at("shown")}
    );
    REQUIRE(shown.code == 0);
    CHECK(files_of(child.at("shown")) == files_of(child.at("sent")));
    const Outcome listed = child.ledger.run({"return", "list", "--format", "csv"});
    CHECK(listed.out.find("2021,received,") != std::string::npos);
    CHECK(listed.out.find("2021,sent,") != std::string::npos);
    // The same files on the same day are the same statement.
    const Outcome again = child.run("send", "--into", child.at("sent-again"));
    CHECK(again.code == 0);
    CHECK(again.out.find("; 0 events written") != std::string::npos);
    // What was sent is not taken for what was received.
    CHECK(child.run("compare", "--format", "csv").code == 0);
    CHECK(child.run("send", "--sent", "2999-01-01").code == 2);
}

TEST_CASE("return compare: every difference of invented returns of all forms is explained") {
    for (const int year : {2017, 2018, 2021, 2024, 2026, 2027}) {
        for (const int seed : {1, 2}) {
            SmallLedger ledger;
            tyst::test::TemporaryDirectory place;
            const std::string folder = (place / "sample").string();
            INFO("year " << year << ", seed " << seed);
            // After the last collection.
            ledger.machine.clock.set(*parse_timestamp("2027-06-01T09:00:00Z"));
            REQUIRE(
                ledger.machine
                    .run(
                        {"sample",
                         "ssda903",
                         folder,
                         "--children",
                         "120",
                         "--year",
                         std::to_string(year),
                         "--seed",
                         std::to_string(seed)}
                    )
                    .code == 0
            );
            REQUIRE(
                ledger.run({"import", "ssda903", folder, "--year", std::to_string(year)}).code <= 1
            );
            check_explained(ledger, year);
        }
    }
}

TEST_CASE("return compare: every difference of a national return is explained") {
    const fs::path directory = return_of_real_size();
    if (!fs::exists(directory)) {
        WARN("no return of the real size at " << directory << ": skipped");
        return;
    }
    SmallLedger ledger;
    REQUIRE(
        ledger
            .run(
                {"import",
                 "ssda903",
                 directory.string(),
                 "--year",
                 "2018",
                 "--received",
                 "2018-05-24"}
            )
            .code <= 1
    );
    check_explained(ledger, 2018);
}

}  // namespace
}  // namespace tyst::cli::test
