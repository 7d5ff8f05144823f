#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/cosignature.h"
#include "ledger/core/stream_heads.h"
#include "ledger/core/tile.h"
#include "ledger/ledger.h"
#include "ledger/signing_chain.h"
#include "ledger/storage/key_store.h"
#include "ledger/storage/log_store.h"
#include "schema/entry.h"

// How `verify` works: three scans in the order of the rows on disk, each row turned into a keyed
// fingerprint. Entries say which parts and ids there must be, `sealed`, `attachments` and `ids` say
// which there are; the sums of fingerprints over ranges of 4,096 entries must be equal. Only ranges
// that differ are then looked at row by row, to name what is wrong. So nothing is joined by random
// reads, and memory does not grow with the parts.
namespace tyst {

// Faults from several threads.
class Findings {
  public:
    void add(std::optional<LogIndex> index, ErrorCode code, std::string context);
    void add(std::optional<LogIndex> index, Error error);
    [[nodiscard]] std::size_t count();
    // In index order, one for each index and code, at most 100.
    [[nodiscard]] std::vector<Finding> take();

  private:
    std::mutex mutex_;
    std::vector<Finding> findings_;
};

// What all scans share. The references outlive them.
struct VerifyInput {
    const storage::LogStore& log;
    const storage::KeyStore& keys;
    const TileAppender& edge;  // the tree as the writer has it
    std::unordered_set<StreamId, StrongBytesHash> erased;
    SecretKey secret;  // of this run: makes fingerprints that nobody can aim at
    Findings& findings;
};

// A sum of fingerprints does not depend on their order.
using Fingerprint = std::array<std::uint64_t, 2>;

// The keys that one scan used last: rows of one stream and one worker's citations come together,
// and asking the key store takes a lock. For one thread.
class RecentKeys {
  public:
    static constexpr std::size_t kForStreams = 1'024;  // rows that come stream by stream
    // For rows that come in any order, several places a subject, so that few push others out; 8 MiB
    // of them at most, beside the keys.
    [[nodiscard]] static std::size_t for_any_order(const storage::KeyStore& keys);

    RecentKeys(const storage::KeyStore& keys, std::size_t places)
        : keys_(keys), recent_(places / kPairPlaces) {}
    // Valid until the next call. Failures as KeyStore::key_of.
    [[nodiscard]] Result<const storage::SubjectKey*> key_of(const StreamId& subject);
    // Rows in any order wait for memory longer than their check takes. Who has many at hand asks
    // for the places of all, then for the content keys of all, and then checks.
    void fetch_place(const StreamId& subject) const;
    void fetch_content_key(const StreamId& subject) const;

  private:
    struct Known {
        StreamId subject;
        std::shared_ptr<const storage::SubjectKey> key;
    };
    // Two places for the subjects that fall on them, in one line of the processor's cache.
    static constexpr std::size_t kPairPlaces = 2;
    struct alignas(64) Pair {
        std::array<Known, kPairPlaces> places;
    };
    [[nodiscard]] std::size_t pair_of(const StreamId& subject) const {
        return StrongBytesHash{}(subject) % recent_.size();
    }

    const storage::KeyStore& keys_;
    std::vector<Pair> recent_;  // by the first bits of the pseudonym, which is random
};

// Sums for each range of entries.
class FingerprintSums {
  public:
    static constexpr std::uint64_t kRange = 4096;

    explicit FingerprintSums(std::uint64_t size) : sums_(size / kRange + 1) {}
    void add(LogIndex index, const Fingerprint& fingerprint);
    // Adds the sums of another part of the same rows.
    void add(const FingerprintSums& other);
    // The ranges in which the two differ.
    [[nodiscard]] std::vector<std::uint64_t> differences(const FingerprintSums& other) const;
    [[nodiscard]] static std::uint64_t range_of(LogIndex index) { return index.value / kRange; }

  private:
    std::vector<Fingerprint> sums_;
};

// What a stored part row must agree on with its entry. Of a subject whose key is destroyed the rows
// say where they belong and nothing more, whether their bytes are gone already or not: digest, size
// and commitment are left out on both sides, and bytes that are still there are compared with their
// entry one by one.
struct PartFacts {
    storage::log_rows::PartPlace place;
    bool attachment = false;
    LogIndex index;
    Timestamp recorded;
    Hash digest;
    std::uint32_t size = 0;
    StreamId subject;
    Hash commitment;   // zeros in a row whose key is not there
    bool cut = false;  // a row without its bytes, although its subject's key is there

    bool operator==(const PartFacts&) const = default;
};
[[nodiscard]] Fingerprint fingerprint_of(const SecretKey& secret, const PartFacts& facts);

// What a row in `ids` must agree on with its entry.
struct IdFacts {
    LogIndex index;
    StreamId stream;
    StreamRevision revision;

    bool operator==(const IdFacts&) const = default;
};
[[nodiscard]] Fingerprint fingerprint_of(const SecretKey& secret, const IdFacts& facts);

// The facts of one part of an entry as the entry has them.
[[nodiscard]] PartFacts expected_part(
    const VerifyInput& input, const Entry& entry, std::size_t part
);
// The facts of a stored row; corrupt_part where it cannot be read.
[[nodiscard]] Result<PartFacts> stored_part(
    const VerifyInput& input,
    RecentKeys& keys,
    bool attachment,
    std::string_view key,
    std::string_view value
);

// A root that was promised at a size, by whom, and what to call it when it does not hold.
struct PromisedRoot {
    std::uint64_t size = 0;
    Hash root;
    std::string witness;
    bool is_signed = false;  // a checkpoint under the log's own key
};

// Scans `entries`: indexes, times, stream chains, roots over their heads, leaves, tiles, promised
// roots.
class EntryScan {
  public:
    EntryScan(const VerifyInput& input, std::vector<PromisedRoot> promised);
    void run(const Progress& progress);

    [[nodiscard]] std::uint64_t entries() const { return entries_; }
    [[nodiscard]] std::uint64_t parts() const { return parts_; }
    [[nodiscard]] std::uint64_t parts_erased() const { return parts_erased_; }
    [[nodiscard]] std::uint64_t stream_heads() const { return stream_heads_; }
    [[nodiscard]] const FingerprintSums& part_sums() const { return part_sums_; }
    [[nodiscard]] const FingerprintSums& id_sums() const { return id_sums_; }

  private:
    void take(LogIndex index, Bytes bytes);
    void check_heads(const Entry& entry);
    void check_chain(const Entry& entry);
    void check_parts(const Entry& entry);
    void check_promises();
    void compare_tile(const FullTile& tile);
    void report_tree();

    struct TileFault {
        TileId tile;
        std::size_t place = 0;
    };

    const VerifyInput& input_;
    const std::uint64_t size_;
    std::vector<PromisedRoot> promised_;
    std::size_t next_promise_ = 0;
    TileAppender tree_;
    std::vector<FullTile> completed_;
    std::vector<TileFault> tile_faults_;
    StreamHeadsMap heads_;
    bool heads_known_ = true;  // all entries so far could be read
    Timestamp last_recorded_{INT64_MIN};
    FingerprintSums part_sums_;
    FingerprintSums id_sums_;
    std::uint64_t entries_ = 0;
    std::uint64_t parts_ = 0;
    std::uint64_t parts_erased_ = 0;
    std::uint64_t stream_heads_ = 0;
};

// Scan `sealed` and `attachments`, and `ids`, and add what they find to `sums`. Parts are scanned
// in slices by the first bits of the stream, so that several threads can share them.
constexpr unsigned kPartSlices = 16;
void scan_parts(const VerifyInput& input, unsigned slice, FingerprintSums& sums);
void scan_ids(const VerifyInput& input, FingerprintSums& sums);

// Compares every part of an entry with its row, one by one.
void check_parts_of(const VerifyInput& input, RecentKeys& keys, const Entry& entry);
// The roots that stored checkpoints promise; those that cannot be believed, or on which a line of
// one of `witnesses` does not hold, are findings. How many
// there are.
std::uint64_t add_stored_checkpoints(
    const storage::LogStore& log,
    const SigningChain& chain,
    std::span<const WitnessKey> witnesses,
    Findings& findings,
    std::vector<PromisedRoot>& promised
);
// Scans everything on this thread and a second one; `report` gets all but its checkpoints.
void scan_all(
    const VerifyInput& input,
    std::vector<PromisedRoot> promised,
    const Progress& progress,
    VerifyReport& report
);

// Name what is wrong within ranges whose sums differ.
void explain_parts(const VerifyInput& input, const std::vector<std::uint64_t>& ranges);
void explain_ids(const VerifyInput& input, const std::vector<std::uint64_t>& ranges);

}  // namespace tyst
