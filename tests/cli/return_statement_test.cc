#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

#include "cli/reference_adoption.h"
#include "tests/cli/return_series.h"

namespace tyst::cli::test {
namespace {

using Tables = ReturnSeries::Tables;

// Three children in care on 31 March 2018; one has left during the year.
Tables of_2018() {
    return {
        {"header",
         {ReturnSeries::header("A1", "01/02/2008"),
          ReturnSeries::header("A2", "01/02/2010"),
          ReturnSeries::header("A3", "01/02/2012"),
          ReturnSeries::header("A4", "01/02/2014")}},
        {"episodes",
         {"A1,01/06/2017,S,C1,N1,U6,PR1,,,,,,",
          "A2,01/07/2017,S,V2,N1,U6,PR1,,,,,,",
          "A3,01/08/2017,S,C2,N1,K2,PR4,,,,,,",
          "A4,01/05/2017,S,V2,N1,U6,PR1,01/12/2017,E4A,,,,"}}
    };
}

// A1 has been under a full order from the first; A2 left before the year began, and said so late;
// A3 is left out; A5 had been in care since 2017 and is late.
Tables of_2019() {
    return {
        {"header",
         {ReturnSeries::header("A1", "01/02/2008"),
          ReturnSeries::header("A2", "01/02/2010"),
          ReturnSeries::header("A5", "01/02/2011")}},
        {"episodes",
         {"A1,01/06/2017,S,C2,N1,U6,PR1,,,,,,",
          "A2,01/07/2017,S,V2,N1,U6,PR1,01/03/2018,E4A,,,,",
          "A5,01/09/2017,S,V2,N1,K2,PR1,,,,,,"}}
    };
}

struct TwoStatements : ReturnSeries {
    TwoStatements() {
        import(2018, of_2018());
        import(2019, of_2019());
    }
};

TEST_CASE("figures: a statement gives its own figures again, whatever was learned later") {
    ReturnSeries series;
    series.import(2018, of_2018());
    const auto before = series.run({"figures", "--statement", "2018", "--format", "csv"});
    REQUIRE(before.code == 0);
    CHECK(before.out.find("looked-after,3,false,3,2018,") != std::string::npos);
    CHECK(before.out.find("ceased,1,true,1,2018,") != std::string::npos);
    series.import(2019, of_2019());
    const auto after = series.run({"figures", "--statement", "2018", "--format", "csv"});
    CHECK(after.out == before.out);
    const auto answer = series.json({"figures", "--statement", "2018"});
    CHECK(answer.at("policy") == "alone");
    CHECK(answer.at("as_at") == "2018-03-31");
    CHECK(answer.at("statement").at("received") == "2018-05-24");
    CHECK(answer.at("figures").at(0).at("children") == boost::json::array{"A1", "A2", "A3"});
    CHECK(answer.at("rows").at("episodes").at("held") == 4);
    // What the ledger knows now is another answer.
    const auto now = series.json({"figures", "--as-at", "2018-03-31"});
    CHECK(now.at("policy") == "first-stated");
    CHECK(now.at("figures").at(0).at("children") == boost::json::array{"A1", "A3", "A5"});
}

TEST_CASE("figures: a year that was received twice is named by its entry") {
    ReturnSeries series;
    series.import(2018, of_2018());
    auto again = of_2018();
    again["episodes"].pop_back();
    series.import(2018, again, "2018-07-01");
    const auto listed = series.json({"return", "list"});
    const auto& returns = listed.at("returns").as_array();
    REQUIRE(returns.size() == 2);
    const auto first = "entry:" + std::to_string(returns[0].at("entry").to_number<int>());
    CHECK(returns[0].at("totals_kept") == true);
    CHECK(figure_in(series.json({"figures", "--statement", first}), "ceased") == 1);
    CHECK(figure_in(series.json({"figures", "--statement", "2018"}), "ceased") == 0);
    const auto none = series.run({"figures", "--statement", "2016"});
    CHECK(none.code == 3);
    CHECK(none.err.find("2018, received on 2018-07-01") != std::string::npos);
    CHECK(series.run({"figures", "--statement", "entry:x"}).code == 2);
    CHECK(series.run({"figures", "--statement", "2018", "--as-at", "2018-01-01"}).code == 2);
    const auto shown = series.run({"return", "show", "--statement", first});
    CHECK(shown.out.find("as stated: children 4, looked after on 31 March 3") != std::string::npos);
}

TEST_CASE("figures: what was stated stays when a child is erased, and what is gone is counted apart"
) {
    ReturnSeries series;
    series.import(2018, of_2018());
    const auto as = [&series](const std::string& user, std::vector<std::string> arguments) {
        series.ledger.machine.user_name = user;
        const auto outcome = series.run(std::move(arguments));
        INFO(outcome.err);
        REQUIRE(outcome.code == 0);
        return outcome;
    };
    as("asker",
       {"retention", "request", "A3", "--ground", "wrongly-held", "--explanation", "Test"});
    const auto listed = json_of(as("asker", {"retention", "list", "--format", "json"}));
    const auto request = listed.at("requests").as_array().back().as_object().at("request");
    const std::string number = std::to_string(request.to_number<std::uint64_t>());
    as("approver", {"retention", "approve", number});
    series.ledger.machine.clock.set(*parse_timestamp("2026-03-30T09:00:00Z"));
    as("approver", {"retention", "carry-out", number});

    const auto answer = series.json({"figures", "--statement", "2018"});
    CHECK(answer.at("children") == 3);
    CHECK(answer.at("children_stated") == 4);
    CHECK(answer.at("children_erased") == 1);
    CHECK(answer.at("rows_erased") == 2);
    CHECK(answer.at("rows").at("episodes").at("erased") == 1);
    CHECK(figure_in(answer, "looked-after") == 2);
    CHECK(figure_in(answer, "looked-after", "stated") == 3);
    CHECK(figure_in(answer, "placement.residential") == 0);
    CHECK(figure_in(answer, "placement.residential", "stated") == 1);
    const auto text = series.run({"figures", "--statement", "2018"});
    CHECK(
        text.out.find("2 rows erased, of 1 child that cannot be counted any more") !=
        std::string::npos
    );
    const auto shown = series.run({"return", "show", "--statement", "2018"});
    CHECK(shown.out.find("8 rows as stated, 6 held, 2 erased") != std::string::npos);
    CHECK(shown.out.find("as stated: children 4") != std::string::npos);
}

TEST_CASE("return export: each way of joining statements gives its own rows, and says which it is"
) {
    TwoStatements series;
    tyst::test::TemporaryDirectory place;
    const auto episodes = [&](const std::string& year, const std::string& policy) {
        const auto folder = place / (year + policy);
        const auto answer = series.json(
            {"return", "export", "--year", year, "--policy", policy, "--into", folder.string()}
        );
        CHECK(answer.at("policy") == boost::json::string_view(policy));
        std::ifstream file(folder / "episodes.csv");
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    const auto has = [](const std::string& text, const char* row) {
        return text.find(row) != std::string::npos;
    };
    constexpr const char* kLeft = "A2,01/07/2017,S,V2,N1,U6,PR1,01/03/2018,E4A,,,,";
    CHECK(has(episodes("2018", "first-stated"), kLeft));
    CHECK(has(episodes("2018", "latest"), kLeft));
    CHECK(has(episodes("2018", "longest"), "A2,01/07/2017,S,V2,N1,U6,PR1,,,,,,"));
    CHECK(has(episodes("2019", "first-stated"), "A3,01/08/2017,"));
    CHECK_FALSE(has(episodes("2019", "latest"), "A3,01/08/2017,S,C2,N1,K2,PR4,,,,,,"));
    const auto sent = series.run(
        {"return",
         "send",
         "--year",
         "2018",
         "--policy",
         "latest",
         "--into",
         (place / "sent").string()}
    );
    CHECK(sent.code == 0);
    CHECK(sent.out.find("policy latest") != std::string::npos);
}

TEST_CASE("figures: each way of joining statements gives its own answer, and says which it is") {
    TwoStatements series;
    const auto on = [&series](const char* day, const char* policy) {
        auto answer = series.json({"figures", "--as-at", day, "--policy", policy});
        CHECK(answer.at("policy") == policy);
        return answer;
    };
    // On 31 March 2018: A2 left on 1 March as the second statement has it, A5 was there.
    for (const char* const policy : {"first-stated", "latest", "longest"}) {
        INFO(policy);
        const auto answer = on("2018-03-31", policy);
        CHECK(figure_in(answer, "legal-status.care-order") == 2);
    }
    const boost::json::array without_a2{"A1", "A3", "A5"};
    const boost::json::array with_a2{"A1", "A2", "A3", "A5"};
    CHECK(on("2018-03-31", "first-stated").at("figures").at(0).at("children") == without_a2);
    CHECK(on("2018-03-31", "latest").at("figures").at(0).at("children") == without_a2);
    // The open row of the first statement lasts longer than the closed one of the second.
    CHECK(on("2018-03-31", "longest").at("figures").at(0).at("children") == with_a2);
    // A3 is left out of the second: it stays as last stated, or has left, as the latest says.
    CHECK(
        on("2019-03-31", "first-stated").at("figures").at(0).at("children") ==
        boost::json::array{"A1", "A3", "A5"}
    );
    CHECK(
        on("2019-03-31", "latest").at("figures").at(0).at("children") ==
        boost::json::array{"A1", "A5"}
    );
    const auto csv =
        series.run({"figures", "--as-at", "2019-03-31", "--policy", "latest", "--format", "csv"});
    CHECK(csv.out.starts_with("id,value,flow,policy\r\nlooked-after,2,false,latest\r\n"));
    const auto text = series.run({"figures", "--as-at", "2019-03-31", "--policy", "latest"});
    CHECK(text.err.find("statements joined latest") != std::string::npos);
}

const boost::json::object& cell_of(const boost::json::object& answer, const std::string& id) {
    for (const auto& cell : answer.at("moved").as_array()) {
        if (cell.at("id").as_string() == id) return cell.as_object();
    }
    FAIL("no cell " + id);
    return answer;
}

TEST_CASE("return diff: a figure opens to the children and entries that moved it") {
    TwoStatements series;
    const auto answer =
        series.json({"return", "diff", "--year", "2018", "--between", "2018", "--and", "2019"});
    CHECK(answer.at("from").at("policy") == "first-stated");
    const auto& stock = cell_of(answer, "looked-after");
    CHECK(stock.at("from") == 3);
    CHECK(stock.at("to") == 3);
    const auto& moves = stock.at("moves").at("knowledge-change");
    CHECK(moves.at("added") == boost::json::array{"A5"});
    CHECK(moves.at("gone") == boost::json::array{"A2"});
    CHECK(stock.at("residual") == 0);
    const auto& order = cell_of(answer, "legal-status.care-order");
    CHECK(order.at("from") == 1);
    CHECK(order.at("to") == 2);
    CHECK(order.at("moves").at("knowledge-change").at("added") == boost::json::array{"A1"});
    // The entries named hold what they are said to hold.
    const auto& persons = answer.at("children").as_array();
    REQUIRE(persons.size() == 3);
    const auto& first = persons[0].as_object();
    CHECK(first.at("child") == "A1");
    const auto& after = first.at("only_after").as_array();
    REQUIRE_FALSE(after.empty());
    const auto entry = std::to_string(after[0].at("entry").to_number<std::uint64_t>());
    CHECK(
        series.run({"event", "show", entry}).out.find("return_rows_received") != std::string::npos
    );

    const auto csv = series.run(
        {"return", "diff", "--year", "2018", "--between", "2018", "--and", "2019", "--format", "csv"
        }
    );
    CHECK(csv.out.find("looked-after,knowledge-change,added,A5,second ") != std::string::npos);
    const auto text =
        series.run({"return", "diff", "--year", "2018", "--between", "2018", "--and", "2019"});
    CHECK(text.out.find("from statement 2018, received on 2018-05-24") != std::string::npos);
}

TEST_CASE("return diff: between days it names the ledger's own events, corrections among them") {
    TwoStatements series;
    const auto answer = series.json(
        {"return", "diff", "--year", "2018", "--between", "2018-06-01", "--and", "2019-06-01"}
    );
    const auto& order = cell_of(answer, "legal-status.interim-care-order");
    CHECK(order.at("moves").at("knowledge-change").at("gone") == boost::json::array{"A1"});
    bool corrected = false;
    for (const auto& event : answer.at("children").at(0).at("only_after").as_array()) {
        const auto entry = std::to_string(event.at("entry").to_number<std::uint64_t>());
        const auto shown = json_of(series.run({"event", "show", entry, "--format", "json"}));
        CHECK(shown.at("type") == event.at("type"));
        const auto* const relation = event.as_object().if_contains("relation");
        corrected |= relation != nullptr && *relation == "corrects";
    }
    CHECK(corrected);
}

TEST_CASE("return diff: what the mere passing of days moves stands apart") {
    TwoStatements series;
    const auto answer = series.json(
        {"return", "diff", "--year", "2018", "--between", "2018-02-10", "--and", "2018-06-01"}
    );
    CHECK(answer.at("from").at("as_at") == "2018-02-10");
    CHECK(answer.at("to").at("as_at") == "2018-03-31");
    const auto& stock = cell_of(answer, "looked-after");
    CHECK(stock.at("from") == 0);
    CHECK(stock.at("moves").at("knowledge-change").at("net") == 3);
    CHECK(stock.at("moves").at("passage-of-time").at("net") == 0);
    const auto years =
        series.json({"return", "diff", "--year", "2019", "--between", "2018", "--and", "2019"});
    CHECK(years.at("from").at("as_at") == "2018-03-31");
    const auto& age = cell_of(years, "age.10");
    CHECK(age.at("moves").at("passage-of-time").at("gone") == boost::json::array{"A1"});
}

// Adopts the built-in set with full care orders counted among the others.
void adopt_other_law(ReturnSeries& series) {
    const auto shipped = embedded_reference_set();
    REQUIRE(shipped);
    auto files = shipped->files();
    for (auto& file : files) {
        const auto place = file.text.find("figure = \"care-order\"");
        if (file.path == "codes/legal-status.toml" && place != std::string::npos) {
            file.text.replace(place, 21, "figure = \"other\"");
        }
    }
    const auto other = ReferenceSet::load(std::move(files));
    REQUIRE(other);
    OpenOptions options;
    options.directory = series.ledger.directory();
    options.root_key_file = series.ledger.root_key();
    auto& machine = series.ledger.machine;
    const auto ledger = Ledger::open(options, machine.clock, machine.entropy);
    REQUIRE(ledger);
    REQUIRE(adopt(**ledger, (*ledger)->authority_stream(), *other, "Test"));
    REQUIRE((*ledger)->checkpoint());
}

TEST_CASE("return diff: law that counts otherwise is a change of rules") {
    TwoStatements series;
    const auto stated = series.run({"figures", "--statement", "2018"});
    adopt_other_law(series);
    const auto answer = series.json(
        {"return",
         "diff",
         "--year",
         "2018",
         "--between",
         "2018",
         "--and",
         "2019",
         "--rules-a",
         "program"}
    );
    const auto& order = cell_of(answer, "legal-status.care-order");
    CHECK(order.at("from") == 1);
    CHECK(order.at("to") == 0);
    CHECK(order.at("moves").at("rule-change").at("gone") == boost::json::array{"A3"});
    CHECK(order.at("moves").at("knowledge-change").at("net") == 0);
    CHECK(order.at("residual") == 0);
    const std::string digest(answer.at("from").at("reference_set").as_string());
    const auto by_digest = series.json(
        {"return",
         "diff",
         "--year",
         "2018",
         "--between",
         "2018",
         "--and",
         "2019",
         "--rules-a",
         digest.substr(0, 12)}
    );
    CHECK(by_digest.at("moved") == answer.at("moved"));
    // What was stated stays as it was stated, under the law of then.
    const auto now = series.run({"figures", "--statement", "2018"});
    CHECK(now.out != stated.out);
    CHECK(now.out.find("stated under reference set " + digest) != std::string::npos);
    const auto unknown = series.run(
        {"return",
         "diff",
         "--year",
         "2018",
         "--between",
         "2018",
         "--and",
         "2018",
         "--rules-b",
         "00000000"}
    );
    CHECK(unknown.code == 3);
}

}  // namespace
}  // namespace tyst::cli::test
