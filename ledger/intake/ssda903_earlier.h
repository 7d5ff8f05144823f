#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "ledger/intake/ssda903_child.h"
#include "ledger/ledger.h"

namespace tyst {

// Gives back what returns that were taken earlier say about a child, from their rows in the ledger.
class Ssda903EarlierReturns {
  public:
    // The ledger must outlive it.
    explicit Ssda903EarlierReturns(Ledger& ledger) : ledger_(&ledger) {}

    // One statement for each return that the child stands in, in the order in which they were
    // taken, and `current` as the statement of the return being imported: in its place where it was
    // taken before, else last. Rows are views into `stored`, the events of the child's stream.
    // Fails as Ledger::read_stream does.
    [[nodiscard]] Result<std::vector<Ssda903Statement>> statements_of(
        const Ssda903ChildRows& current,
        StreamId current_return,
        std::span<const StoredEvent> stored
    );

  private:
    // By the names of the tables.
    using Columns = std::map<std::string, std::vector<std::string>, std::less<>>;

    Result<const Columns*> columns_of(StreamId received);
    static void add_rows(
        Ssda903Statement& statement, const ReturnRowsReceived& rows, const Columns& columns
    );

    Ledger* ledger_;
    std::map<StreamId, Columns> columns_;
};

}  // namespace tyst
