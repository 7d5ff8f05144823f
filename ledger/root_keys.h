#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "ledger/ledger.h"
#include "schema/clock.h"
#include "schema/error.h"
#include "schema/ids.h"

// What people do with the root key file while no ledger need be open: wrap it, and bring it back
// with the two shares of its recovery key. docs/formats.md, "Root key file" and "Recovery".
namespace tyst {

struct RootKeyPlace {
    std::filesystem::path file;
    RootKeyUnlock unlock;
};

enum class RootKeyCover : std::uint8_t { none, passphrase, key_file };

// A new root key in a new file with mode 0600; `place.unlock` gives what it is wrapped with.
// already_exists, key_not_found (nothing to wrap with), io_failed.
[[nodiscard]] Result<void> create_root_key(
    const RootKeyPlace& place, RootKeyCover cover, Entropy& entropy
);
// What lies over the key, without opening it. key_not_found, corrupt_key, io_failed.
[[nodiscard]] Result<RootKeyCover> root_key_cover(const std::filesystem::path& file);
// The same key under another cover, with what `next` gives. Nothing is written where the present
// one does not open: wrong_passphrase, key_not_found, corrupt_key, io_failed; already_exists while
// the root of an erasure that was cut off waits beside it.
[[nodiscard]] Result<void> cover_root_key(
    const RootKeyPlace& place, RootKeyCover cover, const RootKeyUnlock& next, Entropy& entropy
);
// A new file of 32 random bytes that wraps root keys; nothing where one is there already.
[[nodiscard]] Result<void> create_wrapping_key(const std::filesystem::path& file, Entropy& entropy);

struct RecoverySplit {
    Hash recovery_key;  // its public half
    std::array<std::string, 2> shares;
};
// Makes a recovery key, seals the root to it in FILE.recovery in place of an earlier one, and gives
// the pages of its two holders. Each share alone says nothing.
[[nodiscard]] Result<RecoverySplit> split_recovery_key(const RootKeyPlace& place, Entropy& entropy);
[[nodiscard]] std::filesystem::path recovery_file(const std::filesystem::path& root_key_file);

// The shares as they were typed off.
struct RecoveryPages {
    std::string_view one;
    std::string_view other;
};
// Writes the root key that the shares open into a new file, unwrapped. recovery_share_invalid,
// recovery_share_mismatch, corrupt_key, key_not_found (no recovery file), already_exists.
[[nodiscard]] Result<void> recover_root_key(
    const std::filesystem::path& recovery_file,
    const RecoveryPages& pages,
    const std::filesystem::path& target,
    Entropy& entropy
);
// Whether the shares open the very key that is in the root key file now: true, or false where they
// open another. Fails as recover_root_key where they open nothing.
[[nodiscard]] Result<bool> recovery_opens_present_root(
    const RootKeyPlace& place, const RecoveryPages& pages
);

}  // namespace tyst
