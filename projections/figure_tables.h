#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "projections/counted_cases.h"
#include "projections/disclosure.h"
#include "schema/figures/figure_book.h"

namespace tyst {

// One figure of a table: its number and the cases behind it.
struct FigureCell {
    std::string id;
    BilingualText title;
    bool unverified = false;
    std::uint64_t value = 0;
    std::vector<StreamId> children;  // sorted; once for each case
};

// One count cut by one family, by the places of their cells.
struct FigureTable {
    const FigureCount* count = nullptr;
    const FigureFamily* family = nullptr;
    std::size_t total = 0;
    std::vector<std::size_t> parts;
};

// Every count and every family of a book over the same cases, with everything that a reader of all
// of them knows about how they add up.
struct FigureTables {
    std::vector<FigureCell> cells;    // counts first, in the order of the book
    std::vector<std::size_t> counts;  // the cell of each count, in the order of the book
    std::vector<FigureTable> tables;  // by family, then by count
    // The same cells in the same order, and behind them numbers that are printed nowhere but follow
    // from the difference of two that are: what two ways of cutting leave between them, and what a
    // part of a count leaves of the whole.
    CountTable links;

    // nullptr where there is none.
    [[nodiscard]] const FigureCell* find(std::string_view id) const;
};

// The book must outlive the tables. The same cases and book give the same tables.
[[nodiscard]] FigureTables tabulate(const CaseCounter& cases, const FigureBook& book);

}  // namespace tyst
