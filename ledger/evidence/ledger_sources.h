#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "schema/error.h"

// What a ledger says about its signatures, as a pack carries it.
namespace tyst {

// The keys that signed or sign, as verifier keys without line ends.
[[nodiscard]] std::vector<std::string> verifier_keys_of(Ledger& ledger);
// The policy of c2sp.org/tlog-policy under which its checkpoints are to be judged.
[[nodiscard]] Result<std::string> policy_of(Ledger& ledger);
// RFC 3161 tokens over the checkpoint of that size, in the order in which they came.
[[nodiscard]] Result<std::vector<std::string>> time_stamps_of(Ledger& ledger, std::uint64_t size);

}  // namespace tyst
