#include "ledger/core/stream_heads.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "ledger/core/hash.h"
#include "ledger/core/merkle.h"

namespace tyst {
namespace {

bool before(const StreamHeadRecord& record, const StreamId& stream) {
    return record.stream < stream;
}

void append_number(std::string& target, std::uint64_t number) {
    for (unsigned byte = 0; byte < 8; ++byte) {
        target.push_back(static_cast<char>(number >> (8 * (7 - byte)) & 0xffU));
    }
}

Hash hash_of(const StreamHeadRecord& record) {
    return leaf_hash(as_bytes(head_record_bytes(record)));
}

// The tree of one bucket; folds leaves anew each time, because a bucket holds few.
class BucketTree final : public SubtreeReader {
  public:
    explicit BucketTree(std::span<const StreamHeadRecord> records) : records_(records) {}
    Result<Hash> subtree_root(unsigned level, std::uint64_t index) override {
        const std::size_t count = std::size_t{1} << level;
        return head_bucket_root(records_.subspan(index * count, count));
    }

  private:
    std::span<const StreamHeadRecord> records_;
};

}  // namespace

std::size_t head_bucket_of(const StreamId& stream) {
    return std::size_t{stream.bytes[0]} << 8U | stream.bytes[1];
}

std::string head_record_bytes(const StreamHeadRecord& record) {
    std::string bytes(as_text(record.stream.view()));
    append_number(bytes, record.events);
    append_number(bytes, record.last.value);
    return bytes;
}

Hash head_bucket_root(std::span<const StreamHeadRecord> records) {
    CompactRange range;
    for (const StreamHeadRecord& record : records) {
        range.append(hash_of(record));
    }
    return range.root();
}

Hash head_bucket_leaf(std::uint64_t count, const Hash& bucket_root) {
    std::string bytes;
    append_number(bytes, count);
    bytes.append(as_text(bucket_root.view()));
    return leaf_hash(as_bytes(bytes));
}

Hash head_bucket_leaf(std::span<const StreamHeadRecord> records) {
    return head_bucket_leaf(records.size(), head_bucket_root(records));
}

const Hash& empty_heads_node(unsigned level) {
    static const std::array<Hash, kHeadMapHeight + 1> nodes = [] {
        std::array<Hash, kHeadMapHeight + 1> made;
        made[0] = head_bucket_leaf(0, empty_root());
        for (unsigned above = 1; above <= kHeadMapHeight; ++above) {
            made[above] = node_hash(made[above - 1], made[above - 1]);
        }
        return made;
    }();
    return nodes.at(level);
}

Result<HeadProof> make_head_proof(
    const StreamId& stream,
    std::uint64_t size,
    std::span<const StreamHeadRecord> bucket,
    std::vector<Hash> map_path
) {
    HeadProof proof{size, stream, bucket.size(), head_bucket_root(bucket), std::move(map_path), {}};
    const auto found = std::lower_bound(bucket.begin(), bucket.end(), stream, before);
    const auto place = static_cast<std::size_t>(found - bucket.begin());
    const bool present = place < bucket.size() && bucket[place].stream == stream;
    const std::size_t first = present || place == 0 ? place : place - 1;
    const std::size_t end = std::min(place + 1, bucket.size());
    BucketTree tree(bucket);
    for (std::size_t position = first; position < end; ++position) {
        TYST_ASSIGN(std::vector<Hash> path, inclusion_proof(tree, position, bucket.size()));
        proof.heads.push_back({bucket[position], position, std::move(path)});
    }
    return proof;
}

const StreamHeadRecord* StreamHeadsMap::find(const StreamId& stream) const {
    const auto& bucket = buckets_[head_bucket_of(stream)];
    const auto found = std::lower_bound(bucket.begin(), bucket.end(), stream, before);
    return found != bucket.end() && found->stream == stream ? &*found : nullptr;
}

std::optional<StreamHeadRecord> StreamHeadsMap::set(const StreamHeadRecord& record) {
    const std::size_t number = head_bucket_of(record.stream);
    if (!changed_[number]) {
        changed_[number] = true;
        changed_buckets_.push_back(number);
    }
    auto& bucket = buckets_[number];
    const auto found = std::lower_bound(bucket.begin(), bucket.end(), record.stream, before);
    if (found != bucket.end() && found->stream == record.stream) {
        return std::exchange(*found, record);
    }
    bucket.insert(found, record);
    return std::nullopt;
}

void StreamHeadsMap::hash_changed() {
    if (nodes_.empty()) {
        nodes_.resize(2 * kHeadBuckets);
        for (std::size_t place = 1; place < nodes_.size(); ++place) {
            const auto depth = static_cast<unsigned>(std::bit_width(place)) - 1;
            nodes_[place] = empty_heads_node(kHeadMapHeight - depth);
        }
    }
    std::sort(changed_buckets_.begin(), changed_buckets_.end());
    std::vector<std::size_t> places;
    for (const std::size_t number : std::exchange(changed_buckets_, {})) {
        changed_[number] = false;
        nodes_[kHeadBuckets + number] = head_bucket_leaf(buckets_[number]);
        places.push_back(kHeadBuckets + number);
    }
    while (!places.empty() && places.front() > 1) {
        for (std::size_t& place : places) {
            place /= 2;
        }
        places.erase(std::unique(places.begin(), places.end()), places.end());
        for (const std::size_t place : places) {
            nodes_[place] = node_hash(nodes_[2 * place], nodes_[2 * place + 1]);
        }
    }
}

Hash StreamHeadsMap::root() {
    return node(kHeadMapHeight, 0);
}

Hash StreamHeadsMap::node(unsigned level, std::size_t index) {
    hash_changed();
    return nodes_[(kHeadBuckets >> level) + index];
}

Result<HeadProof> StreamHeadsMap::prove(const StreamId& stream, std::uint64_t size) {
    hash_changed();
    const std::size_t number = head_bucket_of(stream);
    std::vector<Hash> path;
    for (std::size_t place = kHeadBuckets + number; place > 1; place /= 2) {
        path.push_back(nodes_[place ^ 1U]);
    }
    return make_head_proof(stream, size, buckets_[number], std::move(path));
}

}  // namespace tyst
