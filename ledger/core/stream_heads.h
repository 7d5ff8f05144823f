#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "schema/error.h"
#include "schema/ids.h"

// The map from every stream to its last revision and entry, whose root entries of version 2 carry:
// docs/formats.md, "Stream heads". Two levels of RFC 6962 trees, because in one tree of sorted
// leaves a new stream would move every leaf behind it (docs/decisions/0020-stream-heads.md).
namespace tyst {

// Where a stream stands: one leaf of its bucket's tree.
struct StreamHeadRecord {
    StreamId stream;
    std::uint64_t events = 0;  // the last revision and one; never 0
    LogIndex last;             // of its last entry

    bool operator==(const StreamHeadRecord&) const = default;
};

inline constexpr std::size_t kHeadBuckets = 65'536;
inline constexpr unsigned kHeadMapHeight = 16;

// The first two bytes of the stream.
[[nodiscard]] std::size_t head_bucket_of(const StreamId& stream);
// stream(16) ‖ events(8) ‖ last index(8).
[[nodiscard]] std::string head_record_bytes(const StreamHeadRecord& record);
// RFC 6962 over the records, which are sorted by stream.
[[nodiscard]] Hash head_bucket_root(std::span<const StreamHeadRecord> records);
// The map's leaf hash of a bucket: its data are count(8) ‖ bucket root(32).
[[nodiscard]] Hash head_bucket_leaf(std::uint64_t count, const Hash& bucket_root);
[[nodiscard]] Hash head_bucket_leaf(std::span<const StreamHeadRecord> records);
// The hash over 2^level buckets without any stream; level at most kHeadMapHeight.
[[nodiscard]] const Hash& empty_heads_node(unsigned level);

// One record with the hashes that prove its place in the bucket, its sibling first.
struct PlacedHead {
    StreamHeadRecord record;
    std::uint64_t position = 0;
    std::vector<Hash> path;

    bool operator==(const PlacedHead&) const = default;
};

// Where a stream stood, or that it had no entry, as of a root over the heads.
struct HeadProof {
    std::uint64_t size = 0;  // of the log whose last entry carries the root
    StreamId stream;
    std::uint64_t count = 0;  // records in the stream's bucket
    Hash bucket_root;
    std::vector<Hash> map_path;  // of the bucket in the map, its sibling first
    // The stream's own record; where it has none, its neighbours in the bucket: two, one at an
    // edge, none in an empty bucket.
    std::vector<PlacedHead> heads;

    bool operator==(const HeadProof&) const = default;
};

// The proof for a stream from all records of its bucket, sorted, and the bucket's path.
[[nodiscard]] Result<HeadProof> make_head_proof(
    const StreamId& stream,
    std::uint64_t size,
    std::span<const StreamHeadRecord> bucket,
    std::vector<Hash> map_path
);

// What the proof shows against the root of the entry at `size` - 1: where the stream stood, or
// nothing where it had no entry. proof_invalid for everything that does not prove. Rests on the
// records being sorted, which whoever has all entries finds by computing the root again.
[[nodiscard]] Result<std::optional<StreamHeadRecord>> verify_head_proof(
    const HeadProof& proof, const Hash& root
);

// The file form (docs/formats.md, "Stream heads").
inline constexpr std::size_t kHeadProofBytesMax = std::size_t{16} << 10U;
[[nodiscard]] std::string head_proof_text(const HeadProof& proof);
// proof_invalid where the form or a limit does not hold.
[[nodiscard]] Result<HeadProof> parse_head_proof(std::string_view text);

// The whole map in memory. A root costs by the buckets changed since the last one. For one thread.
class StreamHeadsMap {
  public:
    StreamHeadsMap() : buckets_(kHeadBuckets), changed_(kHeadBuckets, false) {}

    // Nothing where the stream has no entry; valid until the next set().
    [[nodiscard]] const StreamHeadRecord* find(const StreamId& stream) const;
    // Gives what stood there before.
    std::optional<StreamHeadRecord> set(const StreamHeadRecord& record);
    [[nodiscard]] Hash root();
    // The hash over the buckets from index · 2^level on.
    [[nodiscard]] Hash node(unsigned level, std::size_t index);
    [[nodiscard]] Result<HeadProof> prove(const StreamId& stream, std::uint64_t size);
    [[nodiscard]] std::span<const StreamHeadRecord> bucket(std::size_t number) const {
        return buckets_[number];
    }

  private:
    void hash_changed();

    std::vector<std::vector<StreamHeadRecord>> buckets_;
    std::vector<bool> changed_;
    std::vector<std::size_t> changed_buckets_;
    std::vector<Hash> nodes_;  // as a heap: the root at 1, the leaves from kHeadBuckets on
};

}  // namespace tyst
