#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>

#include "ledger/ledger.h"
#include "projections/person_events.h"
#include "projections/question.h"
#include "projections/statements/statement_book.h"
#include "projections/statements/statement_policy.h"
#include "schema/code_book.h"

namespace tyst {

// What an answer knows: one statement, several joined, or the ledger at a moment.
struct Knowledge {
    // A place in the book: that statement `alone`, or joined with those that were received before
    // it. One that was sent is always alone: it was made from events, and says nothing new.
    std::optional<std::size_t> statement;
    // Without a statement: what was known at this moment. Under `first-stated` the ledger's own
    // events; under the other policies the statements received by then, joined anew, beside what
    // came from elsewhere.
    Timestamp known_at{std::numeric_limits<std::int64_t>::max()};
    bool witnessed = false;
    StatementPolicy policy = StatementPolicy::first_stated;

    // Under which such events are folded, and records are joined.
    [[nodiscard]] Question question(Date as_at) const;
};

// `stored` are the person's own events in the order of the log; they must outlive the call only.
// Rows are read by `codes`. Fails as Ledger::derived_event_id.
[[nodiscard]] Result<PersonEvents> events_under(
    Ledger& ledger,
    const StatementBook& book,
    const Knowledge& knowledge,
    const Ssda903Codes& codes,
    std::vector<StoredEvent>&& stored
);

}  // namespace tyst
