#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

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

// What lies over the root key in its file.
enum class RootKeyWrapping : std::uint8_t { none, passphrase, key_file };

// A root key file and what opens it where it is wrapped. A path alone is a file that needs nothing.
struct RootKeyFile {
    using AskPassphrase = std::function<Result<std::string>()>;

    RootKeyFile(std::filesystem::path place) : path(std::move(place)) {}
    RootKeyFile(std::filesystem::path place, AskPassphrase ask, std::filesystem::path key_file)
        : path(std::move(place)), passphrase(std::move(ask)), wrapping_key(std::move(key_file)) {}

    std::filesystem::path path;
    AskPassphrase passphrase;  // asked only where the file is wrapped by one
    std::filesystem::path wrapping_key;
};

// What lies over the key in a file, without opening it. Fails as read_root_key.
[[nodiscard]] Result<RootKeyWrapping> wrapping_of(const std::filesystem::path& file);
// Fails with key_not_found (no file, no passphrase, no wrapping key), wrong_passphrase,
// corrupt_key, io_failed.
[[nodiscard]] Result<RootKey> read_root_key(const RootKeyFile& file);
// The key in the file; where there is none, a new one, unwrapped, in a new file with mode 0600.
[[nodiscard]] Result<RootKey> read_or_create_root_key(const RootKeyFile& file, Entropy& entropy);
// A new file with mode 0600 that holds `root` under `wrapping`. already_exists; key_not_found where
// nothing is given to wrap with.
[[nodiscard]] Result<void> write_new_root_key(
    const RootKeyFile& file, RootKeyWrapping wrapping, const RootKey& root, Entropy& entropy
);
// The same key under another wrapping. already_exists while an erasure's next root waits beside it.
[[nodiscard]] Result<void> rewrap_root_key(
    const RootKeyFile& present, RootKeyWrapping wrapping, const RootKeyFile& next, Entropy& entropy
);

}  // namespace tyst::storage
