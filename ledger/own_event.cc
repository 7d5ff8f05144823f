#include "ledger/own_event.h"

#include <utility>

namespace tyst {

PreparedEvent own_event(Ledger& ledger, Body body, StreamId actor, std::string_view language) {
    Event event;
    event.id = ledger.new_event_id();
    event.occurred.date = london_date(ledger.clock().now());
    event.recorded_by = actor;
    event.language = language;
    event.body = std::move(body);
    return {ledger.authority_stream(), std::move(event)};
}

Result<Receipt> append_own_event(
    Ledger& ledger, Body body, StreamId actor, std::string_view language
) {
    TYST_ASSIGN(
        const auto receipts,
        ledger.append({{own_event(ledger, std::move(body), actor, language)}, {}})
    );
    return receipts.front();
}

}  // namespace tyst
