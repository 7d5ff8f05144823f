#include "ledger/intake/ssda903_earlier.h"

#include <algorithm>
#include <utility>

namespace tyst {

Result<Ssda903EarlierReturns::Statements> Ssda903EarlierReturns::statements_of(
    const Ssda903ChildRows& current,
    StreamId current_return,
    const Ssda903StatementTime& time,
    std::span<const StoredEvent> stored
) {
    Statements found;
    std::vector<StreamId> returns;
    for (const auto& event : stored) {
        const auto* rows = std::get_if<ReturnRowsReceived>(&event.event.body);
        if (rows == nullptr) continue;
        const StreamId received = rows->received_return.stream;
        if (received == current_return) {
            found.taken = true;
            break;  // what was taken after it said nothing when it was taken
        }
        TYST_ASSIGN(const Head* const head, head_of(received));
        const auto place =
            static_cast<std::size_t>(std::ranges::find(returns, received) - returns.begin());
        if (place == returns.size()) {
            returns.push_back(received);
            found.statements.push_back({{}, false, head->time});
        }
        head->order.add(rows->rows, found.statements[place].rows);
    }
    found.statements.push_back({current, true, time});
    return found;
}

Result<const Ssda903EarlierReturns::Head*> Ssda903EarlierReturns::head_of(StreamId received) {
    if (const auto found = heads_.find(received); found != heads_.end()) return &found->second;
    TYST_ASSIGN(const auto events, ledger_->read_stream(received, ReadDepth::event_only));
    Head& head = heads_[received];
    for (const auto& event : events) {
        const auto* body = std::get_if<ReturnReceived>(&event.event.body);
        if (body == nullptr || body->files.empty()) continue;
        head.time = {static_cast<int>(body->year), body->received};
        head.order = Ssda903RowOrder(body->files);
    }
    return &head;
}

}  // namespace tyst
