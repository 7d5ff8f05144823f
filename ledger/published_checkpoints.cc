#include <utility>

#include "ledger/stored_ledger.h"

namespace tyst {

Result<std::string> StoredLedger::checkpoint_of(std::uint64_t size) {
    TYST_ASSIGN(auto note, stores_.log->checkpoint(size));
    if (!note) {
        return fail(
            ErrorCode::not_found,
            "size " + std::to_string(size) + ": no checkpoint was signed at it"
        );
    }
    return std::move(*note);
}

Result<std::vector<std::uint64_t>> StoredLedger::checkpoint_sizes() {
    std::vector<std::uint64_t> sizes;
    storage::Cursor cursor =
        stores_.log->rows().cursor(storage::log_rows::kCheckpoints, storage::Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next()) {
        if (cursor.key().size() != 8) {
            return fail(ErrorCode::corrupt_checkpoint, "log/ checkpoints: a key of wrong length");
        }
        sizes.push_back(storage::read_u64(cursor.key(), 0));
    }
    TYST_TRY(cursor.status());
    return sizes;
}

Result<std::vector<Hash>> StoredLedger::prove_consistency(std::uint64_t from, std::uint64_t to) {
    const TileAppender edge = writer_.edge();
    if (to > edge.size()) {
        return fail(ErrorCode::not_found, "size " + std::to_string(to) + ": the log never had it");
    }
    LedgerTiles tiles(*stores_.log, edge);
    TreeReader reader(tiles);
    return consistency_proof(reader, from, to);
}

}  // namespace tyst
