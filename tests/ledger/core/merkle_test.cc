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

void flip(Hash& hash, unsigned bit) {
    hash.bytes.at(bit / 8) ^= static_cast<std::uint8_t>(1U << (bit % 8));
}

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
        flip(flipped[index % proof.size()], static_cast<unsigned>(size % 256));
        CHECK_FALSE(verify_inclusion(leaf, index, size, flipped, root));
    }
    if (size > 1) {
        CHECK_FALSE(verify_inclusion(leaf, index ^ 1U, size, proof, root));
    }
    CHECK_FALSE(verify_inclusion(leaf, size, size, proof, root));
    CHECK_FALSE(verify_inclusion(sha256(leaf.view()), index, size, proof, root));
    CHECK_FALSE(verify_inclusion(leaf, index, size, proof, sha256(root.view())));
}

void check_consistency_refusals(
    std::uint64_t first,
    std::uint64_t second,
    const std::vector<Hash>& proof,
    const Hash& first_root,
    const Hash& second_root
) {
    std::vector<Hash> longer = proof;
    longer.push_back(second_root);
    CHECK_FALSE(verify_consistency(first, second, longer, first_root, second_root));
    CHECK_FALSE(verify_consistency(first, second, proof, sha256(first_root.view()), second_root));
    if (first != 0) {
        // From an empty tree nothing is proved, so another new root goes unnoticed there alone.
        CHECK_FALSE(verify_consistency(first, second, proof, first_root, sha256(second_root.view()))
        );
    }
    if (proof.empty()) {
        return;
    }
    CHECK_FALSE(
        verify_consistency(first, second, std::span(proof).subspan(1), first_root, second_root)
    );
    CHECK_FALSE(verify_consistency(
        first, second, std::span(proof).first(proof.size() - 1), first_root, second_root
    ));
    std::vector<Hash> flipped = proof;
    flip(flipped[first % proof.size()], static_cast<unsigned>(second % 256));
    CHECK_FALSE(verify_consistency(first, second, flipped, first_root, second_root));
    CHECK_FALSE(verify_consistency(second, second, proof, first_root, second_root));
    CHECK_FALSE(verify_consistency(0, second, proof, first_root, second_root));
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

TEST_CASE("tree: consistency proofs equal the slow reference for every pair of sizes to 130") {
    constexpr std::size_t kSizes = 130;
    SlowTree slow(kSizes);
    TestTiles tiles;
    for (std::size_t index = 0; index < kSizes; ++index) {
        tiles.append(slow.leaf(index));
    }
    TreeReader reader(tiles);
    for (std::size_t second = 1; second <= kSizes; ++second) {
        const Hash second_root = slow.root(0, second);
        for (std::size_t first = 0; first <= second; ++first) {
            INFO("sizes " << first << " and " << second);
            const Hash first_root = slow.root(0, first);
            const std::vector<Hash> proof = consistency_proof(reader, first, second).value();
            if (first != 0) {
                REQUIRE(proof == slow.subproof(first, 0, second, true));
            }
            REQUIRE(verify_consistency(first, second, proof, first_root, second_root));
            if ((first + second) % 3 == 0) {
                check_consistency_refusals(first, second, proof, first_root, second_root);
            }
        }
    }
    CHECK(consistency_proof(reader, 5, 4).error().code == ErrorCode::not_found);
    CHECK_FALSE(verify_consistency(5, 4, {}, slow.root(0, 5), slow.root(0, 4)));
}

TEST_CASE("tree: every flipped bit of a proof is refused") {
    SlowTree slow(77);
    const std::vector<Hash> inclusion = slow.path(70, 0, 77);
    const std::vector<Hash> consistency = slow.subproof(41, 0, 77, true);
    const Hash root = slow.root(0, 77);
    REQUIRE(verify_inclusion(slow.leaf(70), 70, 77, inclusion, root));
    REQUIRE(verify_consistency(41, 77, consistency, slow.root(0, 41), root));
    for (unsigned bit = 0; bit < inclusion.size() * 256; ++bit) {
        std::vector<Hash> flipped = inclusion;
        flip(flipped[bit / 256], bit % 256);
        REQUIRE_FALSE(verify_inclusion(slow.leaf(70), 70, 77, flipped, root));
    }
    for (unsigned bit = 0; bit < consistency.size() * 256; ++bit) {
        std::vector<Hash> flipped = consistency;
        flip(flipped[bit / 256], bit % 256);
        REQUIRE_FALSE(verify_consistency(41, 77, flipped, slow.root(0, 41), root));
    }
    for (std::uint64_t index = 0; index < 200; ++index) {
        if (index != 70) {
            REQUIRE_FALSE(verify_inclusion(slow.leaf(70), index, 77, inclusion, root));
        }
        if (inclusion_proof_length(70, index) != inclusion.size()) {
            REQUIRE_FALSE(verify_inclusion(slow.leaf(70), 70, index, inclusion, root));
        }
    }
}

TEST_CASE("tree: proofs of random places in large trees hold, also at earlier sizes") {
    const std::uint32_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    constexpr std::size_t kSizeMax = 70'000;
    SlowTree slow(kSizeMax);
    TestTiles tiles;
    for (std::size_t index = 0; index < kSizeMax; ++index) {
        tiles.append(slow.leaf(index));
    }
    REQUIRE(tiles.appender().root() == slow.root(0, kSizeMax));
    for (int round = 0; round < 60; ++round) {
        const std::size_t size =
            round < 20 ? kSizeMax : 1 + static_cast<std::size_t>(random() % kSizeMax);
        const std::size_t index = random() % size;
        INFO("size " << size << " index " << index);
        tiles.reads().clear();
        TreeReader reader(tiles);
        const std::vector<Hash> inclusion = inclusion_proof(reader, index, size).value();
        for (const auto& [level, count] : tiles.reads()) {
            INFO("tile level " << level);
            CHECK(count <= 2);
        }
        CHECK(inclusion == slow.path(index, 0, size));
        tiles.reads().clear();
        TreeReader second_reader(tiles);
        const std::vector<Hash> consistency = consistency_proof(second_reader, index, size).value();
        for (const auto& [level, count] : tiles.reads()) {
            INFO("tile level " << level);
            CHECK(count <= 2);
        }
        const Hash root = root_at(second_reader, size).value();
        CHECK(root == slow.root(0, size));
        CHECK(verify_inclusion(slow.leaf(index), index, size, inclusion, root));
        CHECK(verify_consistency(index, size, consistency, slow.root(0, index), root));
        check_inclusion_refusals(slow.leaf(index), index, size, inclusion, root);
        check_consistency_refusals(index, size, consistency, slow.root(0, index), root);
    }
}

// A tree in which every leaf is the same, so that one hash a level describes trees of any size.
class UniformTree final : public SubtreeReader {
  public:
    UniformTree() {
        roots_.push_back(leaf_hash(as_bytes("same")));
        while (roots_.size() < 64) {
            roots_.push_back(node_hash(roots_.back(), roots_.back()));
        }
    }
    Result<Hash> subtree_root(unsigned level, std::uint64_t index) override {
        CHECK((level == 0 || index <= (~std::uint64_t{0} >> level)));
        return roots_.at(level);
    }

  private:
    std::vector<Hash> roots_;
};

TEST_CASE("tree: sizes and indexes use the whole range of 64 bits") {
    UniformTree tree;
    const Hash leaf = leaf_hash(as_bytes("same"));
    const std::uint64_t largest = ~std::uint64_t{0};
    const std::uint64_t half = std::uint64_t{1} << 63U;
    for (const std::uint64_t size : {largest, largest - 1, half, half + 1, half - 1}) {
        const Hash root = root_at(tree, size).value();
        for (const std::uint64_t index : {std::uint64_t{0}, size / 2, size - 2, size - 1}) {
            INFO("size " << size << " index " << index);
            const std::vector<Hash> proof = inclusion_proof(tree, index, size).value();
            CHECK(proof.size() == inclusion_proof_length(index, size));
            CHECK(verify_inclusion(leaf, index, size, proof, root));
            CHECK_FALSE(verify_inclusion(leaf, size, size, proof, root));
            const std::vector<Hash> consistency = consistency_proof(tree, index, size).value();
            const Hash first_root = root_at(tree, index).value();
            CHECK(verify_consistency(index, size, consistency, first_root, root));
            if (index != 0) {
                CHECK_FALSE(verify_consistency(index, size, {}, first_root, root));
            }
        }
    }
}

TEST_CASE("tree: a frontier goes on where it was, and one that does not fit its size is refused") {
    SlowTree slow(100);
    CompactRange range;
    for (std::size_t size = 0; size < 100; ++size) {
        const std::vector<Hash> kept(range.hashes().begin(), range.hashes().end());
        range = CompactRange::restore(size, kept).value();
        REQUIRE(range.root() == slow.root(0, size));
        range.append(slow.leaf(size));
    }
    CHECK(CompactRange::restore(5, {Hash(), Hash()}));
    CHECK(CompactRange::restore(5, {Hash()}).error().code == ErrorCode::corrupt_tree);
    CHECK(CompactRange::restore(0, {}).value().root() == empty_root());
}

}  // namespace
}  // namespace tyst
