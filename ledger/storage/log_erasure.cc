#include "ledger/storage/log_erasure.h"

#include <array>

#include "ledger/storage/log_rows.h"

namespace tyst::storage {
namespace {

constexpr std::size_t kRowsInBatchMax = 4096;
constexpr std::size_t kCutSubjectOffset = 8 + 8;

// The subject that a row repeats; nothing where it is too short to say. Such a row is for `log
// verify` to find, and no reason to stop an erasure.
std::optional<StreamId> subject_of(std::string_view row) {
    return row.size() < log_rows::kCutPartRowBytes
               ? std::nullopt
               : StreamId::from(as_bytes(row.substr(kCutSubjectOffset, StreamId::kSize)));
}

Result<std::uint64_t> cut_rows(
    KeyValueStore& rows, FamilyNumber family, const std::set<StreamId>& subjects
) {
    std::uint64_t parts = 0;
    Batch batch;
    Cursor cursor = rows.cursor(family, Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next()) {
        const std::optional<StreamId> subject = subject_of(cursor.value());
        if (!subject || !subjects.contains(*subject)) {
            continue;
        }
        ++parts;
        if (cursor.value().size() > log_rows::kCutPartRowBytes) {
            batch.put(family, cursor.key(), log_rows::cut_part_row(cursor.value()));
        }
        if (batch.rows() == kRowsInBatchMax) {
            TYST_TRY(rows.write(batch));
            batch.clear();
        }
    }
    TYST_TRY(cursor.status());
    if (batch.rows() > 0) {
        TYST_TRY(rows.write(batch));
    }
    return parts;
}

}  // namespace

Result<std::uint64_t> erase_parts(
    LogStore& log, const std::set<StreamId>& subjects, std::uint64_t root_generation
) {
    Batch meta;
    LogStore::put_root_generation(meta, root_generation);
    TYST_TRY(log.rows().write(meta));
    std::uint64_t parts = 0;
    constexpr std::array kFamilies = {log_rows::kSealed, log_rows::kAttachments};
    for (const FamilyNumber family : kFamilies) {
        TYST_ASSIGN(const std::uint64_t cut, cut_rows(log.rows(), family, subjects));
        parts += cut;
    }
    TYST_TRY(log.rows().rewrite(kFamilies));
    return parts;
}

}  // namespace tyst::storage
