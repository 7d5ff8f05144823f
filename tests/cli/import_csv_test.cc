#include <fstream>
#include <string>

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli::test {
namespace {

using CsvWords = std::vector<std::string>;

// A child of source "test" whose second review, due on 2018-05-01, is missing, and of whose visits
// nobody has said anything.
struct FedLedger {
    tyst::test::TemporaryDirectory place;
    SmallLedger ledger;

    FedLedger() {
        auto lines = child_lines(10, "A1");
        lines.push_back(coverage_line(1));
        ledger.append(lines);
    }
    [[nodiscard]] std::string file(const std::string& content) {
        const auto path = place / "rows.csv";
        std::ofstream(path, std::ios::binary) << content;
        return path.string();
    }
    Outcome import(const std::string& kind, const std::string& content, const CsvWords& more = {}) {
        CsvWords words{"import", "csv", kind, file(content), "--source", "test"};
        words.insert(words.end(), more.begin(), more.end());
        return ledger.run(words);
    }
    // How many children the rule has an open alert for.
    std::int64_t open(const char* rule) {
        const Outcome outcome = ledger.run(
            {"drift", "list", "--rule", rule, "--as-at", "2018-07-01", "--format", "json"}
        );
        return json_of(outcome).at("open").to_number<std::int64_t>();
    }
};

TEST_CASE("import csv: visits and reviews of any system make the clocks answer") {
    FedLedger fed;
    CHECK(fed.open("D8") == 0);  // nothing is known of visits, so none is called overdue
    CHECK(fed.open("D1") == 1);
    const std::string header = "id,child,occurred,kind,child_seen,visitor\n";
    const Outcome first = fed.import(
        "visit_made",
        header + "1,A1,10/01/2018,statutory,yes,SW1\n",
        {"--covers", "visit", "--covers-from", "2015-01-01"}
    );
    REQUIRE(first.code == 0);
    CHECK(first.err.find("1 rows read, 2 events written, 0 rows refused") != std::string::npos);
    CHECK(fed.open("D8") == 1);  // covered now, and the later visits are missing
    std::string visits = header + "1,A1,10/01/2018,statutory,yes,SW1\n";
    int id = 2;
    for (const char* const day :
         {"2018-02-07", "2018-03-07", "2018-04-04", "2018-05-02", "2018-05-30", "2018-06-25"}) {
        visits += std::to_string(id++) + ",A1," + day + ",statutory,yes,SW1\n";
    }
    REQUIRE(fed.import("visit_made", visits).code == 0);
    CHECK(fed.open("D8") == 0);
    REQUIRE(
        fed.import(
               "review_held", "id,child,occurred,participation,chair\n5,A1,2018-04-20,PN1,IRO03\n"
        )
            .code == 0
    );
    CHECK(fed.open("D1") == 0);
    const Outcome again = fed.import("visit_made", visits, {"--format", "json"});
    const auto report = json_of(again);
    CHECK(report.at("events_written").as_object().empty());
    CHECK(report.at("events_already_known") == 7);
    CHECK(report.at("stopped") == false);
}

TEST_CASE("import csv: refused rows are named, and nothing is written until that is asked for") {
    FedLedger fed;
    const std::string rows =
        "child,occurred,kind\nA1,2018-02-07,statutory\nA1,43138,statutory\nA7,2018-02-07,weekly\n";
    const Outcome stopped = fed.import("visit_made", rows, {"--format", "csv"});
    CHECK(stopped.code == 1);
    CHECK(stopped.out.find("rows.csv,3,occurred,43138,") != std::string::npos);
    CHECK(stopped.out.find("spreadsheet turned the date") != std::string::npos);
    CHECK(stopped.out.find("rows.csv,4,kind,weekly,") != std::string::npos);
    CHECK(stopped.out.find("A7") == std::string::npos);
    CHECK(stopped.err.find("0 events written") != std::string::npos);
    CHECK(stopped.err.find("--skip-refused") != std::string::npos);
    const Outcome skipped = fed.import("visit_made", rows, {"--skip-refused"});
    CHECK(skipped.code == 1);
    CHECK(skipped.err.find("1 events written, 2 rows refused") != std::string::npos);
    const Outcome wrong =
        fed.import("visit_made", "child,occurred,kinds\nA1,2018-02-07,statutory\n");
    CHECK(wrong.code == 1);
    CHECK(wrong.err.find("unknown column \"kinds\"") != std::string::npos);
}

TEST_CASE("import csv: a template is a file with one row, and says what each column takes") {
    TameMachine machine;
    const Outcome shown = machine.run({"import", "csv", "visit_made", "--template"});
    REQUIRE(shown.code == 0);
    CHECK(shown.out.starts_with("id,child,compartment,occurred,"));
    CHECK(shown.out.find("a code: statutory, requested, detention") != std::string::npos);
    CHECK(shown.out.find("yes or no") != std::string::npos);
    const Outcome alone =
        machine.run({"import", "csv", "visit_made", "--template", "--format", "csv"});
    FedLedger fed;
    std::string file = alone.out;
    file.replace(file.find("C0001"), 5, "A1");
    CHECK(fed.import("visit_made", file).code == 0);
    const auto columns = boost::json::parse(
        machine.run({"import", "csv", "allocation_ended", "--template", "--format", "json"}).out
    );
    CHECK(columns.as_array().size() > 8);
}

TEST_CASE("import csv: the kinds are listed; a mistaken command line says what to give") {
    TameMachine machine;
    const Outcome listed = machine.run({"import", "csv", "--list", "--format", "csv"});
    CHECK(listed.code == 0);
    for (const char* const kind :
         {"visit_made,", "review_held,", "allocation_started,", "education_plan_recorded,"}) {
        CHECK(listed.out.find(kind) != std::string::npos);
    }
    CHECK(listed.out.find("erasure_requested") == std::string::npos);
    CHECK(listed.out.find("return_finding_explained") == std::string::npos);
    CHECK(machine.run({"import", "csv"}).code == 2);
    const Outcome unknown = machine.run({"import", "csv", "visits", "--template"});
    CHECK(unknown.code == 2);
    CHECK(unknown.err.find("tyst import csv --list") != std::string::npos);
    CHECK(machine.run({"import", "csv", "visit_made"}).code == 2);
    FedLedger fed;
    CHECK(fed.import("visit_made", "child,occurred,kind\n", {"--covers", "visit"}).code == 2);
    CHECK(
        fed.import("visit_made", "child,occurred,kind\n", {"--covers-from", "2018-01-01"}).code == 2
    );
}

}  // namespace
}  // namespace tyst::cli::test
