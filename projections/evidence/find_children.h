#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "projections/authority.h"

namespace tyst::evidence {

// The stream of each child, in the order asked. Fails with subject_not_found, invalid_value where a
// bare reference is known to several sources, and as Ledger::find and scan_streams.
[[nodiscard]] Result<std::vector<StreamId>> find_children(
    Ledger& ledger,
    const AuthorityFacts& authority,
    const std::vector<std::string>& references,
    std::uint64_t size
);

}  // namespace tyst::evidence
