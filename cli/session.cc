#include "cli/session.h"

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

}  // namespace tyst::cli
