#include <algorithm>
#include <array>
#include <functional>
#include <random>

#include <catch2/catch.hpp>

#include "projections/disclosure.h"
#include "projections/disclosure_alternatives.h"

// Tables that readers can lay beside each other: two ways of cutting one count, a part of it, and a
// two-way table. The attacker here knows all of them and no bounds of ours: it tries every set of
// small pieces that shows the same.
namespace tyst {
namespace {

// Pieces by an attribute with four values (a, b, c, d) and by sex (two), as they are counted.
using Pieces = std::array<std::uint64_t, 8>;

// Printed: the total; the groups ab|c|d and a|bc|d; sex; sex by ab|c|d; the count of those in d or
// c alone (a part with its rest). Printed nowhere: a, b, c, d as far as no group is one of them.
constexpr std::size_t kCells = 17;
using Values = std::array<std::uint64_t, kCells>;
constexpr std::array<const char*, kCells> kNames = {
    "total",
    "ab",
    "c",
    "d",
    "a",
    "bc",
    "cd",
    "first",
    "second",
    "ab, first",
    "ab, second",
    "c, first",
    "c, second",
    "d, first",
    "d, second",
    "b",
    "not cd",
};
constexpr std::size_t kPublished = 15;
constexpr std::size_t kB = 15;

Values values_of(const Pieces& p) {
    const std::uint64_t a = p[0] + p[1];
    const std::uint64_t b = p[2] + p[3];
    const std::uint64_t c = p[4] + p[5];
    const std::uint64_t d = p[6] + p[7];
    return {
        a + b + c + d,
        a + b,
        c,
        d,
        a,
        b + c,
        c + d,
        p[0] + p[2] + p[4] + p[6],
        p[1] + p[3] + p[5] + p[7],
        p[0] + p[2],
        p[1] + p[3],
        p[4],
        p[5],
        p[6],
        p[7],
        b,
        a + b,
    };
}

CountTable linked(const Pieces& pieces) {
    CountTable table;
    const Values values = values_of(pieces);
    for (std::size_t cell = 0; cell < kCells; ++cell) {
        table.cells.push_back({kNames[cell], values[cell], cell < kPublished});
    }
    table.sums = {
        {0, {1, 2, 3}},
        {0, {4, 5, 3}},
        {0, {6, 16}},
        {0, {7, 8}},
        {1, {4, kB}},
        {5, {kB, 2}},
        {6, {2, 3}},
        {1, {9, 10}},
        {2, {11, 12}},
        {3, {13, 14}},
        {7, {9, 11, 13}},
        {8, {10, 12, 14}},
    };
    return table;
}

bool reads_as(
    const Values& values, const std::vector<ShownCell>& shown, const DisclosurePolicy& policy
) {
    for (std::size_t cell = 0; cell < kCells; ++cell) {
        if (shown[cell].how != Shown::value) continue;
        const bool small = values[cell] > 0 && values[cell] < policy.threshold;
        if (small || rounded(values[cell], policy.round_to) != shown[cell].value) return false;
    }
    return true;
}

// Which values each cell takes in any table that reads as this one.
std::vector<std::vector<std::uint64_t>> attacked(
    const std::vector<ShownCell>& shown, const DisclosurePolicy& policy, std::uint64_t largest
) {
    std::vector<std::vector<std::uint64_t>> taken(kCells);
    Pieces tried{};
    const std::function<void(std::size_t)> choose = [&](std::size_t at) {
        if (at == tried.size()) {
            const Values values = values_of(tried);
            if (!reads_as(values, shown, policy)) return;
            for (std::size_t cell = 0; cell < kCells; ++cell) {
                auto& known = taken[cell];
                if (std::ranges::find(known, values[cell]) == known.end()) {
                    known.push_back(values[cell]);
                }
            }
            return;
        }
        for (std::uint64_t value = 0; value <= largest; ++value) {
            tried[at] = value;
            choose(at + 1);
        }
    };
    choose(0);
    return taken;
}

void check_protected(const Pieces& pieces, const DisclosurePolicy& policy, std::uint64_t largest) {
    const CountTable table = linked(pieces);
    const auto shown = disclose(table, policy);
    const auto taken = attacked(shown, policy, largest);
    const auto known = worked_out(table, shown, policy);
    for (std::size_t cell = 0; cell < shown.size(); ++cell) {
        const std::uint64_t value = table.cells[cell].value;
        INFO("cell " << cell << " " << table.cells[cell].id << " " << value);
        // The truth is among what fits, so the attacker is no straw man.
        REQUIRE(std::ranges::find(taken[cell], value) != taken[cell].end());
        if (value == 0 || value >= policy.threshold) continue;
        CHECK(shown[cell].how != Shown::value);
        CHECK(taken[cell].size() >= policy.threshold);
        CHECK(known[cell].most - known[cell].least + 1 >= policy.threshold);
    }
}

TEST_CASE("disclosure of linked tables: nobody can work out a small count from all of them") {
    const std::uint32_t seed = std::random_device()();
    CAPTURE(seed);
    std::mt19937 random(seed);
    const DisclosurePolicy policy = GENERATE(
        DisclosurePolicy{"panel", 1, 2},
        DisclosurePolicy{"panel", 1, 3},
        DisclosurePolicy{"wales", 5, 3}
    );
    for (int round = 0; round < 6; ++round) {
        Pieces pieces{};
        for (auto& value : pieces) {
            value = random() % 3;
        }
        INFO(
            "round " << round << " threshold " << policy.threshold << " rounded to "
                     << policy.round_to
        );
        check_protected(pieces, policy, 4);
    }
}

TEST_CASE("disclosure of linked tables: a difference that is printed nowhere is protected too") {
    // Ten in ab and nine in a: the one in b can be told from the two, though no table prints b.
    const Pieces pieces{5, 4, 1, 0, 5, 5, 6, 6};
    const CountTable table = linked(pieces);
    const DisclosurePolicy policy{"panel", 1, 3};
    std::vector<ShownCell> careless;
    for (const Cell& cell : table.cells) {
        careless.push_back(
            cell.published ? ShownCell{Shown::value, cell.value} : ShownCell{Shown::unpublished, 0}
        );
    }
    REQUIRE(table.cells[kB].value == 1);
    CHECK(worked_out(table, careless, policy)[kB] == KnownBounds{1, 1});
    const auto shown = disclose(table, policy);
    CHECK(shown[kB].how == Shown::unpublished);
    const auto known = worked_out(table, shown, policy);
    CHECK(known[kB].most - known[kB].least + 1 >= policy.threshold);
}

TEST_CASE("disclosure of linked tables: percentages give the exact counts, and are reckoned with") {
    // Rounded to 5, the total and the parts leave room; with percentages they do not.
    const Pieces pieces{20, 21, 10, 10, 1, 1, 30, 31};
    const CountTable table = linked(pieces);
    const auto without = disclose(table, {"wales", 5, 3, false});
    const auto with = disclose(table, {"wales", 5, 3, true});
    const auto kept = [](const std::vector<ShownCell>& shown) {
        return std::ranges::count_if(shown, [](const ShownCell& cell) {
            return cell.how == Shown::small || cell.how == Shown::for_another;
        });
    };
    CHECK(kept(with) >= kept(without));
    const auto exactly = disclose(table, {"panel", 1, 3, false});
    for (std::size_t cell = 0; cell < with.size(); ++cell) {
        CHECK(with[cell].how == exactly[cell].how);
    }
}

TEST_CASE("disclosure of linked tables: every alternative that is found is a whole table") {
    const CountTable table = linked({2, 1, 3, 0, 4, 5, 1, 1});
    const DisclosurePolicy policy{"panel", 1, 3};
    std::vector<ShownCell> all_shown;
    for (const Cell& cell : table.cells) {
        all_shown.push_back({Shown::value, cell.value});
    }
    disclosure::Alternatives others(table, policy);
    // Where everything is shown, and where one cell is kept back alone, there is the true one only.
    CHECK(others.values_of(0, all_shown) == 1);
    auto one_hidden = all_shown;
    one_hidden[4] = {Shown::small, 0};
    CHECK(others.values_of(4, one_hidden) == 1);
    std::vector<ShownCell> nothing_shown(table.cells.size(), {Shown::small, 0});
    CHECK(others.values_of(4, nothing_shown) == policy.threshold);
}

}  // namespace
}  // namespace tyst
