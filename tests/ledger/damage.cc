#include "tests/ledger/damage.h"

#include <catch2/catch.hpp>

#include "ledger/storage/key_rows.h"
#include "ledger/storage/key_value_store.h"

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

void cut_row(std::string& value) {
    value.resize(storage::log_rows::kCutPartRowBytes);
}

void empty_key_row(const std::filesystem::path& ledger, const StreamId& subject) {
    using storage::Access;
    namespace rows = storage::key_rows;
    const auto keys = storage::KeyValueStore::open(
        {ledger / "keys",
         {{"own", Access::in_order, ErrorCode::corrupt_key},
          {"nodes", Access::in_order, ErrorCode::corrupt_key},
          {"subjects", Access::by_digest, ErrorCode::corrupt_key},
          {"slots", Access::in_order, ErrorCode::corrupt_key},
          {"lookup", Access::by_digest, ErrorCode::corrupt_key}},
         false,
         nullptr}
    );
    REQUIRE(keys);
    const std::string key(as_text(subject.view()));
    const auto value = (*keys)->get(rows::kSubjects, key);
    REQUIRE(value);
    REQUIRE(value->has_value());
    rows::SubjectRow row = rows::decode_subject(**value).value();
    REQUIRE_FALSE(row.wrapped.empty());
    row.wrapped.clear();
    storage::Batch batch;
    batch.put(rows::kSubjects, key, rows::encode(row));
    REQUIRE((*keys)->write(batch));
}

void destroy_by_hand(LedgerFixture& fixture, const StreamId& stream) {
    namespace rows = storage::log_rows;
    empty_key_row(fixture.open_options.directory, stream);
    const auto log = storage::LogStore::open({fixture.open_options.directory / "log", nullptr});
    REQUIRE(log);
    const std::string prefix(as_text(stream.view()));
    storage::Batch batch;
    for (const storage::FamilyNumber family : {rows::kSealed, rows::kAttachments}) {
        storage::Cursor cursor = (*log)->rows().cursor(family, storage::Scan::whole);
        for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix);
             cursor.next()) {
            batch.put(family, cursor.key(), rows::cut_part_row(cursor.value()));
        }
    }
    REQUIRE(batch.rows() > 0);
    REQUIRE((*log)->rows().write(batch));
}

Change flip_bit(std::size_t byte) {
    return [byte](std::string& value) {
        REQUIRE(byte < value.size());
        value[byte] = static_cast<char>(value[byte] ^ 1);
    };
}

}  // namespace tyst::test
