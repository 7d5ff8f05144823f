#include "projections/disclosure.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>

#include <catch2/catch.hpp>

namespace tyst {
namespace {

// Rows and columns of counts with their totals and the grand total: cells in the order of rows,
// then the totals of rows, of columns, of all.
CountTable two_way(const std::vector<std::vector<std::uint64_t>>& rows) {
    CountTable table;
    const std::size_t height = rows.size();
    const std::size_t width = rows.front().size();
    const auto cell = [&](std::size_t row, std::size_t column) { return row * width + column; };
    for (const auto& row : rows) {
        for (const std::uint64_t value : row) {
            table.cells.push_back({"cell", value});
        }
    }
    for (std::size_t row = 0; row < height; ++row) {
        SumOfCells sum{table.cells.size(), {}};
        for (std::size_t column = 0; column < width; ++column) {
            sum.parts.push_back(cell(row, column));
        }
        table.cells.push_back(
            {"row", std::accumulate(rows[row].begin(), rows[row].end(), std::uint64_t{0})}
        );
        table.sums.push_back(std::move(sum));
    }
    for (std::size_t column = 0; column < width; ++column) {
        SumOfCells sum{table.cells.size(), {}};
        std::uint64_t total = 0;
        for (std::size_t row = 0; row < height; ++row) {
            sum.parts.push_back(cell(row, column));
            total += rows[row][column];
        }
        table.cells.push_back({"column", total});
        table.sums.push_back(std::move(sum));
    }
    SumOfCells by_rows{table.cells.size(), {}};
    SumOfCells by_columns{table.cells.size(), {}};
    std::uint64_t all = 0;
    for (std::size_t row = 0; row < height; ++row) {
        by_rows.parts.push_back(height * width + row);
        all += table.cells[height * width + row].value;
    }
    for (std::size_t column = 0; column < width; ++column) {
        by_columns.parts.push_back(height * width + height + column);
    }
    table.cells.push_back({"all", all});
    table.sums.push_back(std::move(by_rows));
    table.sums.push_back(std::move(by_columns));
    return table;
}

CountTable one_way(const std::vector<std::uint64_t>& parts) {
    CountTable table;
    SumOfCells sum{parts.size(), {}};
    std::uint64_t total = 0;
    for (const std::uint64_t value : parts) {
        sum.parts.push_back(table.cells.size());
        table.cells.push_back({"part", value});
        total += value;
    }
    table.cells.push_back({"total", total});
    table.sums.push_back(std::move(sum));
    return table;
}

const DisclosurePolicy kPanel{"panel", 1, 5};
const DisclosurePolicy kNational{"national", 5, 5};
const DisclosurePolicy kOfficers{"officers", 1, 0};

std::size_t kept_back(const std::vector<ShownCell>& shown) {
    return static_cast<std::size_t>(std::ranges::count_if(shown, [](const ShownCell& cell) {
        return cell.how != Shown::value;
    }));
}

TEST_CASE("disclosure: officers see every count") {
    const CountTable table = one_way({1, 2, 30});
    const auto shown = disclose(table, kOfficers);
    for (std::size_t cell = 0; cell < shown.size(); ++cell) {
        CHECK(shown[cell] == ShownCell{Shown::value, table.cells[cell].value});
    }
}

TEST_CASE("disclosure: a small count takes another one with it") {
    const auto shown = disclose(one_way({3, 20, 30, 40}), kPanel);
    CHECK(shown[0].how == Shown::small);
    CHECK(shown[1].how == Shown::for_another);
    CHECK(shown[2] == ShownCell{Shown::value, 30});
    CHECK(shown[4] == ShownCell{Shown::value, 93});
}

TEST_CASE("disclosure: two small counts whose sum gives both away take a third one with them") {
    const auto shown = disclose(one_way({1, 1, 30, 40}), kPanel);
    CHECK(kept_back(shown) == 3);
}

TEST_CASE("disclosure: the groups of a published table that add up to its total are not enough") {
    // The legal statuses of an authority: one group kept back, the others add up to the total.
    const CountTable table = one_way({3875, 4, 660, 1080});
    const auto shown = disclose(table, kPanel);
    CHECK(kept_back(shown) >= 2);
    const auto known = worked_out(table, shown, kPanel);
    CHECK(known[1].most - known[1].least >= 4);
}

TEST_CASE("disclosure: rounding goes to the nearest multiple, halves up") {
    CHECK(rounded(7, 5) == 5);
    CHECK(rounded(8, 5) == 10);
    CHECK(rounded(5, 10) == 10);
    CHECK(rounded(4, 10) == 0);
    CHECK(rounded(7198, 1) == 7198);
}

TEST_CASE("disclosure: a percentage comes from the exact counts, and from none that is kept back") {
    const CountTable table = one_way({18, 140});
    const auto shown = disclose(table, kNational);
    CHECK(tenths_of_per_cent(table, shown, kNational, 0, 2) == 114U);  // SCC/004: 18 of 158, 11.4 %
    const CountTable small = one_way({3, 140});
    CHECK_FALSE(tenths_of_per_cent(small, disclose(small, kNational), kNational, 0, 2).has_value());
}

// ---- An attacker with no bounds of ours: tries every table of small numbers that fits what is
// shown, and says which values a cell took.

struct Attack {
    std::vector<std::uint64_t> least;
    std::vector<std::uint64_t> most;
};

bool shows(const ShownCell& cell, std::uint64_t value, const DisclosurePolicy& policy) {
    if (cell.how != Shown::value) {
        return true;
    }
    const bool small = value > 0 && value < policy.threshold;
    return !small && rounded(value, policy.round_to) == cell.value;
}

// Only the inner cells vary; the totals follow.
Attack attacked(
    const std::vector<std::vector<std::uint64_t>>& rows,
    const std::vector<ShownCell>& shown,
    const DisclosurePolicy& policy,
    std::uint64_t largest
) {
    Attack attack{
        std::vector<std::uint64_t>(shown.size(), UINT64_MAX),
        std::vector<std::uint64_t>(shown.size(), 0)
    };
    auto tried = rows;
    const std::size_t width = rows.front().size();
    const std::function<void(std::size_t)> choose = [&](std::size_t cell) {
        if (cell == rows.size() * width) {
            const CountTable table = two_way(tried);
            for (std::size_t at = 0; at < shown.size(); ++at) {
                if (!shows(shown[at], table.cells[at].value, policy)) {
                    return;
                }
            }
            for (std::size_t at = 0; at < shown.size(); ++at) {
                attack.least[at] = std::min(attack.least[at], table.cells[at].value);
                attack.most[at] = std::max(attack.most[at], table.cells[at].value);
            }
            return;
        }
        const std::size_t row = cell / width;
        for (std::uint64_t value = 0; value <= largest; ++value) {
            tried[row][cell % width] = value;
            const std::uint64_t sum =
                std::accumulate(tried[row].begin(), tried[row].end(), std::uint64_t{0});
            const bool row_ends = cell % width == width - 1;
            if (shows(shown[cell], value, policy) &&
                (!row_ends || shows(shown[rows.size() * width + row], sum, policy))) {
                choose(cell + 1);
            }
        }
    };
    choose(0);
    return attack;
}

TEST_CASE("disclosure: nobody can work out a small count of a two-way table by trying all") {
    const std::uint32_t seed = std::random_device()();
    CAPTURE(seed);
    std::mt19937 random(seed);
    constexpr std::uint64_t kLargest = 5;
    const DisclosurePolicy policy{"panel", 1, 3};
    for (int round = 0; round < 8; ++round) {
        std::vector<std::vector<std::uint64_t>> rows(2, std::vector<std::uint64_t>(3));
        for (auto& row : rows) {
            for (auto& value : row) {
                value = random() % (kLargest + 1);
            }
        }
        const CountTable table = two_way(rows);
        const auto shown = disclose(table, policy);
        const Attack attack = attacked(rows, shown, policy, kLargest + 2);
        for (std::size_t cell = 0; cell < shown.size(); ++cell) {
            INFO("round " << round << " cell " << cell << " value " << table.cells[cell].value);
            // The truth is among what fits, so the attacker is no straw man.
            REQUIRE(attack.least[cell] <= table.cells[cell].value);
            REQUIRE(attack.most[cell] >= table.cells[cell].value);
            if (shown[cell].how == Shown::small) {
                CHECK(attack.most[cell] > attack.least[cell]);
            }
        }
    }
}

TEST_CASE("disclosure: the attacker does find what a careless table gives away") {
    const std::vector<std::vector<std::uint64_t>> rows{{2, 7, 9}, {8, 6, 5}};
    const CountTable table = two_way(rows);
    std::vector<ShownCell> careless;
    for (const Cell& cell : table.cells) {
        careless.push_back({Shown::value, cell.value});
    }
    careless.front() = {Shown::small, 0};
    const DisclosurePolicy policy{"panel", 1, 3};
    const Attack attack = attacked(rows, careless, policy, 18);
    CHECK(attack.least.front() == 2);
    CHECK(attack.most.front() == 2);
    CHECK(worked_out(table, careless, policy).front() == KnownBounds{2, 2});
}

TEST_CASE("disclosure: what several sums say together is seen") {
    // Kept back: a b / c d / e f, and columns of which the first two add up without the third row.
    const std::vector<std::vector<std::uint64_t>> rows{{2, 11, 20}, {12, 13, 20}, {21, 2, 14}};
    const CountTable table = two_way(rows);
    std::vector<ShownCell> shown;
    for (const Cell& cell : table.cells) {
        shown.push_back({Shown::value, cell.value});
    }
    for (const std::size_t cell : {0U, 1U, 3U, 4U, 7U, 8U}) {
        shown[cell] = {Shown::for_another, 0};
    }
    // Row 3 has cells 7 and 8, column 3 has cell 8 alone: so 8, then 7.
    const DisclosurePolicy policy{"panel", 1, 3};
    const auto known = worked_out(table, shown, policy);
    CHECK(known[8] == KnownBounds{14, 14});
    CHECK(known[7] == KnownBounds{2, 2});
    CHECK(known[0].most > known[0].least);
}

}  // namespace
}  // namespace tyst
