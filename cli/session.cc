#include "cli/session.h"

#include <utility>

#include "ledger/own_event.h"

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

Result<Receipt> record_own_event(
    Ledger& ledger, Body body, StreamId actor, std::string_view language
) {
    TYST_ASSIGN(const Receipt receipt, append_own_event(ledger, std::move(body), actor, language));
    TYST_TRY(ledger.checkpoint());
    return receipt;
}

}  // namespace tyst::cli
