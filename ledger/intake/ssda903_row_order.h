#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "ledger/intake/ssda903_child.h"
#include "schema/event.h"

namespace tyst {

// How the rows of one return are read: the tables that it had, and where in its files their columns
// stand.
class Ssda903RowOrder {
  public:
    Ssda903RowOrder() = default;
    explicit Ssda903RowOrder(std::span<const ReceivedFile> files);

    // Adds the rows that can be read, as views into `rows`: those of a table that the return had,
    // with as many values as columns.
    void add(std::span<const ReceivedRow> rows, Ssda903ChildRows& to) const;

  private:
    struct Columns {
        Ssda903Table table = Ssda903Table::header;
        std::size_t count = 0;
        std::vector<std::size_t> order;  // usual_order
    };
    std::map<std::string, Columns, std::less<>> tables_;
};

}  // namespace tyst
