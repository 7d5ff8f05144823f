#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/hash.h"
#include "ledger/core/tile.h"
#include "ledger/witnessing/add_checkpoint.h"
#include "tests/support/test_keys.h"

namespace tyst::test {

// A log in memory of fewer entries than a tile has, whose entries can be told apart by a letter.
class SmallLog final : public TileSource {
  public:
    static constexpr const char* kOrigin = "log.example";

    explicit SmallLog(char letter) : letter_(1, letter) {}
    Result<std::vector<Hash>> tile(const TileId& id) override {
        const auto open = tree_.open_hashes(id.level);
        return std::vector<Hash>(open.begin(), open.end());
    }
    void grow(std::uint64_t size) {
        std::vector<FullTile> completed;
        while (tree_.size() < size) {
            tree_.append(leaf_hash(as_bytes(letter_ + std::to_string(tree_.size()))), completed);
        }
    }
    [[nodiscard]] Checkpoint checkpoint(const std::string& origin = kOrigin) const {
        return {origin, tree_.size(), tree_.root()};
    }
    [[nodiscard]] std::string note(std::uint8_t seed = 1, const std::string& origin = kOrigin)
        const {
        return sign_checkpoint(checkpoint(origin), SigningKey::from_seed(key_of(seed)).value())
            .value();
    }
    std::vector<Hash> proof(std::uint64_t from) {
        TreeReader reader(*this);
        return consistency_proof(reader, from, tree_.size()).value();
    }
    std::string request(std::uint64_t old_size) {
        return add_checkpoint_text({old_size, proof(old_size), note()});
    }
    // Of the key that signs unless told otherwise.
    [[nodiscard]] static VerifierKey key() {
        return {kOrigin, SigningKey::from_seed(key_of(1)).value().public_key()};
    }

  private:
    std::string letter_;
    TileAppender tree_;
};

}  // namespace tyst::test
