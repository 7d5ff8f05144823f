#include "ledger/evidence/pack_trust.h"

#include <algorithm>

#include "ledger/evidence/pack_layout.h"

namespace tyst::verifying {
namespace {

// The keys of a text with one on each line.
Result<std::vector<VerifierKey>> keys_of_lines(std::string_view text) {
    std::vector<VerifierKey> keys;
    while (const std::optional<std::string_view> line = take_text_line(text)) {
        TYST_ASSIGN(VerifierKey key, parse_verifier_key(*line));
        keys.push_back(std::move(key));
    }
    return keys;
}

}  // namespace

Result<BelievedKeys> believed_keys(const PackTrust& trust, std::string_view keys_of_pack) {
    BelievedKeys believed;
    believed.given = !trust.verifier_keys.empty() || !trust.policy.empty();
    for (const std::string& text : trust.verifier_keys) {
        TYST_ASSIGN(VerifierKey key, parse_verifier_key(text));
        believed.keys.push_back(std::move(key));
    }
    if (!trust.policy.empty()) {
        TYST_ASSIGN(believed.policy, parse_policy(trust.policy));
        const std::vector<VerifierKey> keys = believed.policy->log_keys();
        believed.keys.insert(believed.keys.end(), keys.begin(), keys.end());
    }
    if (!believed.given) {
        if (auto keys = keys_of_lines(keys_of_pack)) {
            believed.keys = *std::move(keys);
        }
    }
    return believed;
}

Result<SignedCheckpoint> open_signed_checkpoint(
    std::string_view note, const std::vector<VerifierKey>& keys
) {
    TYST_ASSIGN(const Note parsed, parse_note(note));
    SignedCheckpoint opened;
    TYST_ASSIGN(opened.checkpoint, open_checkpoint(note, keys));
    TYST_ASSIGN(opened.signers, verify_note(parsed, keys));
    return opened;
}

}  // namespace tyst::verifying
