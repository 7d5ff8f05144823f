#pragma once

#include <string_view>

#include "ledger/ledger.h"
#include "schema/error.h"
#include "schema/event.h"
#include "schema/ids.h"

// Events of the ledger about itself: backups, keys, scrubs, packs, holds over all records.
namespace tyst {

// In the authority's stream, under a new id, as of today in London. `language` is that of the free
// text in it.
[[nodiscard]] PreparedEvent own_event(
    Ledger& ledger, Body body, StreamId actor, std::string_view language = "en"
);
// The same, appended: durable when it returns, under the next checkpoint. Fails as Ledger::append.
[[nodiscard]] Result<Receipt> append_own_event(
    Ledger& ledger, Body body, StreamId actor, std::string_view language = "en"
);

}  // namespace tyst
