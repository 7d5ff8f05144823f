#pragma once

#include <functional>
#include <string>

#include "ledger/storage/log_store.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst::test {

// Changes one row of the closed ledger's log behind its back, as a stray bit or a hand would.
using Change = std::function<void(std::string& value)>;
void damage_row(
    LedgerFixture& fixture,
    storage::FamilyNumber family,
    const std::string& key,
    const Change& change
);
void remove_row(LedgerFixture& fixture, storage::FamilyNumber family, const std::string& key);
[[nodiscard]] Change flip_bit(std::size_t byte);

}  // namespace tyst::test
