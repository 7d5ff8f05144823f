#include "ledger/core/tile.h"

#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "ledger/core/hash.h"

namespace tyst {
namespace {

Hash leaf(std::uint64_t index) {
    return leaf_hash(as_bytes("leaf " + std::to_string(index)));
}

class StoredTiles final : public TileSource {
  public:
    Result<std::vector<Hash>> tile(const TileId& id) override {
        const auto found = stored.find(id);
        if (found == stored.end()) {
            return fail(ErrorCode::not_found, tile_path(id));
        }
        return parse_tile(as_bytes(found->second));
    }
    std::map<TileId, std::string> stored;
};

TEST_CASE("tile: a tile completes with its 256th hash, the one above in the same step") {
    TileAppender appender;
    std::vector<FullTile> completed;
    for (std::uint64_t index = 0; index < 255; ++index) {
        appender.append(leaf(index), completed);
    }
    CHECK(completed.empty());
    CHECK(appender.open_hashes(0).size() == 255);
    appender.append(leaf(255), completed);
    REQUIRE(completed.size() == 1);
    CHECK(completed[0].id == TileId{0, 0});
    CHECK(completed[0].hashes[255] == leaf(255));
    CHECK(completed[0].bytes().size() == 8192);
    CHECK(appender.open_hashes(0).empty());
    REQUIRE(appender.open_hashes(1).size() == 1);
    CHECK(appender.open_hashes(1)[0] == appender.root());
    CHECK(appender.open_hashes(2).empty());

    completed.clear();
    for (std::uint64_t index = 256; index < 65'536; ++index) {
        appender.append(leaf(index), completed);
    }
    REQUIRE(completed.size() == 256);
    CHECK(completed[254].id == TileId{0, 255});
    CHECK(completed[255].id == TileId{1, 0});
    REQUIRE(appender.open_hashes(2).size() == 1);
    CHECK(appender.open_hashes(2)[0] == appender.root());
}

TEST_CASE("tile: an edge restored at any size goes on as if it had never stopped") {
    for (const std::uint64_t size :
         {0U, 1U, 255U, 256U, 257U, 511U, 512U, 65'535U, 65'536U, 65'537U, 70'000U}) {
        INFO("size " << size);
        TileAppender appender;
        StoredTiles tiles;
        std::vector<FullTile> completed;
        for (std::uint64_t index = 0; index < size; ++index) {
            appender.append(leaf(index), completed);
        }
        for (const FullTile& full : completed) {
            tiles.stored.emplace(full.id, as_text(full.bytes()));
        }
        const std::span<const Hash> open = appender.open_hashes(0);
        TileAppender restored = TileAppender::restore(size, open, tiles).value();
        CHECK(restored.size() == size);
        REQUIRE(restored.root() == appender.root());
        for (std::uint64_t index = size; index < size + 300; ++index) {
            appender.append(leaf(index), completed);
            std::vector<FullTile> more;
            restored.append(leaf(index), more);
            REQUIRE(restored.root() == appender.root());
            for (const FullTile& full : more) {
                CHECK(completed.back().id.level >= full.id.level);
            }
        }
        for (unsigned level = 0; level < kTileLevels; ++level) {
            CHECK(restored.open_hashes(level).size() == open_width(size + 300, level));
        }
    }
}

TEST_CASE("tile: an edge is refused where leaves or tiles are missing or cut") {
    TileAppender appender;
    StoredTiles tiles;
    std::vector<FullTile> completed;
    for (std::uint64_t index = 0; index < 600; ++index) {
        appender.append(leaf(index), completed);
    }
    for (const FullTile& full : completed) {
        tiles.stored.emplace(full.id, as_text(full.bytes()));
    }
    const std::span<const Hash> open = appender.open_hashes(0);
    const std::span<const Hash> fewer = open.first(open.size() - 1);
    CHECK(TileAppender::restore(600, open, tiles));
    CHECK(TileAppender::restore(600, fewer, tiles).error().code == ErrorCode::corrupt_tree);
    tiles.stored.at({0, 1}).resize(8160);
    CHECK(TileAppender::restore(600, open, tiles).error().code == ErrorCode::corrupt_tree);
    tiles.stored.erase({0, 1});
    CHECK(TileAppender::restore(600, open, tiles).error().code == ErrorCode::not_found);
    TreeReader reader(tiles);
    CHECK(root_at(reader, 600).error().code == ErrorCode::not_found);
    tiles.stored.at({0, 0}).resize(32);
    CHECK(reader.subtree_root(1, 0).error().code == ErrorCode::corrupt_tree);
}

TEST_CASE("tile: bytes that are no tile are refused") {
    CHECK(parse_tile(as_bytes(std::string(32, 'h'))).value().size() == 1);
    CHECK(parse_tile(as_bytes(std::string(8192, 'h'))).value().size() == 256);
    for (const std::size_t size : {0U, 31U, 33U, 8191U, 8224U}) {
        CHECK(parse_tile(as_bytes(std::string(size, 'h'))).error().code == ErrorCode::corrupt_tree);
    }
}

TEST_CASE("tile: paths are those of c2sp.org/tlog-tiles") {
    CHECK(tile_number_path(0) == "000");
    CHECK(tile_number_path(5) == "005");
    CHECK(tile_number_path(999) == "999");
    CHECK(tile_number_path(1000) == "x001/000");
    CHECK(tile_number_path(1'234'067) == "x001/x234/067");
    CHECK(tile_number_path(1'000'000'000) == "x001/x000/x000/000");
    CHECK(tile_path({0, 273}, 112) == "tile/0/273.p/112");
    CHECK(tile_path({1, 0}) == "tile/1/000");
    CHECK(tile_path({2, 0}, 1) == "tile/2/000.p/1");
    CHECK(entry_bundle_path(273, 112) == "tile/entries/273.p/112");
    CHECK(entry_bundle_path(1234) == "tile/entries/x001/234");
}

TEST_CASE("tile: the counts of the specification's example hold") {
    CHECK(full_tiles(70'000, 0) == 273);
    CHECK(open_width(70'000, 0) == 112);
    CHECK(full_tiles(70'000, 1) == 1);
    CHECK(open_width(70'000, 1) == 17);
    CHECK(full_tiles(70'000, 2) == 0);
    CHECK(open_width(70'000, 2) == 1);
    CHECK(open_width(70'000, 3) == 0);
    CHECK(full_tiles(256, 0) == 1);
    CHECK(open_width(256, 0) == 0);
    CHECK(open_width(256, 1) == 1);
    CHECK(full_tiles(~std::uint64_t{0}, 7) == 0);
    CHECK(open_width(~std::uint64_t{0}, 7) == 255);
}

}  // namespace
}  // namespace tyst
