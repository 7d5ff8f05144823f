#pragma once

#include <optional>
#include <string>

#include "ledger/ledger.h"
#include "schema/reference_set.h"

namespace tyst::cli {

// The set that was built into this program. Fails as ReferenceSet::load.
[[nodiscard]] Result<ReferenceSet> embedded_reference_set();

// Writes the set into the log as an event of the authority's stream, its files as attachments.
// Fails as Ledger::append.
[[nodiscard]] Result<Receipt> adopt(
    Ledger& ledger, StreamId actor, const ReferenceSet& reference, const std::string& reason
);

// The set adopted last, read from the log and checked against its digest; nothing where none was
// adopted. Fails as Ledger::read_stream and ReferenceSet::load, with corrupt_event where files and
// digest differ.
[[nodiscard]] Result<std::optional<ReferenceSet>> adopted_reference_set(Ledger& ledger);

// The set adopted under a digest, given by at least its first eight hex digits; the last one that
// has it. not_found where none has; otherwise fails as adopted_reference_set.
[[nodiscard]] Result<ReferenceSet> adopted_reference_set(Ledger& ledger, const std::string& digest);

}  // namespace tyst::cli
