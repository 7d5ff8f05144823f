#include "ledger/storage/log_rows.h"

#include <algorithm>

namespace tyst::storage::log_rows {
namespace {

constexpr std::string_view kIdRowLabel = "tyst/1/id-row";
constexpr char kHeadTileKind = 1;
constexpr char kHeadKind = 2;
constexpr std::size_t kPartSubjectOffset = 8 + 8;

template <class Id>
Id read_id(std::string_view bytes, std::size_t offset) {
    return *Id::from(as_bytes(bytes.substr(offset, Id::kSize)));
}

}  // namespace

std::string number_key(std::uint64_t number) {
    std::string key;
    append_u64(key, number);
    return key;
}

std::string tile_key(const TileId& id) {
    std::string key(1, static_cast<char>(id.level));
    append_u64(key, id.number);
    return key;
}

std::string time_stamp_key(const TimeStampPlace& place) {
    std::string key = number_key(place.size);
    append_u16(key, place.number);
    return key;
}

Result<TimeStampPlace> parse_time_stamp_key(std::string_view key) {
    if (key.size() != kTimeStampKeyBytes) {
        return fail(ErrorCode::corrupt_checkpoint, "log/ timestamps: a key has a wrong length");
    }
    return TimeStampPlace{read_u64(key, 0), read_u16(key, 8)};
}

std::string part_key(const PartPlace& place) {
    std::string key;
    key.reserve(kPartKeyBytes);
    append_bytes(key, place.stream.view());
    append_u64(key, place.revision.value);
    append_u16(key, place.part);
    return key;
}

Result<PartPlace> parse_part_key(std::string_view key) {
    if (key.size() != kPartKeyBytes) {
        return fail(ErrorCode::corrupt_part, "log/ sealed: a key has a wrong length");
    }
    return PartPlace{
        read_id<StreamId>(key, 0), StreamRevision{read_u64(key, 16)}, read_u16(key, 24)
    };
}

std::string unnumbered_part_row(
    const StreamId& subject, const Salt& salt, std::string_view sealed
) {
    std::string row;
    row.reserve(kPartRowHeadBytes + sealed.size());
    row.resize(kPartSubjectOffset);
    append_bytes(row, subject.view());
    append_bytes(row, salt.view());
    row.append(sealed);
    return row;
}

void number_part_row(std::string& row, LogIndex index, Timestamp recorded) {
    std::string head;
    append_u64(head, index.value);
    append_u64(head, static_cast<std::uint64_t>(recorded.microseconds));
    std::copy(head.begin(), head.end(), row.begin());
}

std::string_view cut_part_row(std::string_view value) {
    return value.substr(0, kCutPartRowBytes);
}

Result<PartRow> parse_part_row(std::string_view value) {
    const bool cut = value.size() == kCutPartRowBytes;
    if (!cut && value.size() <= kPartRowHeadBytes) {
        return fail(ErrorCode::corrupt_part, "log/ sealed: a row is too short");
    }
    PartRow row{
        LogIndex{read_u64(value, 0)},
        Timestamp{static_cast<std::int64_t>(read_u64(value, 8))},
        read_id<StreamId>(value, kPartSubjectOffset),
        {},
        {}
    };
    if (!cut) {
        row.salt = read_id<Salt>(value, kCutPartRowBytes);
        row.sealed = value.substr(kPartRowHeadBytes);
    }
    return row;
}

std::string encode(const IdRow& row) {
    std::string value;
    value.reserve(kIdRowBytes);
    append_u64(value, row.index.value);
    append_bytes(value, row.stream.view());
    append_u64(value, row.revision.value);
    append_bytes(value, row.content.view());
    append_bytes(value, row.check.view());
    return value;
}

Result<IdRow> parse_id_row(std::string_view value) {
    if (value.size() != kIdRowBytes) {
        return fail(ErrorCode::corrupt_id, "log/ ids: a row has a wrong length");
    }
    return IdRow{
        LogIndex{read_u64(value, 0)},
        read_id<StreamId>(value, 8),
        StreamRevision{read_u64(value, 24)},
        read_id<Hash>(value, 32),
        read_id<RowCheck>(value, 64)
    };
}

RowCheck id_row_check(const HmacKey& content_key, const EventId& id, const IdRow& row) {
    std::string numbers;
    append_u64(numbers, row.index.value);
    append_u64(numbers, row.revision.value);
    const Hash mac = content_key.mac(
        {as_bytes(kIdRowLabel), id.view(), as_bytes(numbers), row.stream.view(), row.content.view()}
    );
    return *RowCheck::from(mac.view().first(RowCheck::kSize));
}

std::string head_tile_key(unsigned level, std::size_t number) {
    std::string key(1, kHeadTileKind);
    key.push_back(static_cast<char>(level));
    append_u16(key, static_cast<std::uint16_t>(number));
    return key;
}

std::string head_key(const StreamId& stream) {
    std::string key(1, kHeadKind);
    append_bytes(key, stream.view());
    return key;
}

std::string head_bucket_prefix(std::size_t bucket) {
    std::string prefix(1, kHeadKind);
    append_u16(prefix, static_cast<std::uint16_t>(bucket));
    return prefix;
}

Result<StreamId> parse_head_key(std::string_view key) {
    if (key.size() != 1 + StreamId::kSize) {
        return fail(ErrorCode::heads_mismatch, "log/ heads: a key has a wrong length");
    }
    return read_id<StreamId>(key, 1);
}

std::string encode(const StreamHead& head) {
    std::string value;
    append_u64(value, head.events);
    append_u64(value, head.last.value);
    return value;
}

Result<StreamHead> parse_head(std::string_view value) {
    if (value.size() != 16) {
        return fail(ErrorCode::heads_mismatch, "log/ heads: a row has a wrong length");
    }
    return StreamHead{read_u64(value, 0), LogIndex{read_u64(value, 8)}};
}

}  // namespace tyst::storage::log_rows
