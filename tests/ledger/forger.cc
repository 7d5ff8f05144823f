#include "tests/ledger/forger.h"

#include <catch2/catch.hpp>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/core/tile.h"
#include "ledger/storage/key_store.h"
#include "ledger/storage/lock_directory.h"
#include "ledger/storage/log_store.h"
#include "ledger/storage/signing_keys.h"

namespace tyst::test {
namespace {

namespace rows = storage::log_rows;

void clear(storage::LogStore& log, storage::FamilyNumber family, storage::Batch& batch) {
    storage::Cursor cursor = log.rows().cursor(family, storage::Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next()) {
        batch.remove(family, cursor.key());
    }
}

}  // namespace

SigningKey stolen_key(LedgerFixture& fixture) {
    const auto keys = storage::KeyStore::open(
        {fixture.open_options.directory / "keys", fixture.open_options.root_key_file, nullptr},
        fixture.entropy
    );
    REQUIRE(keys);
    const auto signing = storage::SigningKeys::open(
        fixture.open_options.directory / "signing", {}, **keys, fixture.entropy
    );
    REQUIRE(signing);
    return signing->signing_key(0).value();
}

void forge(LedgerFixture& fixture, Holds holds, const Forgery& forgery) {
    const auto log =
        std::move(storage::LogStore::open({fixture.open_options.directory / "log", nullptr}).value()
        );
    std::vector<Entry> entries;
    const std::uint64_t size = log->size().value();
    REQUIRE(log->visit_entries(0, size, [&](const Entry& entry) -> Result<void> {
        entries.push_back(entry);
        return {};
    }));
    forgery(entries);
    storage::Batch batch;
    clear(*log, rows::kEntries, batch);
    clear(*log, rows::kTiles, batch);
    TileAppender tree;
    std::vector<FullTile> tiles;
    for (const Entry& entry : entries) {
        const std::string bytes = encode(entry).value();
        batch.put(rows::kEntries, rows::number_key(entry.index.value), bytes);
        tree.append(leaf_hash(as_bytes(bytes)), tiles);
    }
    for (const FullTile& tile : tiles) {
        storage::LogStore::put_tile(batch, tile);
    }
    if (holds == Holds::storage_and_keys) {
        const Checkpoint checkpoint{log->meta().origin, tree.size(), tree.root()};
        const std::string note = sign_checkpoint(checkpoint, stolen_key(fixture)).value();
        clear(*log, rows::kCheckpoints, batch);
        batch.put(rows::kCheckpoints, rows::number_key(tree.size()), note);
        const auto lock = fixture.open_options.directory / "lock";
        std::filesystem::remove_all(lock);
        REQUIRE(storage::LockDirectory::create(
            lock, {checkpoint.origin, checkpoint.size, checkpoint.root}, note
        ));
    }
    REQUIRE(log->rows().write(batch));
}

}  // namespace tyst::test
