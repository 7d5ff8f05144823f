#pragma once

#include <functional>
#include <vector>

#include "ledger/core/signing.h"
#include "schema/entry.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst::test {

// What somebody who holds the closed ledger's files can make of them. Every hash is computed again,
// so that nothing but what lies elsewhere, or a recomputed meaning, can tell.
enum class Holds : std::uint8_t {
    storage,           // `log/` alone: the lock directory and all signed checkpoints stay
    storage_and_keys,  // the signing key too: checkpoints and lock directory are made anew
};

// The key that signs, as whoever reads the signing directory has it; while the ledger is closed.
[[nodiscard]] SigningKey stolen_key(LedgerFixture& fixture);

// Changes the entries, gives every following one the same index as before, and builds the tree over
// them again.
using Forgery = std::function<void(std::vector<Entry>& entries)>;
void forge(LedgerFixture& fixture, Holds holds, const Forgery& forgery);

}  // namespace tyst::test
