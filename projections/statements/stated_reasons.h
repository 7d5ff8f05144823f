#pragma once

#include <span>

#include "ledger/ledger.h"
#include "projections/returns/return_export.h"
#include "projections/statements/knowledge.h"
#include "projections/statements/statement_book.h"

namespace tyst {

// Why the episodes of one person began, as the returns that were received by then state it: RNE by
// DECOM, the later return's word where several give one. A day on which one return has several rows
// gives none, since they cannot be told apart. `stored` are the person's own events in the order of
// the log. Only the time and the witness of `knowledge` count.
[[nodiscard]] StatedReasons stated_reasons(
    const StatementBook& book, const Knowledge& knowledge, std::span<const StoredEvent> stored
);

}  // namespace tyst
