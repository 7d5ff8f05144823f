#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "projections/statements/statement_figures.h"

namespace tyst {

// Ids of totals that are no figures: children whom the statement has rows of, and its rows by
// table, as they stood in its files.
inline constexpr std::string_view kChildrenTotal = "children";
inline constexpr std::string_view kRowsTotalPrefix = "rows.";

// The totals of a statement: no personal data.
[[nodiscard]] std::vector<StatedTotal> totals_of(
    const ReturnStatement& statement, const StatementFigures& figures
);

// Nothing where the totals do not have that id.
[[nodiscard]] std::optional<std::uint64_t> total_in(
    const ReturnTotalsKept& totals, std::string_view id
);

// Keeps the totals of the return that the entry `statement` received or sent, as an event of the
// return's own stream, and makes a checkpoint: to be called once a return and all its rows are in
// the ledger. Gives the entry that holds them; nothing where they are kept already, or where rows
// of erased children are missing, so that what is there no longer says what was stated. Fails with
// not_found where the entry is no return of that form; otherwise as figures_of_statement,
// Ledger::append and checkpoint.
[[nodiscard]] Result<std::optional<LogIndex>> keep_totals(
    Ledger& ledger,
    std::string_view form,
    LogIndex statement,
    const ReferenceSet& rules,
    StreamId actor,
    unsigned threads
);

}  // namespace tyst
