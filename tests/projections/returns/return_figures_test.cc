#include "projections/returns/return_figures.h"

#include <numeric>

#include <catch2/catch.hpp>

#include "tests/projections/returns/written_return.h"

namespace tyst {
namespace {

using test::WrittenReturns;

std::vector<std::string> counted_child(const std::string& name, const std::string& episode) {
    return {
        "header|CHILD=" + name + "|SEX=1|DOB=01/02/2008",
        "episodes|CHILD=" + name + "|RNE=S|LS=C2|CIN=N1|PLACE=U6|" + episode
    };
}

ReturnFigures figures_of(
    const std::vector<std::vector<std::string>>& children, unsigned threads = 1
) {
    std::vector<std::string> rows;
    for (const auto& each : children)
        rows.insert(rows.end(), each.begin(), each.end());
    const WrittenReturns returns = WrittenReturns().year(2019, rows);
    return figures_of_return(*returns.input().current, threads);
}

std::uint64_t sum_of(const std::map<std::string, std::uint64_t>& counts) {
    return std::accumulate(
        counts.begin(),
        counts.end(),
        std::uint64_t{0},
        [](std::uint64_t sum, const auto& count) { return sum + count.second; }
    );
}

TEST_CASE("return figures: the stock is who is in care at the end of the year, each once") {
    const auto figures = figures_of({
        counted_child("A1", "DECOM=01/06/2016"),
        counted_child("A2", "DECOM=01/06/2018|LS=V2|PLACE=K2|CIN=N4"),
        counted_child("A3", "DECOM=01/06/2016|DEC=31/03/2019|REC=E4A"),  // left that day
        counted_child("A4", "DECOM=31/03/2019"),
        counted_child("A5", "DECOM=01/06/2018|LS=V3"),
        counted_child("A6", "DECOM=01/06/2016|DEC=01/06/2018|REC=E12"),
        counted_child("A7", "DECOM=01/06/2016|DEC=01/06/2018|REC=X1"),
    });
    CHECK(figures.children == 6);
    CHECK(figures.looked_after == 3);
    CHECK(figures.started == 2);
    CHECK(figures.ceased == 2);
    CHECK(figures.adopted == 1);
    CHECK(figures.by_status == std::map<std::string, std::uint64_t>{{"C2", 2}, {"V2", 1}});
    CHECK(figures.by_place == std::map<std::string, std::uint64_t>{{"K2", 1}, {"U6", 2}});
    CHECK(figures.by_age == std::map<std::string, std::uint64_t>{{"11", 3}});
}

TEST_CASE("return figures: each breakdown adds up to the stock, on any number of threads") {
    std::vector<std::vector<std::string>> children;
    for (int number = 0; number < 50; ++number) {
        const std::string day = std::to_string(10 + number % 18);
        children.push_back(counted_child(
            "B" + std::to_string(number),
            "DECOM=" + day + "/06/2018|LS=" + (number % 3 == 0 ? "V2" : "C1") + "|CIN=N" +
                std::to_string(1 + number % 8) + (number % 4 == 0 ? "|DEC=01/09/2018|REC=E4A" : "")
        ));
    }
    const ReturnFigures figures = figures_of(children);
    CHECK(figures.looked_after == 37);
    CHECK(sum_of(figures.by_status) == 37);
    CHECK(sum_of(figures.by_place) == 37);
    CHECK(sum_of(figures.by_need) == 37);
    CHECK(sum_of(figures.by_age) == 37);
    CHECK(figures_of(children, 3) == figures);
    CHECK(figures_of(children, 64) == figures);
}

}  // namespace
}  // namespace tyst
