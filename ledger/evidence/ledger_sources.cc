#include "ledger/evidence/ledger_sources.h"

#include <fmt/format.h>

namespace tyst {

std::vector<std::string> verifier_keys_of(Ledger& ledger) {
    return {ledger.verifier_key()};
}

Result<std::string> policy_of(Ledger& ledger) {
    std::string text;
    for (const std::string& key : verifier_keys_of(ledger)) {
        text += fmt::format("log {}\n", key);
    }
    return text + "quorum none\n";
}

// A ledger keeps none yet.
Result<std::vector<std::string>> time_stamps_of(Ledger& /*ledger*/, std::uint64_t /*size*/) {
    return {};
}

}  // namespace tyst
