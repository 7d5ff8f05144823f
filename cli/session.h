#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/options.h"
#include "cli/surroundings.h"
#include "ledger/ledger.h"

namespace tyst::cli {

// Fails as Ledger::open.
[[nodiscard]] Result<std::unique_ptr<Ledger>> open_ledger(
    const LedgerOptions& options, const Surroundings& surroundings
);

// The stream of the operating system's user, registered by an event of its own where it is new.
// Fails as Ledger::find_or_register.
[[nodiscard]] Result<StreamId> register_actor(Ledger& ledger, const Surroundings& surroundings);

// append_own_event with a checkpoint behind it. Fails as Ledger::append and Ledger::checkpoint.
[[nodiscard]] Result<Receipt> record_own_event(
    Ledger& ledger, Body body, StreamId actor, std::string_view language = "en"
);

}  // namespace tyst::cli
