#include "projections/statements/stated_reasons.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "ledger/intake/ssda903_child.h"

namespace tyst {
namespace {

namespace field = episodes_column;

// By day; nothing where several rows begin on it.
using ReasonsOfReturn = std::map<Date, std::optional<std::string>>;

void add_rows(const Ssda903ChildRows& rows, ReasonsOfReturn& reasons) {
    for (const Ssda903Row& row : rows) {
        if (row.table != Ssda903Table::episodes) continue;
        const auto began = parse_slashed_date(row.values[field::kBegan]);
        if (!began) continue;
        const auto [place, fresh] =
            reasons.try_emplace(*began, upper_cased(row.values[field::kReasonNew]));
        if (!fresh) place->second.reset();
    }
}

bool counts(const ReturnStatement& statement, const Knowledge& knowledge) {
    const Timestamp known =
        knowledge.witnessed ? statement.recorded : start_of_london_day(statement.received.received);
    return !statement.sent && known <= knowledge.known_at;
}

}  // namespace

StatedReasons stated_reasons(
    const StatementBook& book, const Knowledge& knowledge, std::span<const StoredEvent> stored
) {
    std::map<std::size_t, ReasonsOfReturn> by_statement;  // in the order of year, then of the log
    for (const StoredEvent& event : stored) {
        const auto rows = rows_of_return(event.event);
        const auto place = rows ? book.place_of(rows->statement) : std::nullopt;
        if (!place || !counts(book.all()[*place], knowledge)) continue;
        Ssda903ChildRows said;
        book.order_of(*place).add(rows->rows, said);
        add_rows(said, by_statement[*place]);
    }
    StatedReasons stated;
    for (const auto& [place, reasons] : by_statement) {
        for (const auto& [began, reason] : reasons) {
            if (!reason) {
                stated.erase(began);
            } else if (!reason->empty()) {
                stated.insert_or_assign(began, *reason);
            }
        }
    }
    return stated;
}

}  // namespace tyst
