// write_log DIRECTORY: writes sample logs of several sizes for programs that are not ours to
// verify.
//
// DIRECTORY/<size>/ holds a tlog-tiles directory (checkpoint, tile/<level>/…, tile/entries/…), the
// verifier key in `vkey`, inclusion proofs in proof/<index>.tlog-proof, and consistency proofs in
// consistency/<first size>: the older root, then the proof's hashes, each in base64 on a line of
// its own.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/core/hash.h"
#include "ledger/core/proof_file.h"
#include "ledger/core/tile.h"
#include "schema/base64.h"

namespace tyst {
namespace {

constexpr std::uint64_t kSizes[] = {1, 2, 3, 255, 256, 257, 1000, 65'536, 70'000};
constexpr const char* kOrigin = "foreign.example/tyst-sample";

// Synthetic bytes of 0 to 63 characters and more, different for every index.
std::string entry(std::uint64_t index) {
    std::string bytes = "entry " + std::to_string(index) + " ";
    bytes.append(index * 7 % 64, static_cast<char>(index % 256));
    return index == 0 ? std::string() : bytes;
}

class Log final : public TileSource {
  public:
    explicit Log(std::uint64_t size) {
        std::vector<FullTile> completed;
        for (std::uint64_t index = 0; index < size; ++index) {
            appender_.append(leaf_hash(as_bytes(entry(index))), completed);
        }
        for (const FullTile& full : completed) {
            full_.emplace(full.id, std::vector<Hash>(full.hashes.begin(), full.hashes.end()));
        }
    }
    Result<std::vector<Hash>> tile(const TileId& id) override {
        const auto full = full_.find(id);
        if (full != full_.end()) {
            return full->second;
        }
        const std::span<const Hash> open = appender_.open_hashes(id.level);
        return std::vector<Hash>(open.begin(), open.end());
    }
    const TileAppender& appender() const { return appender_; }

  private:
    TileAppender appender_;
    std::map<TileId, std::vector<Hash>> full_;
};

Result<void> write_file(const std::filesystem::path& path, std::string_view bytes) {
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    return file ? Result<void>() : fail(ErrorCode::io_failed, path.string());
}

Result<void> write_tiles(const std::filesystem::path& directory, Log& log) {
    const std::uint64_t size = log.appender().size();
    for (std::uint8_t level = 0; level < kTileLevels; ++level) {
        const std::uint64_t full = full_tiles(size, level);
        for (std::uint64_t number = 0; number <= full; ++number) {
            const std::size_t width = number < full ? kTileHashes : open_width(size, level);
            if (width == 0) {
                continue;
            }
            const TileId id{level, number};
            TYST_ASSIGN(const std::vector<Hash> hashes, log.tile(id));
            std::string bytes;
            for (const Hash& hash : hashes) {
                bytes.append(as_text(hash.view()));
            }
            TYST_TRY(write_file(directory / tile_path(id, width), bytes));
        }
    }
    return {};
}

Result<void> write_entries(const std::filesystem::path& directory, std::uint64_t size) {
    for (std::uint64_t begin = 0; begin < size; begin += kTileHashes) {
        const std::uint64_t width = std::min<std::uint64_t>(kTileHashes, size - begin);
        std::string bundle;
        for (std::uint64_t index = begin; index < begin + width; ++index) {
            const std::string bytes = entry(index);
            bundle.push_back(static_cast<char>(bytes.size() >> 8U));
            bundle.push_back(static_cast<char>(bytes.size()));
            bundle.append(bytes);
        }
        TYST_TRY(write_file(directory / entry_bundle_path(begin / kTileHashes, width), bundle));
    }
    return {};
}

// Edges of tiles and of the tree, and some places between.
std::set<std::uint64_t> places_in(std::uint64_t size) {
    std::set<std::uint64_t> places;
    for (const std::uint64_t place :
         {std::uint64_t{0},
          std::uint64_t{1},
          std::uint64_t{2},
          std::uint64_t{127},
          std::uint64_t{128},
          std::uint64_t{255},
          std::uint64_t{256},
          std::uint64_t{511},
          std::uint64_t{65'535},
          std::uint64_t{65'536},
          size / 3,
          size / 2,
          size - 1}) {
        if (place < size) {
            places.insert(place);
        }
    }
    return places;
}

Result<void> write_proofs(
    const std::filesystem::path& directory, Log& log, const std::string& checkpoint
) {
    const std::uint64_t size = log.appender().size();
    TreeReader reader(log);
    for (const std::uint64_t place : places_in(size)) {
        ProofFile file;
        file.index = place;
        file.checkpoint = checkpoint;
        TYST_ASSIGN(file.proof, inclusion_proof(reader, place, size));
        const std::string name = std::to_string(place) + ".tlog-proof";
        TYST_TRY(write_file(directory / "proof" / name, proof_file_text(file)));

        const std::uint64_t first = place + 1;
        TYST_ASSIGN(const Hash root, root_at(reader, first));
        TYST_ASSIGN(const std::vector<Hash> proof, consistency_proof(reader, first, size));
        std::string text = to_base64(root.view()) + "\n";
        for (const Hash& hash : proof) {
            text += to_base64(hash.view()) + "\n";
        }
        TYST_TRY(write_file(directory / "consistency" / std::to_string(first), text));
    }
    return {};
}

Result<void> write_log(const std::filesystem::path& root, std::uint64_t size) {
    const std::filesystem::path directory = root / std::to_string(size);
    SecretKey seed;
    seed.bytes.fill(static_cast<std::uint8_t>(size));
    TYST_ASSIGN(const SigningKey key, SigningKey::from_seed(seed));
    Log log(size);
    TYST_ASSIGN(
        const std::string checkpoint, sign_checkpoint({kOrigin, size, log.appender().root()}, key)
    );
    TYST_TRY(write_file(directory / "checkpoint", checkpoint));
    TYST_TRY(write_file(directory / "vkey", VerifierKey{kOrigin, key.public_key()}.text() + "\n"));
    TYST_TRY(write_tiles(directory, log));
    TYST_TRY(write_entries(directory, size));
    return write_proofs(directory, log, checkpoint);
}

int run(const std::filesystem::path& root) {
    for (const std::uint64_t size : kSizes) {
        const Result<void> written = write_log(root, size);
        if (!written) {
            std::fprintf(stderr, "write_log: %s\n", written.error().context.c_str());
            return 1;
        }
    }
    return 0;
}

}  // namespace
}  // namespace tyst

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "usage: write_log DIRECTORY\n");
        return 2;
    }
    return tyst::run(arguments[1]);
}
