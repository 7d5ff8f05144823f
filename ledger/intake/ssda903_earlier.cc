#include "ledger/intake/ssda903_earlier.h"

#include <algorithm>
#include <utility>

namespace tyst {

Result<std::vector<Ssda903Statement>> Ssda903EarlierReturns::statements_of(
    const Ssda903ChildRows& current, StreamId current_return, std::span<const StoredEvent> stored
) {
    std::vector<StreamId> returns;
    std::vector<Ssda903Statement> statements;
    const auto statement_of = [&](StreamId received) -> Ssda903Statement& {
        const auto place =
            static_cast<std::size_t>(std::ranges::find(returns, received) - returns.begin());
        if (place == returns.size()) {
            returns.push_back(received);
            statements.emplace_back();
        }
        return statements[place];
    };
    for (const auto& event : stored) {
        const auto* rows = std::get_if<ReturnRowsReceived>(&event.event.body);
        if (rows == nullptr) continue;
        const StreamId received = rows->received_return.stream;
        auto& statement = statement_of(received);
        if (received == current_return) continue;
        TYST_ASSIGN(const auto* columns, columns_of(received));
        add_rows(statement, *rows, *columns);
    }
    auto& own = statement_of(current_return);
    own.rows = current;
    own.current = true;
    return statements;
}

Result<const Ssda903EarlierReturns::Columns*> Ssda903EarlierReturns::columns_of(StreamId received) {
    if (const auto found = columns_.find(received); found != columns_.end()) return &found->second;
    TYST_ASSIGN(const auto events, ledger_->read_stream(received, ReadDepth::event_only));
    auto& columns = columns_[received];
    for (const auto& event : events) {
        const auto* body = std::get_if<ReturnReceived>(&event.event.body);
        if (body == nullptr) continue;
        for (const auto& file : body->files)
            columns[file.table] = file.columns;
    }
    return &columns;
}

void Ssda903EarlierReturns::add_rows(
    Ssda903Statement& statement, const ReturnRowsReceived& rows, const Columns& columns
) {
    for (const auto& row : rows.rows) {
        const auto table = ssda903_table(row.table);
        const auto found = columns.find(row.table);
        // Rows that could not be read then cannot be read now.
        if (!table || found == columns.end() || row.values.size() != found->second.size()) continue;
        Ssda903Row readable{*table, row.line, {}};
        for (const auto place : usual_order(*table, found->second)) {
            if (place < row.values.size()) readable.values.emplace_back(row.values[place]);
        }
        if (readable.values.size() == shape_of(*table).columns.size()) {
            statement.rows.push_back(std::move(readable));
        }
    }
}

}  // namespace tyst
