#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/core/merkle.h"
#include "schema/error.h"
#include "schema/ids.h"

// The tree cut into tiles as c2sp.org/tlog-tiles does it. Tile level l holds the hashes at tree
// level 8 · l: hash i of tile n covers the leaves from (256 n + i) · 256^l on. Docs/formats.md,
// "Tiles".
namespace tyst {

inline constexpr std::size_t kTileHashes = 256;
inline constexpr std::size_t kTileBytes = kTileHashes * Hash::kSize;
// Levels 0 to 7 cover all 64-bit sizes.
inline constexpr unsigned kTileLevels = 8;

struct TileId {
    std::uint8_t level = 0;
    std::uint64_t number = 0;
    auto operator<=>(const TileId&) const = default;
};

// A tile that is complete and never changes again.
struct FullTile {
    TileId id;
    std::array<Hash, kTileHashes> hashes;

    // The 8,192 bytes as stored and served.
    [[nodiscard]] Bytes bytes() const {
        return {reinterpret_cast<const std::uint8_t*>(hashes.data()), kTileBytes};
    }
};
static_assert(sizeof(std::array<Hash, kTileHashes>) == kTileBytes);

// The hashes in a tile's stored bytes. corrupt_tree where the length is no multiple of 32, is 0 or
// is more than a full tile.
[[nodiscard]] Result<std::vector<Hash>> parse_tile(Bytes bytes);

// How many full tiles a tree of `size` has at a level, and how many hashes stand in the open tile
// after them (0 to 255).
[[nodiscard]] std::uint64_t full_tiles(std::uint64_t size, unsigned level);
[[nodiscard]] std::size_t open_width(std::uint64_t size, unsigned level);

// The number in a path of c2sp.org/tlog-tiles: 1234067 is x001/x234/067.
[[nodiscard]] std::string tile_number_path(std::uint64_t number);
// "tile/0/x001/234" or, where width is below 256, "tile/0/x001/234.p/17".
[[nodiscard]] std::string tile_path(const TileId& id, std::size_t width = kTileHashes);
// The same for the bundle of the entries below a tile of level 0: "tile/entries/x001/234".
[[nodiscard]] std::string entry_bundle_path(std::uint64_t number, std::size_t width = kTileHashes);

// Where stored hashes come from.
class TileSource {
  public:
    virtual ~TileSource() = default;
    // The hashes of a tile, all that exist now: 256 of a full tile, fewer of the open one. What it
    // cannot give is a failure of its own choice (corrupt_tree, io_failed).
    virtual Result<std::vector<Hash>> tile(const TileId& id) = 0;
};

// Inner hashes and proofs from tiles. Keeps the last two tiles of each level, so that a proof reads
// each tile once: at most two a level. Make one for each question or batch of questions; not for
// several threads at once. `source` must outlive it.
class TreeReader final : public SubtreeReader {
  public:
    explicit TreeReader(TileSource& source) : source_(source) {}
    // corrupt_tree where the source gives too few or too many hashes.
    Result<Hash> subtree_root(unsigned level, std::uint64_t index) override;

  private:
    struct Kept {
        TileId id;
        std::vector<Hash> hashes;
    };
    Result<const std::vector<Hash>*> tile(const TileId& id, std::size_t hashes_needed);

    TileSource& source_;
    std::array<std::array<Kept, 2>, kTileLevels> kept_;
    std::array<std::uint8_t, kTileLevels> next_{};
};

// The right edge of the growing tree: takes leaf hashes, gives the tiles that they complete, and
// keeps the open tile of each level (at most 255 hashes each). Copyable, so that a writer can try
// an append on a copy. One thread at a time.
class TileAppender {
  public:
    TileAppender() = default;
    // The edge of a tree of `size`, from its stored full tiles and the leaf hashes of the open tile
    // (size mod 256 of them). Reads at most 255 full tiles a level. corrupt_tree where the number
    // of leaves does not fit or a tile is not full; otherwise the source's failures.
    static Result<TileAppender> restore(
        std::uint64_t size, std::span<const Hash> open_leaves, TileSource& full_tiles_source
    );

    // Adds one leaf; appends the tiles that became full (lowest level first) to `completed`.
    void append(const Hash& leaf, std::vector<FullTile>& completed);

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] Hash root() const;
    // The hashes in the open tile of a level, in order; empty where there are none.
    [[nodiscard]] std::span<const Hash> open_hashes(unsigned level) const;

  private:
    struct Level {
        std::vector<Hash> open;
        CompactRange range;
    };

    std::uint64_t size_ = 0;
    std::vector<Level> levels_;
};

}  // namespace tyst
