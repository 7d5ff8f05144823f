#include "ledger/intake/ssda903_row_order.h"

#include <algorithm>
#include <utility>

namespace tyst {

Ssda903RowOrder::Ssda903RowOrder(std::span<const ReceivedFile> files) {
    for (const ReceivedFile& file : files) {
        const auto table = ssda903_table(file.table);
        if (!table) continue;
        Columns columns{*table, file.columns.size(), usual_order(*table, file.columns)};
        const bool whole = std::ranges::all_of(columns.order, [&columns](std::size_t place) {
            return place < columns.count;
        });
        if (!whole) continue;
        tables_.insert_or_assign(file.table, std::move(columns));
    }
}

void Ssda903RowOrder::add(std::span<const ReceivedRow> rows, Ssda903ChildRows& to) const {
    for (const ReceivedRow& row : rows) {
        const auto found = tables_.find(row.table);
        // Rows that could not be read then cannot be read now.
        if (found == tables_.end() || row.values.size() != found->second.count) continue;
        Ssda903Row& readable = to.emplace_back(found->second.table, row.line);
        readable.values.reserve(found->second.order.size());
        for (const std::size_t place : found->second.order) {
            readable.values.emplace_back(row.values[place]);
        }
    }
}

}  // namespace tyst
