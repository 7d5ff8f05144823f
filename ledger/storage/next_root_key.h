#pragma once

#include <filesystem>
#include <optional>

#include "ledger/storage/root_key.h"
#include "schema/clock.h"
#include "schema/error.h"

// How the root of the key tree is replaced together with rows in `keys/`, which lie in another
// place: the next root is durable beside the root key file before the rows lie under it, and takes
// the file's name after. Which of the two the rows fit tells, after a crash, how far it came
// (docs/architecture.md, "Erasure").
namespace tyst::storage {

// ROOTKEYFILE.next
[[nodiscard]] std::filesystem::path next_root_key_file(const std::filesystem::path& root_key_file);

// Writes `next` there, in the wrapping of the present file, after seeing that what opens the
// present file was given once more and opens `present`: a slip in a passphrase must not close the
// next root for ever. A recovery file that could not be sealed anew is refused too. Fails as
// read_root_key, with wrong_root_key, already_exists, corrupt_key, disk_full; then nothing is left.
[[nodiscard]] Result<void> write_next_root_key(
    const RootKeyFile& file, const RootKey& present, const RootKey& next, Entropy& entropy
);
// The root that waits there; nothing where none does. Fails as read_root_key where it does not
// open.
[[nodiscard]] Result<std::optional<RootKey>> read_next_root_key(const RootKeyFile& file);
// For who would change the present file or open other keys with it: already_exists while a root
// waits, which may be all that opens the ledger whose erasure was cut off.
[[nodiscard]] Result<void> require_no_next_root_key(const std::filesystem::path& root_key_file);
// Gives it the root key file's name, after sealing it to the recovery key; the old root's bytes are
// written over. To be repeated after a crash.
[[nodiscard]] Result<void> install_next_root_key(
    const RootKeyFile& file, const RootKey& next, Entropy& entropy
);
// Takes away what a replacement or another wrapping of the root key file or of its recovery file
// left where it was cut off. For who knows that the present file holds the root.
[[nodiscard]] Result<void> forget_former_roots(const RootKeyFile& file);
// Forgets it. Nothing to do where there is none.
[[nodiscard]] Result<void> discard_next_root_key(const RootKeyFile& file);

}  // namespace tyst::storage
