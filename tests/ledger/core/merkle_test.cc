#include "ledger/core/merkle.h"

#include <bit>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "ledger/core/hash.h"
#include "ledger/core/tile.h"

namespace tyst {
namespace {

// RFC 6962 section 2.1 word for word, slow and without any of our own ideas.
class SlowTree {
  public:
    explicit SlowTree(std::size_t size) {
        for (std::size_t index = 0; index < size; ++index) {
            leaves_.push_back(leaf_hash(as_bytes("leaf " + std::to_string(index))));
        }
    }

    const Hash& leaf(std::size_t index) const { return leaves_.at(index); }

    Hash root(std::size_t begin, std::size_t end) {
        const std::size_t count = end - begin;
        if (count == 0) {
            return sha256(Bytes());
        }
        if (count == 1) {
            return leaves_.at(begin);
        }
        const auto known = roots_.find({begin, end});
        if (known != roots_.end()) {
            return known->second;
        }
        const std::size_t middle = begin + split(count);
        const Hash result = node_hash(root(begin, middle), root(middle, end));
        roots_.emplace(std::pair(begin, end), result);
        return result;
    }

    std::vector<Hash> path(std::size_t index, std::size_t begin, std::size_t end) {
        if (end - begin == 1) {
            return {};
        }
        const std::size_t middle = begin + split(end - begin);
        std::vector<Hash> proof;
        if (index < middle) {
            proof = path(index, begin, middle);
            proof.push_back(root(middle, end));
        } else {
            proof = path(index, middle, end);
            proof.push_back(root(begin, middle));
        }
        return proof;
    }

    std::vector<Hash> subproof(std::size_t first, std::size_t begin, std::size_t end, bool whole) {
        if (first == end) {
            return whole ? std::vector<Hash>{} : std::vector<Hash>{root(begin, end)};
        }
        const std::size_t middle = begin + split(end - begin);
        std::vector<Hash> proof;
        if (first <= middle) {
            proof = subproof(first, begin, middle, whole);
            proof.push_back(root(middle, end));
        } else {
            proof = subproof(first, middle, end, false);
            proof.push_back(root(begin, middle));
        }
        return proof;
    }

  private:
    static std::size_t split(std::size_t count) {
        std::size_t power = 1;
        while (power * 2 < count) {
            power *= 2;
        }
        return power;
    }

    std::vector<Hash> leaves_;
    std::map<std::pair<std::size_t, std::size_t>, Hash> roots_;
};

// Keeps full tiles as storage does, and the open ones in the appender; counts what is read.
class TestTiles : public TileSource {
  public:
    void append(const Hash& leaf) {
        std::vector<FullTile> completed;
        appender_.append(leaf, completed);
        for (const FullTile& full : completed) {
            const std::string bytes(as_text(full.bytes()));
            REQUIRE(stored_.emplace(full.id, bytes).second);
        }
    }
    Result<std::vector<Hash>> tile(const TileId& id) override {
        ++reads_[id.level];
        const auto full = stored_.find(id);
        if (full != stored_.end()) {
            return parse_tile(as_bytes(full->second));
        }
        if (id.number != full_tiles(appender_.size(), id.level)) {
            return fail(ErrorCode::corrupt_tree, "no such tile: " + tile_path(id));
        }
        const std::span<const Hash> open = appender_.open_hashes(id.level);
        return std::vector<Hash>(open.begin(), open.end());
    }
    const TileAppender& appender() const { return appender_; }
    std::map<TileId, std::string>& stored() { return stored_; }
    std::map<unsigned, int>& reads() { return reads_; }

  private:
    TileAppender appender_;
    std::map<TileId, std::string> stored_;
    std::map<unsigned, int> reads_;
};

void check_inclusion_refusals(
    const Hash& leaf,
    std::uint64_t index,
    std::uint64_t size,
    const std::vector<Hash>& proof,
    const Hash& root
) {
    std::vector<Hash> longer = proof;
    longer.push_back(leaf);
    CHECK_FALSE(verify_inclusion(leaf, index, size, longer, root));
    if (!proof.empty()) {
        CHECK_FALSE(verify_inclusion(leaf, index, size, std::span(proof).subspan(1), root));
        CHECK_FALSE(
            verify_inclusion(leaf, index, size, std::span(proof).first(proof.size() - 1), root)
        );
        std::vector<Hash> flipped = proof;
        flipped[index % proof.size()].bytes[size % 32] ^= 1U << (index % 8);
        CHECK_FALSE(verify_inclusion(leaf, index, size, flipped, root));
    }
    if (size > 1) {
        CHECK_FALSE(verify_inclusion(leaf, index ^ 1U, size, proof, root));
    }
    CHECK_FALSE(verify_inclusion(leaf, size, size, proof, root));
    CHECK_FALSE(verify_inclusion(sha256(leaf.view()), index, size, proof, root));
    CHECK_FALSE(verify_inclusion(leaf, index, size, proof, sha256(root.view())));
}

TEST_CASE("tree: roots and inclusion proofs equal the slow reference for every size to 300") {
    constexpr std::size_t kSizes = 300;
    SlowTree slow(kSizes);
    TestTiles tiles;
    CompactRange range;
    for (std::size_t size = 0; size <= kSizes; ++size) {
        INFO("size " << size);
        const Hash root = slow.root(0, size);
        REQUIRE(range.root() == root);
        REQUIRE(tiles.appender().root() == root);
        TreeReader reader(tiles);
        REQUIRE(root_at(reader, size).value() == root);
        for (std::size_t index = 0; index < size; ++index) {
            const std::vector<Hash> proof = inclusion_proof(reader, index, size).value();
            REQUIRE(proof == slow.path(index, 0, size));
            REQUIRE(proof.size() == inclusion_proof_length(index, size));
            REQUIRE(verify_inclusion(slow.leaf(index), index, size, proof, root));
            if ((index + size) % 5 == 0) {
                check_inclusion_refusals(slow.leaf(index), index, size, proof, root);
            }
        }
        CHECK(inclusion_proof(reader, size, size).error().code == ErrorCode::not_found);
        if (size < kSizes) {
            range.append(slow.leaf(size));
            tiles.append(slow.leaf(size));
        }
    }
}

TEST_CASE("tree: a frontier that does not fit its size is refused") {
    CHECK(CompactRange::restore(5, {Hash(), Hash()}));
    CHECK(CompactRange::restore(5, {Hash()}).error().code == ErrorCode::corrupt_tree);
    CHECK(CompactRange::restore(0, {}).value().root() == empty_root());
}

}  // namespace
}  // namespace tyst
