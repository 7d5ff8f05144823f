#include "tests/ledger/damage.h"

#include <catch2/catch.hpp>

namespace tyst::test {

void damage_row(
    LedgerFixture& fixture,
    storage::FamilyNumber family,
    const std::string& key,
    const Change& change
) {
    const auto log = storage::LogStore::open({fixture.open_options.directory / "log", nullptr});
    REQUIRE(log);
    const auto value = (*log)->rows().get(family, key);
    REQUIRE(value);
    REQUIRE(value->has_value());
    std::string changed = **value;
    change(changed);
    storage::Batch batch;
    batch.put(family, key, changed);
    REQUIRE((*log)->rows().write(batch));
}

void remove_row(LedgerFixture& fixture, storage::FamilyNumber family, const std::string& key) {
    const auto log = storage::LogStore::open({fixture.open_options.directory / "log", nullptr});
    REQUIRE(log);
    storage::Batch batch;
    batch.remove(family, key);
    REQUIRE((*log)->rows().write(batch));
}

Change flip_bit(std::size_t byte) {
    return [byte](std::string& value) {
        REQUIRE(byte < value.size());
        value[byte] = static_cast<char>(value[byte] ^ 1);
    };
}

}  // namespace tyst::test
