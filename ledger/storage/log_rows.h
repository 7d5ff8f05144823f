#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/core/sealing.h"
#include "ledger/core/tile.h"
#include "ledger/storage/key_value_store.h"
#include "schema/date.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::storage {

// Where a stream stands.
struct StreamHead {
    std::uint64_t events = 0;
    LogIndex last;  // of its last entry; means nothing where there are no events

    bool operator==(const StreamHead&) const = default;
};

}  // namespace tyst::storage

// The rows of `log/`, byte for byte: docs/formats.md, "Log rows". Numbers are big-endian.
namespace tyst::storage::log_rows {

inline constexpr FamilyNumber kEntries = 0;      // index → entry bytes
inline constexpr FamilyNumber kSealed = 1;       // stream, revision, part → sealed part
inline constexpr FamilyNumber kAttachments = 2;  // the same for attachment parts
inline constexpr FamilyNumber kTiles = 3;        // level, number → 8 KiB of hashes
inline constexpr FamilyNumber kIds = 4;          // event id → where it stands
inline constexpr FamilyNumber kCheckpoints = 5;  // size → signed note
inline constexpr FamilyNumber kMeta = 6;         // names → values
inline constexpr FamilyNumber kHeads = 7;        // stream heads as of the last root over them
inline constexpr FamilyNumber kTimeStamps = 8;   // size, number → time-stamp response

inline constexpr std::string_view kFormat = "format";
inline constexpr std::string_view kOrigin = "origin";
inline constexpr std::string_view kAuthority = "authority";
inline constexpr std::string_view kSubjects = "subjects";  // slots given out in `keys/` at the time
// Of the root of the key tree when the last erasure was carried out (8); not there before the
// first.
inline constexpr std::string_view kRootGeneration = "root-generation";

// Eight bytes, for `entries` and `checkpoints`.
[[nodiscard]] std::string number_key(std::uint64_t number);
[[nodiscard]] std::string tile_key(const TileId& id);

// Which of the time-stamps of a checkpoint.
struct TimeStampPlace {
    std::uint64_t size = 0;
    std::uint16_t number = 0;

    bool operator==(const TimeStampPlace&) const = default;
};
inline constexpr std::size_t kTimeStampKeyBytes = 8 + 2;
[[nodiscard]] std::string time_stamp_key(const TimeStampPlace& place);
// corrupt_checkpoint where the length is wrong.
[[nodiscard]] Result<TimeStampPlace> parse_time_stamp_key(std::string_view key);

struct PartPlace {
    StreamId stream;
    StreamRevision revision;
    std::uint16_t part = 0;

    auto operator<=>(const PartPlace&) const = default;
};
inline constexpr std::size_t kPartKeyBytes = 16 + 8 + 2;
[[nodiscard]] std::string part_key(const PartPlace& place);
// corrupt_part where the length is wrong.
[[nodiscard]] Result<PartPlace> parse_part_key(std::string_view key);

// index(8) recorded(8) subject(16) salt(32) ciphertext ‖ tag. The first three repeat what the entry
// says, so that a scan of the rows knows whose key opens each. An erasure leaves these three alone.
struct PartRow {
    LogIndex index;
    Timestamp recorded;
    StreamId subject;
    Salt salt;                // zeros where it is cut
    std::string_view sealed;  // lives as long as the value that it was read from; empty where cut

    // Whether an erasure destroyed its bytes.
    [[nodiscard]] bool is_cut() const { return sealed.empty(); }
};
inline constexpr std::size_t kCutPartRowBytes = 8 + 8 + StreamId::kSize;
inline constexpr std::size_t kPartRowHeadBytes = kCutPartRowBytes + Salt::kSize;
// Starts a row before index and recorded time are known...
[[nodiscard]] std::string unnumbered_part_row(
    const StreamId& subject, const Salt& salt, std::string_view sealed
);
// ... and sets them.
void number_part_row(std::string& row, LogIndex index, Timestamp recorded);
// What an erasure leaves of a row.
[[nodiscard]] std::string_view cut_part_row(std::string_view value);
// corrupt_part where it is too short, and not just what an erasure leaves.
[[nodiscard]] Result<PartRow> parse_part_row(std::string_view value);

// The first half of a MAC over a row.
using RowCheck = StrongBytes<struct RowCheckTag, 16>;

// Where an event stands, and keyed digests: `content` tells an equal retry from another event
// without a plaintext digest in clear; `check` shows that the row is as it was written.
struct IdRow {
    LogIndex index;
    StreamId stream;
    StreamRevision revision;
    Hash content;
    RowCheck check;

    bool operator==(const IdRow&) const = default;
};
inline constexpr std::size_t kIdRowBytes = 8 + 16 + 8 + 32 + 16;
[[nodiscard]] std::string encode(const IdRow& row);
// corrupt_id where the length is wrong.
[[nodiscard]] Result<IdRow> parse_id_row(std::string_view value);
// What `check` must be, under the content key of the stream's subject.
[[nodiscard]] RowCheck id_row_check(
    const HmacKey& content_key, const EventId& id, const IdRow& row
);

// ---- `heads`: a byte for the kind of row, then its key.
// → index(8) of the entry that carries the last root.
inline constexpr std::string_view kHeadsLastKey{"\x00", 1};
// → 16 hashes: those at tree level 4 · level over the buckets from number · 16^(level + 1) on.
[[nodiscard]] std::string head_tile_key(unsigned level, std::size_t number);
// → events(8) ‖ last index(8).
[[nodiscard]] std::string head_key(const StreamId& stream);
// What the keys of a bucket's streams begin with.
[[nodiscard]] std::string head_bucket_prefix(std::size_t bucket);
// heads_mismatch where the length is wrong.
[[nodiscard]] Result<StreamId> parse_head_key(std::string_view key);
[[nodiscard]] std::string encode(const StreamHead& head);
[[nodiscard]] Result<StreamHead> parse_head(std::string_view value);

}  // namespace tyst::storage::log_rows
