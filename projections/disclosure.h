#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schema/figures/audience.h"

// Counts as they may be shown to an audience: small ones kept back, others rounded, and enough
// others kept back that nobody can work a small one out. Source of the practice: StatsWales rounds
// authority tables to the nearest 5 and marks disclosive cells; complementary suppression, the
// threshold and percentages before rounding are configuration (docs/projections.md, "Disclosure").
namespace tyst {

// One count of a table.
struct Cell {
    std::string id;
    std::uint64_t value = 0;
    // A number that is printed nowhere and only follows from others, as their difference. It is
    // kept back from the start, and protected like every small count.
    bool published = true;
};

// `total` is the sum of `parts`: places of cells. Readers know this.
struct SumOfCells {
    std::size_t total = 0;
    std::vector<std::size_t> parts;
};

struct CountTable {
    std::vector<Cell> cells;
    std::vector<SumOfCells> sums;
};

struct DisclosurePolicy {
    std::string audience;        // "panel", "national", "officers"
    std::uint64_t round_to = 1;  // 1: exact
    // Counts from 1 to below it are kept back; 0 or 1: none is. A count that is kept back must stay
    // possible as at least this many different values.
    std::uint64_t threshold = 0;
    // Percentages are shown beside the counts. They come from exact counts, so that a rounded one
    // can be worked out from them: readers are then taken to know every count that is shown.
    bool percentages = false;
};

// What the rules of an audience ask for.
[[nodiscard]] DisclosurePolicy policy_of(const DisclosureAudience& audience);

enum class Shown : std::uint8_t {
    value,        // as rounded
    small,        // kept back because it is small
    for_another,  // kept back so that a small one cannot be worked out
    unpublished,  // printed nowhere
};

struct ShownCell {
    Shown how = Shown::value;
    std::uint64_t value = 0;  // as shown; means nothing where it is kept back
    bool operator==(const ShownCell&) const = default;
};

// What may be shown, in the order of the cells. The table's sums must hold. Of every small count it
// is made sure that the table could read otherwise: for each of at least `threshold` values there
// is a table with that value which shows the same (projections/disclosure_alternatives.h). Where
// too few can be found, more is kept back, in the end everything. The same table and policy give
// the same answer.
[[nodiscard]] std::vector<ShownCell> disclose(
    const CountTable& table, const DisclosurePolicy& policy
);

// What somebody who knows the sums, the policy and what is shown can say of each cell: the least
// and the most that it can be. Bounds may be wider than the very tightest, never narrower.
struct KnownBounds {
    std::uint64_t least = 0;
    std::uint64_t most = 0;
    bool operator==(const KnownBounds&) const = default;
};
[[nodiscard]] std::vector<KnownBounds> worked_out(
    const CountTable& table, std::span<const ShownCell> shown, const DisclosurePolicy& policy
);

// To the nearest multiple, halves up.
[[nodiscard]] std::uint64_t rounded(std::uint64_t value, std::uint64_t to);

// Numerator over denominator in per cent with one decimal, in tenths, from the exact counts;
// nothing where either is kept back, where the denominator is below the threshold, or where it is
// 0.
[[nodiscard]] std::optional<std::uint64_t> tenths_of_per_cent(
    const CountTable& table,
    std::span<const ShownCell> shown,
    const DisclosurePolicy& policy,
    std::size_t numerator,
    std::size_t denominator
);

}  // namespace tyst
