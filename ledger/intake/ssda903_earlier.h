#pragma once

#include <map>
#include <span>
#include <vector>

#include "ledger/intake/ssda903_child.h"
#include "ledger/intake/ssda903_row_order.h"
#include "ledger/ledger.h"

namespace tyst {

// Gives back what returns that were taken earlier say about a child, from their rows in the ledger.
class Ssda903EarlierReturns {
  public:
    // The ledger must outlive it.
    explicit Ssda903EarlierReturns(Ledger& ledger) : ledger_(&ledger) {}

    struct Statements {
        // One for each return that the child stood in before the current one was taken, in the
        // order in which they were taken, and the current one last.
        std::vector<Ssda903Statement> statements;
        bool taken = false;  // the current return's rows of the child are in the ledger already
    };
    // `time` is the current return's. Rows are views into `stored`, the events of the child's
    // stream. Fails as Ledger::read_stream does.
    [[nodiscard]] Result<Statements> statements_of(
        const Ssda903ChildRows& current,
        StreamId current_return,
        const Ssda903StatementTime& time,
        std::span<const StoredEvent> stored
    );

  private:
    struct Head {
        Ssda903StatementTime time;
        Ssda903RowOrder order;
    };

    Result<const Head*> head_of(StreamId received);

    Ledger* ledger_;
    std::map<StreamId, Head> heads_;
};

}  // namespace tyst
