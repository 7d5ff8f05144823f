#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/policy.h"
#include "ledger/evidence/pack_verifier.h"
#include "schema/error.h"

namespace tyst::verifying {

// The keys that are believed, and whether somebody else than the pack said so.
struct BelievedKeys {
    std::vector<VerifierKey> keys;
    std::optional<Policy> policy;  // of the caller: its witnesses are judged too
    bool given = false;
};

// Of the caller where it names any, else of the pack. invalid_value where the caller's text cannot
// be read; what the pack says and cannot be read is simply not believed.
[[nodiscard]] Result<BelievedKeys> believed_keys(
    const PackTrust& trust, std::string_view keys_of_pack
);

struct SignedCheckpoint {
    Checkpoint checkpoint;
    std::vector<VerifierKey> signers;
};
// corrupt_checkpoint for the form, signature_invalid for the signatures.
[[nodiscard]] Result<SignedCheckpoint> open_signed_checkpoint(
    std::string_view note, const std::vector<VerifierKey>& keys
);

}  // namespace tyst::verifying
