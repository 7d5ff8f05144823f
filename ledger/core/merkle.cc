#include "ledger/core/merkle.h"

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>

#include "ledger/core/hash.h"

namespace tyst {
namespace {

// The place where RFC 6962 splits a range of `count` ≥ 2 leaves: the largest power of two below it.
std::uint64_t split_of(std::uint64_t count) {
    return std::bit_floor(count - 1);
}

unsigned level_of(std::uint64_t power_of_two) {
    return static_cast<unsigned>(std::countr_zero(power_of_two));
}

// The root over the leaves [begin, end), where begin is a multiple of every power of two that the
// length needs, as it is for the left and right sides of every split.
Result<Hash> range_root(SubtreeReader& reader, std::uint64_t begin, std::uint64_t end) {
    std::vector<Hash> perfect;
    while (begin < end) {
        const std::uint64_t count = std::bit_floor(end - begin);
        const unsigned level = level_of(count);
        TYST_ASSIGN(const Hash root, reader.subtree_root(level, begin >> level));
        perfect.push_back(root);
        begin += count;
    }
    Hash root = perfect.back();
    for (std::size_t place = perfect.size() - 1; place > 0; --place) {
        root = node_hash(perfect[place - 1], root);
    }
    return root;
}

std::unexpected<Error> refuse(std::string_view reason) {
    return fail(ErrorCode::proof_invalid, std::string(reason));
}

bool is_odd(std::uint64_t number) {
    return (number & 1U) != 0;
}

}  // namespace

Result<CompactRange> CompactRange::restore(std::uint64_t size, std::vector<Hash> hashes) {
    if (hashes.size() != static_cast<std::size_t>(std::popcount(size))) {
        return fail(
            ErrorCode::corrupt_tree,
            "the frontier of size " + std::to_string(size) + " has " +
                std::to_string(hashes.size()) + " hashes"
        );
    }
    CompactRange range;
    range.size_ = size;
    range.hashes_ = std::move(hashes);
    return range;
}

void CompactRange::append(const Hash& leaf) {
    Hash root = leaf;
    for (std::uint64_t rest = size_; is_odd(rest); rest >>= 1U) {
        root = node_hash(hashes_.back(), root);
        hashes_.pop_back();
    }
    hashes_.push_back(root);
    ++size_;
}

Hash CompactRange::root() const {
    if (hashes_.empty()) {
        return empty_root();
    }
    Hash root = hashes_.back();
    for (std::size_t place = hashes_.size() - 1; place > 0; --place) {
        root = node_hash(hashes_[place - 1], root);
    }
    return root;
}

void CompactRange::clear() {
    size_ = 0;
    hashes_.clear();
}

Result<Hash> root_at(SubtreeReader& reader, std::uint64_t size) {
    if (size == 0) {
        return empty_root();
    }
    return range_root(reader, 0, size);
}

Result<std::vector<Hash>> inclusion_proof(
    SubtreeReader& reader, std::uint64_t index, std::uint64_t size
) {
    if (index >= size) {
        return fail(
            ErrorCode::not_found,
            "entry " + std::to_string(index) + " is beyond the tree of size " + std::to_string(size)
        );
    }
    std::vector<Hash> proof;
    std::uint64_t begin = 0;
    std::uint64_t end = size;
    while (end - begin > 1) {
        const std::uint64_t middle = begin + split_of(end - begin);
        const bool is_left = index < middle;
        TYST_ASSIGN(
            const Hash sibling,
            is_left ? range_root(reader, middle, end) : range_root(reader, begin, middle)
        );
        proof.push_back(sibling);
        (is_left ? end : begin) = middle;
    }
    std::reverse(proof.begin(), proof.end());
    return proof;
}

Result<std::vector<Hash>> consistency_proof(
    SubtreeReader& reader, std::uint64_t first, std::uint64_t second
) {
    if (first > second) {
        return fail(
            ErrorCode::not_found,
            "the tree of size " + std::to_string(second) + " has no earlier size " +
                std::to_string(first)
        );
    }
    std::vector<Hash> proof;
    if (first == 0 || first == second) {
        return proof;
    }
    std::uint64_t begin = 0;
    std::uint64_t end = second;
    while (first < end) {
        const std::uint64_t middle = begin + split_of(end - begin);
        const bool is_left = first <= middle;
        TYST_ASSIGN(
            const Hash other,
            is_left ? range_root(reader, middle, end) : range_root(reader, begin, middle)
        );
        proof.push_back(other);
        (is_left ? end : begin) = middle;
    }
    // Where the old tree is this whole left side, its root is known to the verifier and left out.
    if (begin != 0) {
        TYST_ASSIGN(const Hash shared, range_root(reader, begin, end));
        proof.push_back(shared);
    }
    std::reverse(proof.begin(), proof.end());
    return proof;
}

std::size_t inclusion_proof_length(std::uint64_t index, std::uint64_t size) {
    if (index >= size) {
        return 0;
    }
    const std::size_t inner = std::bit_width(index ^ (size - 1));
    const std::uint64_t above = inner == 64 ? 0 : index >> inner;
    return inner + static_cast<std::size_t>(std::popcount(above));
}

Result<void> verify_inclusion(
    const Hash& leaf,
    std::uint64_t index,
    std::uint64_t size,
    std::span<const Hash> proof,
    const Hash& root
) {
    if (index >= size) {
        return refuse("the index is beyond the size of the tree");
    }
    if (proof.size() != inclusion_proof_length(index, size)) {
        return refuse("the inclusion proof has the wrong length");
    }
    Hash computed = leaf;
    std::uint64_t node = index;
    std::uint64_t last = size - 1;
    for (const Hash& sibling : proof) {
        if (last == 0) {
            return refuse("the inclusion proof is too long");
        }
        if (is_odd(node) || node == last) {
            computed = node_hash(sibling, computed);
            while (!is_odd(node) && node != 0) {
                node >>= 1U;
                last >>= 1U;
            }
        } else {
            computed = node_hash(computed, sibling);
        }
        node >>= 1U;
        last >>= 1U;
    }
    if (last != 0) {
        return refuse("the inclusion proof is too short");
    }
    if (computed != root) {
        return refuse("the inclusion proof leads to another root");
    }
    return {};
}

Result<void> verify_consistency(
    std::uint64_t first,
    std::uint64_t second,
    std::span<const Hash> proof,
    const Hash& first_root,
    const Hash& second_root
) {
    if (first > second) {
        return refuse("the first size is beyond the second");
    }
    if (first == 0 || first == second) {
        const Hash expected = first == 0 ? empty_root() : second_root;
        if (!proof.empty()) {
            return refuse("the consistency proof must be empty");
        }
        return first_root == expected ? Result<void>() : refuse("the roots of one size differ");
    }
    if (proof.empty()) {
        return refuse("the consistency proof is too short");
    }
    const bool root_left_out = std::has_single_bit(first);
    std::uint64_t node = first - 1;
    std::uint64_t last = second - 1;
    while (is_odd(node)) {
        node >>= 1U;
        last >>= 1U;
    }
    Hash old_root = root_left_out ? first_root : proof.front();
    Hash new_root = old_root;
    for (const Hash& other : proof.subspan(root_left_out ? 0 : 1)) {
        if (last == 0) {
            return refuse("the consistency proof is too long");
        }
        if (is_odd(node) || node == last) {
            old_root = node_hash(other, old_root);
            new_root = node_hash(other, new_root);
            while (!is_odd(node) && node != 0) {
                node >>= 1U;
                last >>= 1U;
            }
        } else {
            new_root = node_hash(new_root, other);
        }
        node >>= 1U;
        last >>= 1U;
    }
    if (last != 0) {
        return refuse("the consistency proof is too short");
    }
    if (old_root != first_root) {
        return refuse("the consistency proof leads to another old root");
    }
    if (new_root != second_root) {
        return refuse("the consistency proof leads to another new root");
    }
    return {};
}

}  // namespace tyst
