#include "ledger/storage/log_store.h"

namespace tyst::storage {
namespace {

using log_rows::kEntries;
using log_rows::kMeta;

constexpr std::string_view kLogFormatText = "tyst-log/1";

std::vector<Family> log_families() {
    return {
        {"entries", Access::in_order, ErrorCode::corrupt_entry},
        {"sealed", Access::by_stream, ErrorCode::corrupt_part},
        {"attachments", Access::by_stream, ErrorCode::corrupt_part},
        {"tiles", Access::in_order, ErrorCode::corrupt_tree},
        {"ids", Access::by_digest, ErrorCode::corrupt_id},
        {"checkpoints", Access::in_order, ErrorCode::corrupt_checkpoint},
        {"meta", Access::in_order, ErrorCode::corrupt_entry},
        {"heads", Access::in_order, ErrorCode::heads_mismatch},
        {"timestamps", Access::in_order, ErrorCode::corrupt_checkpoint},
    };
}

}  // namespace

Result<std::unique_ptr<LogStore>> LogStore::create(const Options& options) {
    TYST_ASSIGN(
        std::unique_ptr<KeyValueStore> store,
        KeyValueStore::open({options.directory, log_families(), true, options.file_system})
    );
    return std::unique_ptr<LogStore>(new LogStore(std::move(store)));
}

Result<std::unique_ptr<LogStore>> LogStore::open(const Options& options) {
    TYST_ASSIGN(
        std::unique_ptr<KeyValueStore> store,
        KeyValueStore::open(
            {options.directory, log_families(), false, options.file_system, options.read_only}
        )
    );
    std::unique_ptr<LogStore> log(new LogStore(std::move(store)));
    TYST_TRY(log->load_meta());
    return log;
}

Result<void> LogStore::begin(const LogMeta& meta, std::string_view first_checkpoint) {
    Batch batch;
    batch.put(kMeta, log_rows::kFormat, kLogFormatText);
    batch.put(kMeta, log_rows::kOrigin, meta.origin);
    batch.put(kMeta, log_rows::kAuthority, meta.authority);
    put_subjects(batch, meta.subjects);
    batch.put(log_rows::kCheckpoints, log_rows::number_key(0), first_checkpoint);
    TYST_TRY(store_->write(batch));
    meta_ = meta;
    return {};
}

Result<void> LogStore::load_meta() {
    TYST_ASSIGN(const auto format, store_->get(kMeta, log_rows::kFormat));
    if (!format) {
        return fail(
            ErrorCode::ledger_not_found,
            "log/: was begun and never finished; remove the directory and make the ledger again"
        );
    }
    TYST_ASSIGN(const auto origin, store_->get(kMeta, log_rows::kOrigin));
    TYST_ASSIGN(const auto authority, store_->get(kMeta, log_rows::kAuthority));
    TYST_ASSIGN(const auto subjects, store_->get(kMeta, log_rows::kSubjects));
    TYST_ASSIGN(const auto generation, store_->get(kMeta, log_rows::kRootGeneration));
    if (*format != kLogFormatText || !origin || !authority || !subjects || subjects->size() != 8 ||
        (generation && generation->size() != 8)) {
        return fail(ErrorCode::corrupt_entry, "log/ meta: not a log of version 1");
    }
    meta_ = {
        *origin, *authority, read_u64(*subjects, 0), generation ? read_u64(*generation, 0) : 0
    };
    return {};
}

Result<std::uint64_t> LogStore::size() const {
    Cursor cursor = store_->cursor(kEntries, Scan::few_rows);
    cursor.seek_to_last();
    if (!cursor.valid()) {
        TYST_TRY(cursor.status());
        return 0;
    }
    if (cursor.key().size() != 8) {
        return fail(ErrorCode::corrupt_entry, "log/ entries: the last key has a wrong length");
    }
    return read_u64(cursor.key(), 0) + 1;
}

Result<std::string> LogStore::entry_bytes(LogIndex index) const {
    TYST_ASSIGN(auto bytes, store_->get(kEntries, log_rows::number_key(index.value)));
    if (!bytes) {
        TYST_ASSIGN(const std::uint64_t entries, size());
        return fail(
            index.value < entries ? ErrorCode::corrupt_entry : ErrorCode::not_found,
            place_of(index) + ": not in the log"
        );
    }
    return std::move(*bytes);
}

Result<Entry> LogStore::entry(LogIndex index) const {
    TYST_ASSIGN(const std::string bytes, entry_bytes(index));
    auto entry = decode_entry(as_bytes(bytes));
    if (!entry) {
        return fail_in(place_of(index), entry.error());
    }
    if (entry->index != index) {
        return fail(ErrorCode::corrupt_entry, place_of(index) + ": holds another index");
    }
    return entry;
}

Result<void> LogStore::visit_entries(
    std::uint64_t from, std::uint64_t to, const EntryVisitor& visit
) const {
    if (from >= to) {
        return {};
    }
    Cursor cursor = store_->cursor(kEntries, Scan::whole);
    cursor.seek(log_rows::number_key(from));
    for (LogIndex index{from}; index.value < to; ++index.value, cursor.next()) {
        if (!cursor.valid() || cursor.key() != log_rows::number_key(index.value)) {
            TYST_TRY(cursor.valid() ? Result<void>() : cursor.status());
            return fail(ErrorCode::corrupt_entry, place_of(index) + ": not in the log");
        }
        const auto entry = decode_entry(as_bytes(cursor.value()));
        if (!entry) {
            return fail_in(place_of(index), entry.error());
        }
        if (entry->index != index) {
            return fail(ErrorCode::corrupt_entry, place_of(index) + ": holds another index");
        }
        TYST_TRY(visit(*entry));
    }
    return {};
}

Result<StreamHead> LogStore::stream_head(const StreamId& stream) const {
    Cursor cursor = store_->cursor(log_rows::kSealed, Scan::few_rows);
    cursor.seek_for_previous(log_rows::part_key({stream, {UINT64_MAX}, UINT16_MAX}));
    if (!cursor.valid()) {
        TYST_TRY(cursor.status());
        return StreamHead{};
    }
    if (!cursor.key().starts_with(as_text(stream.view()))) {
        return StreamHead{};
    }
    TYST_ASSIGN(const log_rows::PartPlace place, log_rows::parse_part_key(cursor.key()));
    TYST_ASSIGN(const log_rows::PartRow row, log_rows::parse_part_row(cursor.value()));
    return StreamHead{place.revision.value + 1, row.index};
}

Result<std::vector<std::optional<log_rows::IdRow>>> LogStore::find_ids(std::span<const EventId> ids
) const {
    std::vector<std::string_view> keys;
    keys.reserve(ids.size());
    for (const EventId& id : ids) {
        keys.push_back(as_text(id.view()));
    }
    std::vector<std::optional<log_rows::IdRow>> rows(ids.size());
    TYST_ASSIGN(const auto values, store_->get_many(log_rows::kIds, keys));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (values[i]) {
            TYST_ASSIGN(rows[i], log_rows::parse_id_row(*values[i]));
        }
    }
    return rows;
}

Result<std::vector<Hash>> LogStore::full_tile(const TileId& id) const {
    TYST_ASSIGN(const auto bytes, store_->get(log_rows::kTiles, log_rows::tile_key(id)));
    if (!bytes || bytes->size() != kTileBytes) {
        return fail(ErrorCode::corrupt_tree, tile_path(id) + ": missing, or not a full tile");
    }
    return parse_tile(as_bytes(*bytes));
}

Result<std::optional<std::string>> LogStore::checkpoint(std::uint64_t size) const {
    return store_->get(log_rows::kCheckpoints, log_rows::number_key(size));
}

Result<void> LogStore::put_checkpoint(std::uint64_t size, std::string_view note) {
    Batch batch;
    batch.put(log_rows::kCheckpoints, log_rows::number_key(size), note);
    return store_->write(batch);
}

Result<std::vector<std::uint64_t>> LogStore::checkpoint_sizes() const {
    std::vector<std::uint64_t> sizes;
    Cursor cursor = store_->cursor(log_rows::kCheckpoints, Scan::whole);
    for (cursor.seek_to_first(); cursor.valid(); cursor.next()) {
        if (cursor.key().size() != 8) {
            return fail(ErrorCode::corrupt_checkpoint, "log/ checkpoints: a key of wrong length");
        }
        sizes.push_back(read_u64(cursor.key(), 0));
    }
    TYST_TRY(cursor.status());
    return sizes;
}

Result<void> LogStore::rename(std::string_view origin) {
    Batch batch;
    batch.put(kMeta, log_rows::kOrigin, origin);
    TYST_TRY(store_->write(batch));
    meta_.origin = origin;
    return {};
}

void LogStore::put_tile(Batch& batch, const FullTile& tile) {
    batch.put(log_rows::kTiles, log_rows::tile_key(tile.id), as_text(tile.bytes()));
}

void LogStore::put_subjects(Batch& batch, std::uint64_t subjects) {
    batch.put(kMeta, log_rows::kSubjects, log_rows::number_key(subjects));
}

void LogStore::put_root_generation(Batch& batch, std::uint64_t generation) {
    batch.put(kMeta, log_rows::kRootGeneration, log_rows::number_key(generation));
}

}  // namespace tyst::storage
