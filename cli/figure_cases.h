#pragma once

#include <string>
#include <unordered_map>

#include "cli/reading.h"
#include "projections/figure_tables.h"
#include "projections/query.h"

// The cases behind all breakdowns, counted in one pass over the ledger.
namespace tyst::cli {

using ChildReferences = std::unordered_map<StreamId, std::string, StrongBytesHash>;

struct LedgerCases {
    CaseCounter cases;
    ChildReferences references;
    PopulationSummary summary;
};

// At the end of `as_at`, with flows over the period; known when and by whom as the reading asks.
// Fails as for_each_child.
[[nodiscard]] Result<LedgerCases> count_cases(Reading& reading, Date as_at, const Period& period);

// The figures of the adopted reference set. A ledger that adopted its set before there were figures
// is answered with those of this program, and `err` says so. Fails as embedded_reference_set.
[[nodiscard]] Result<ReferenceSet> figures_reference(const Reading& reading, std::ostream& err);

// Whether a source supplies on that day what the count needs; without one it is not 0 but not held
// here.
[[nodiscard]] bool held_here(const FigureCount& count, const Reading& reading, Date day);

}  // namespace tyst::cli
