#pragma once

#include <vector>

#include "cli/doctor_checks.h"
#include "ledger/ledger.h"

namespace tyst::cli {

// What others say of the ledger and what it last found in itself: witnesses of the newest
// checkpoint with quorums missed, the last time-stamp, the last scrub. Warnings at most, but for a
// scrub that found something.
[[nodiscard]] std::vector<Check> check_witnessing(Ledger& ledger);

}  // namespace tyst::cli
