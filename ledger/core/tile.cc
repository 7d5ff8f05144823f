#include "ledger/core/tile.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "ledger/core/hash.h"

namespace tyst {
namespace {

constexpr unsigned kLevelBits = 8;

// The root over a power-of-two run of hashes.
Hash fold(std::span<const Hash> hashes) {
    std::array<Hash, kTileHashes> work;
    std::copy(hashes.begin(), hashes.end(), work.begin());
    for (std::size_t count = hashes.size(); count > 1; count /= 2) {
        for (std::size_t place = 0; place < count / 2; ++place) {
            work[place] = node_hash(work[2 * place], work[2 * place + 1]);
        }
    }
    return work[0];
}

std::string with_width(std::string path, std::size_t width) {
    return width < kTileHashes ? fmt::format("{}.p/{}", path, width) : path;
}

}  // namespace

Result<std::vector<Hash>> parse_tile(Bytes bytes) {
    if (bytes.empty() || bytes.size() > kTileBytes || bytes.size() % Hash::kSize != 0) {
        return fail(ErrorCode::corrupt_tree, fmt::format("a tile has {} bytes", bytes.size()));
    }
    std::vector<Hash> hashes(bytes.size() / Hash::kSize);
    std::memcpy(hashes.data(), bytes.data(), bytes.size());
    return hashes;
}

std::uint64_t full_tiles(std::uint64_t size, unsigned level) {
    return level + 1 >= kTileLevels ? 0 : size >> (kLevelBits * (level + 1));
}

std::size_t open_width(std::uint64_t size, unsigned level) {
    return level >= kTileLevels ? 0 : (size >> (kLevelBits * level)) % kTileHashes;
}

std::string tile_number_path(std::uint64_t number) {
    std::string path = fmt::format("{:03}", number % 1000);
    for (number /= 1000; number > 0; number /= 1000) {
        path.insert(0, fmt::format("x{:03}/", number % 1000));
    }
    return path;
}

std::string tile_path(const TileId& id, std::size_t width) {
    return with_width(fmt::format("tile/{}/{}", id.level, tile_number_path(id.number)), width);
}

std::string entry_bundle_path(std::uint64_t number, std::size_t width) {
    return with_width("tile/entries/" + tile_number_path(number), width);
}

Result<Hash> TreeReader::subtree_root(unsigned level, std::uint64_t index) {
    const unsigned tile_level = level / kLevelBits;
    const unsigned height = level % kLevelBits;
    const std::uint64_t first = index << height;
    const std::size_t place = first % kTileHashes;
    const std::size_t count = std::size_t{1} << height;
    const TileId id{static_cast<std::uint8_t>(tile_level), first / kTileHashes};
    TYST_ASSIGN(const std::vector<Hash>* hashes, tile(id, place + count));
    return fold(std::span(*hashes).subspan(place, count));
}

Result<const std::vector<Hash>*> TreeReader::tile(const TileId& id, std::size_t hashes_needed) {
    std::array<Kept, 2>& kept = kept_.at(id.level);
    for (const Kept& one : kept) {
        if (one.id == id && one.hashes.size() >= hashes_needed) {
            return &one.hashes;
        }
    }
    TYST_ASSIGN(std::vector<Hash> hashes, source_.tile(id));
    if (hashes.size() < hashes_needed || hashes.size() > kTileHashes) {
        return fail(
            ErrorCode::corrupt_tree,
            fmt::format(
                "{} holds {} hashes where {} are needed",
                tile_path(id),
                hashes.size(),
                hashes_needed
            )
        );
    }
    Kept& slot = kept.at(next_.at(id.level));
    next_.at(id.level) ^= 1U;
    slot = Kept{id, std::move(hashes)};
    return &slot.hashes;
}

Result<TileAppender> TileAppender::restore(
    std::uint64_t size, std::span<const Hash> open_leaves, TileSource& full_tiles_source
) {
    if (open_leaves.size() != open_width(size, 0)) {
        return fail(
            ErrorCode::corrupt_tree,
            fmt::format("the tree of size {} has {} open leaves", size, open_leaves.size())
        );
    }
    TileAppender appender;
    appender.size_ = size;
    for (unsigned level = 0; level < kTileLevels && size >> (kLevelBits * level) != 0; ++level) {
        Level& edge = appender.levels_.emplace_back();
        if (level == 0) {
            edge.open.assign(open_leaves.begin(), open_leaves.end());
        } else {
            const std::uint64_t end = full_tiles(size, level - 1);
            for (std::uint64_t number = end - open_width(size, level); number < end; ++number) {
                const TileId id{static_cast<std::uint8_t>(level - 1), number};
                TYST_ASSIGN(const std::vector<Hash> hashes, full_tiles_source.tile(id));
                if (hashes.size() != kTileHashes) {
                    return fail(ErrorCode::corrupt_tree, tile_path(id) + " is not full");
                }
                edge.open.push_back(fold(hashes));
            }
        }
        for (const Hash& hash : edge.open) {
            edge.range.append(hash);
        }
    }
    return appender;
}

void TileAppender::append(const Hash& leaf, std::vector<FullTile>& completed) {
    Hash carried = leaf;
    ++size_;
    for (unsigned level = 0; level < kTileLevels; ++level) {
        if (level == levels_.size()) {
            levels_.emplace_back();
        }
        Level& edge = levels_[level];
        edge.open.push_back(carried);
        edge.range.append(carried);
        if (edge.open.size() < kTileHashes) {
            return;
        }
        const std::uint64_t number = full_tiles(size_, level) - 1;
        FullTile& full = completed.emplace_back();
        full.id = TileId{static_cast<std::uint8_t>(level), number};
        std::copy(edge.open.begin(), edge.open.end(), full.hashes.begin());
        carried = edge.range.root();
        edge.open.clear();
        edge.range.clear();
    }
}

Hash TileAppender::root() const {
    std::vector<Hash> frontier;
    for (auto edge = levels_.rbegin(); edge != levels_.rend(); ++edge) {
        const std::span<const Hash> hashes = edge->range.hashes();
        frontier.insert(frontier.end(), hashes.begin(), hashes.end());
    }
    if (frontier.empty()) {
        return empty_root();
    }
    Hash root = frontier.back();
    for (std::size_t place = frontier.size() - 1; place > 0; --place) {
        root = node_hash(frontier[place - 1], root);
    }
    return root;
}

std::span<const Hash> TileAppender::open_hashes(unsigned level) const {
    return level < levels_.size() ? std::span<const Hash>(levels_[level].open)
                                  : std::span<const Hash>();
}

}  // namespace tyst
