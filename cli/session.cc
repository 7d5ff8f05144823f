#include "cli/session.h"

#include <utility>

namespace tyst::cli {

Result<std::unique_ptr<Ledger>> open_ledger(
    const LedgerOptions& options, const Surroundings& surroundings
) {
    return Ledger::open(
        to_open_options(options, surroundings), surroundings.clock, surroundings.entropy
    );
}

Result<StreamId> register_actor(Ledger& ledger, const Surroundings& surroundings) {
    return ledger.find_or_register({
        .kind = "os-user",
        .source = "os-user",
        .reference = surroundings.user_name,
        .name = surroundings.user_name,
    });
}

Result<Receipt> append_own_event(Ledger& ledger, StreamId actor, Body body) {
    Event event;
    event.id = ledger.new_event_id();
    event.occurred.date = london_date(ledger.clock().now());
    event.recorded_by = actor;
    event.language = "en";
    event.body = std::move(body);
    TYST_ASSIGN(
        const auto receipts, ledger.append({{{ledger.authority_stream(), std::move(event)}}, {}})
    );
    TYST_TRY(ledger.checkpoint());
    return receipts.front();
}

}  // namespace tyst::cli
