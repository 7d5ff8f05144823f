#pragma once

#include <filesystem>
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
// What an erasure leaves of a row.
void cut_row(std::string& value);
// Empties the row of the subject in the keys/ of a closed ledger's directory, as if its key had
// been destroyed.
void empty_key_row(const std::filesystem::path& ledger, const StreamId& subject);
// The same, and cuts all rows of its stream: an erasure that nobody asked for.
void destroy_by_hand(LedgerFixture& fixture, const StreamId& stream);
[[nodiscard]] Change flip_bit(std::size_t byte);

}  // namespace tyst::test
