#include "tests/cli/return_series.h"

#include <fstream>

#include <catch2/catch.hpp>

namespace tyst::cli::test {
namespace {

const std::map<std::string, std::string> kHeadings = {
    {"header", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"},
    {"episodes",
     "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,"
     "URN"},
    {"reviews", "CHILD,DOB,REVIEW,REVIEW_CODE"},
};

}  // namespace

void ReturnSeries::import(int year, const Tables& tables, const std::string& received) {
    const auto folder = place_ / std::to_string(count_++);
    std::filesystem::create_directories(folder);
    for (const auto& [table, rows] : tables) {
        std::ofstream file(folder / (table + ".csv"), std::ios::binary);
        file << kHeadings.at(table) << '\n';
        for (const std::string& row : rows)
            file << row << '\n';
    }
    const Outcome outcome = ledger.run(
        {"import",
         "ssda903",
         folder.string(),
         "--year",
         std::to_string(year),
         "--received",
         received.empty() ? std::to_string(year) + "-05-24" : received}
    );
    INFO(outcome.out << outcome.err);
    REQUIRE(outcome.code == 0);
}

std::string ReturnSeries::header(const std::string& child, const std::string& born) {
    return child + ",1," + born + ",WBRI,UN1,,";
}

std::int64_t figure_in(
    const boost::json::object& answer, const std::string& id, const std::string& key
) {
    for (const auto& figure : answer.at("figures").as_array()) {
        if (figure.at("id").as_string() == id) return figure.at(key).to_number<std::int64_t>();
    }
    return -1;
}

}  // namespace tyst::cli::test
