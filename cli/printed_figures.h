#pragma once

#include <iosfwd>

#include "cli/figure_cases.h"
#include "schema/figures/printed_table.h"

// A published document's figures beside those that the events give.
namespace tyst::cli {

// Computes every row on its own day, known as the reading asks, and prints row, figure, what is
// printed, what is computed, and whether they agree; a row that no event can show gives the reason.
// Fails as count_cases.
[[nodiscard]] Result<void> print_beside(
    std::ostream& out, Reading& reading, const FigureBook& book, const PrintedTable& table
);

}  // namespace tyst::cli
