#pragma once

#include <cstdint>
#include <string>

#include "projections/evidence/pack_facts.h"

namespace tyst::evidence {

// Who is counted by a figure, or stands on the list of a rule, and who was looked at and is not,
// each with the reason and the events behind it. Fails with unknown_code where `id` is neither, and
// as for_each_child.
[[nodiscard]] Result<CohortAnswer> ask_cohort(
    Ledger& ledger,
    const ReferenceSet& reference,
    const AuthorityFacts& authority,
    const Question& question,
    const Period& period,
    const std::string& id,
    std::uint64_t size
);

}  // namespace tyst::evidence
