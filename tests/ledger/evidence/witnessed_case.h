#pragma once

#include "ledger/core/policy.h"
#include "ledger/witnessing/witness_key.h"
#include "tests/ledger/evidence/pack_case.h"

namespace tyst::test {

// A pack whose checkpoint one of two witnesses has cosigned.
struct WitnessedCase : PackCase {
    WitnessedCase();

    // One that wants so many of the two.
    [[nodiscard]] std::string policy(const std::string& needed);
    // The present one cosigns the checkpoint that the plan answers for.
    void cosign();
    // What a time-stamp that came before the cosignature is about.
    [[nodiscard]] std::string note_without_cosignature();
    [[nodiscard]] PackTrust trust_with(const std::string& own_policy);

    WitnessSigner present;
    WitnessSigner absent;
};

}  // namespace tyst::test
