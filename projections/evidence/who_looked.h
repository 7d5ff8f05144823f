#pragma once

#include <cstdint>
#include <map>

#include "projections/evidence/pack_facts.h"

namespace tyst::evidence {

// Number of each child of the pack, by each of its streams.
using ChildNumbers = std::map<StreamId, unsigned>;

// Every access_recorded below `size` that names one of these children, in order of index. Costs a
// pass over the entries in clear, and opens what was read, of whomever: which children a look was
// at stands in it sealed.
[[nodiscard]] Result<std::vector<Look>> find_looks(
    Ledger& ledger, const ChildNumbers& children, std::uint64_t size
);

// Every evidence_pack_created among the authority's events that names one of these children, each
// with what was recorded of its handing over.
[[nodiscard]] std::vector<EarlierPack> find_packs(
    std::span<const StoredEvent> authority_events, const ChildNumbers& children
);

}  // namespace tyst::evidence
