#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "schema/clock.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::storage {

// The root of the key tree: the one secret that is kept outside the ledger directory and its
// backups. Its generation counts how often it was replaced (once for each erasure).
struct RootKey {
    std::uint64_t generation = 0;
    SecretKey key;
};

// One line: "tyst-root-key/1 GENERATION HEX CHECK" (docs/formats.md, "Root key file").
[[nodiscard]] std::string to_text(const RootKey& root);
// corrupt_key where it is not exactly that.
[[nodiscard]] Result<RootKey> parse_root_key(std::string_view text);

// Fails with key_not_found where there is no file, corrupt_key, io_failed.
[[nodiscard]] Result<RootKey> read_root_key(const std::filesystem::path& file);
// The key in the file; where there is none, a new one, in a new file with mode 0600.
[[nodiscard]] Result<RootKey> read_or_create_root_key(
    const std::filesystem::path& file, Entropy& entropy
);

}  // namespace tyst::storage
