#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/figure_cases.h"
#include "cli/surroundings.h"
#include "projections/disclosure.h"
#include "schema/figures/audience.h"

// Figures by families, as an audience may see them.
namespace tyst::cli {

// All figures of a day and a period, with what of them is shown.
struct ShownFigures {
    const FigureBook& book;
    const DisclosureAudience& audience;
    const FigureTables& tables;
    std::vector<ShownCell> shown;  // in the order of the cells
    Date as_at;
    Period period;
};

// Prints the counts (family "counts") and the families asked for; all where none is. The children
// behind each figure are only in the JSON of an audience that sees every count.
void print_breakdowns(
    std::ostream& out,
    const Reading& reading,
    const ShownFigures& figures,
    const std::vector<std::string>& families,
    const LedgerCases& counted
);

// The children behind one figure, by their references.
void print_opened(
    std::ostream& out, const Reading& reading, const FigureCell& cell, const LedgerCases& counted
);

// What can be asked for: counts, families and audiences with titles and sources.
void print_figure_list(std::ostream& out, const Reading& reading, const ReferenceSet& reference);

}  // namespace tyst::cli
