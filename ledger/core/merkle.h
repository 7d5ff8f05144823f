#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "schema/error.h"
#include "schema/ids.h"

// The Merkle tree of RFC 6962 section 2.1 (the same tree as RFC 9162 section 2.1). Sizes and
// indexes use the whole range of 64 bits.
namespace tyst {

// The roots of the perfect subtrees in the binary form of a size, largest first: all that is needed
// to go on appending and to give the root. At most 64 hashes. Not for several threads at once.
class CompactRange {
  public:
    CompactRange() = default;
    // corrupt_tree where the number of hashes does not fit the size.
    static Result<CompactRange> restore(std::uint64_t size, std::vector<Hash> hashes);

    void append(const Hash& leaf);
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] std::span<const Hash> hashes() const { return hashes_; }
    [[nodiscard]] Hash root() const;
    void clear();

  private:
    std::uint64_t size_ = 0;
    std::vector<Hash> hashes_;
};

// Gives inner hashes of a tree; TreeReader (tile.h) does it from stored tiles.
class SubtreeReader {
  public:
    virtual ~SubtreeReader() = default;
    // The root of the perfect subtree over the 2^level leaves from index · 2^level on; level 0
    // gives a leaf hash. Asked only for subtrees that are complete in the tree.
    virtual Result<Hash> subtree_root(unsigned level, std::uint64_t index) = 0;
};

// The root that the tree had at `size`. Passes on the reader's failures.
[[nodiscard]] Result<Hash> root_at(SubtreeReader& reader, std::uint64_t size);

// The hashes that prove the leaf at `index` in the tree of `size`, the leaf's sibling first (RFC
// 6962 section 2.1.1). not_found where index ≥ size; otherwise the reader's failures.
[[nodiscard]] Result<std::vector<Hash>> inclusion_proof(
    SubtreeReader& reader, std::uint64_t index, std::uint64_t size
);

// The hashes that prove that the tree of `first` is a prefix of the tree of `second` (RFC 6962
// section 2.1.2); empty where first is 0 or equal to second. not_found where first > second.
[[nodiscard]] Result<std::vector<Hash>> consistency_proof(
    SubtreeReader& reader, std::uint64_t first, std::uint64_t second
);

// How many hashes prove `index` in `size`; 0 where index ≥ size.
[[nodiscard]] std::size_t inclusion_proof_length(std::uint64_t index, std::uint64_t size);

// RFC 9162 section 2.1.3.2. proof_invalid where the index is beyond the size, the proof has not
// exactly the right length, or another root comes out.
[[nodiscard]] Result<void> verify_inclusion(
    const Hash& leaf,
    std::uint64_t index,
    std::uint64_t size,
    std::span<const Hash> proof,
    const Hash& root
);

// RFC 9162 section 2.1.4.2. proof_invalid as above. From size 0 the proof must be empty, the first
// root that of an empty tree, and nothing is proved.
[[nodiscard]] Result<void> verify_consistency(
    std::uint64_t first,
    std::uint64_t second,
    std::span<const Hash> proof,
    const Hash& first_root,
    const Hash& second_root
);

}  // namespace tyst
