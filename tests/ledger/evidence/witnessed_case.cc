#include "tests/ledger/evidence/witnessed_case.h"

#include <catch2/catch.hpp>

namespace tyst::test {

WitnessedCase::WitnessedCase()
    : present(WitnessSigner::generate("present.example", ledger.entropy).value()),
      absent(WitnessSigner::generate("absent.example", ledger.entropy).value()) {
    REQUIRE(log().set_policy(policy("1")));
    cosign();
    make();
}

std::string WitnessedCase::policy(const std::string& needed) {
    return "log " + log().verifier_keys().front() + "\nwitness present " + present.key().text() +
           "\nwitness absent " + absent.key().text() + "\ngroup both " + needed +
           " present absent\nquorum both\n";
}

void WitnessedCase::cosign() {
    const std::string text = parse_note(log().checkpoint_of(plan.size).value()).value().text;
    const std::string line =
        cosign_line(text, "present.example", present.signing_key(), 1'700'000'000).value();
    REQUIRE(log().add_cosignatures(plan.size, line, parse_policy(policy("1")).value()));
}

std::string WitnessedCase::note_without_cosignature() {
    const std::string note = log().checkpoint_of(plan.size).value();
    return note.substr(0, note.find("— present.example"));
}

PackTrust WitnessedCase::trust_with(const std::string& own_policy) {
    PackTrust trust = PackCase::trust();
    trust.policy = own_policy;
    return trust;
}

}  // namespace tyst::test
