#pragma once

#include <span>

#include "ledger/intake/ssda903_collector.h"

namespace tyst {

// Reads the episodes of one child in all returns as one chain, ordered by DECOM, and adds what
// began and ended: care, legal statuses, placements. docs/import.md ("Episodes") says what becomes
// what.
void map_ssda903_episodes(
    std::span<const Ssda903Statement> statements, bool asylum_seeking, Ssda903Collector& collector
);

}  // namespace tyst
