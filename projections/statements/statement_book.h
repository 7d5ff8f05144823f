#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/intake/return_statement.h"
#include "ledger/intake/ssda903_row_order.h"

namespace tyst {

// The returns that a ledger holds, received and sent, without the rows of their children: what is
// needed to read those rows out of the children's own streams.
class StatementBook {
  public:
    // Reads every stream. Fails as Ledger::scan_streams.
    [[nodiscard]] static Result<StatementBook> read(
        Ledger& ledger, std::string_view form, unsigned threads
    );

    // Of these alone.
    [[nodiscard]] static StatementBook of(std::vector<ReturnStatement> statements);

    // In the order of year, then of the log.
    [[nodiscard]] const std::vector<ReturnStatement>& all() const { return statements_; }
    // By the stream of the return; nothing where it is none of that form.
    [[nodiscard]] std::optional<std::size_t> place_of(const StreamId& statement) const;
    [[nodiscard]] const Ssda903RowOrder& order_of(std::size_t place) const {
        return orders_[place];
    }

  private:
    std::vector<ReturnStatement> statements_;
    std::vector<Ssda903RowOrder> orders_;
    std::unordered_map<StreamId, std::size_t, StrongBytesHash> places_;
};

}  // namespace tyst
