#pragma once

#include "ledger/event_reader.h"
#include "ledger/verification.h"
#include "schema/ids.h"

namespace tyst {

// Compares the keys that are destroyed, input.erased, with the receipts in the authority's stream,
// both ways, but for an erasure that is under way. Findings: subject_without_key where no receipt
// names a destroyed key, at the last entry of its stream; keys_before_erasure where the key of a
// subject that a receipt names is not destroyed, at the receipt, and where the keys lie under
// another root than the last receipt says; erasure_not_allowed for a receipt that cannot be
// (erasure_receipts.h); and what keeps the stream from being read, in which case nothing is
// compared.
void check_erasures(const VerifyInput& input, EventReader& reader, const StreamId& authority);

}  // namespace tyst
