#pragma once

#include <string>
#include <string_view>

#include "ledger/core/passphrase.h"
#include "ledger/storage/root_key.h"

// The second version of the root key file, whose key lies under a passphrase or another key file:
// docs/formats.md, "Root key file".
namespace tyst::storage {

// Whether a file's text is of the second version, and by what it is wrapped; corrupt_key where it
// begins like one and is damaged.
[[nodiscard]] bool is_wrapped_root_key(std::string_view text);
[[nodiscard]] Result<RootKeyWrapping> wrapping_in(std::string_view text);

// The line of a wrapped key. `wrapping` is not none. key_not_found where `file` has nothing to
// wrap with.
[[nodiscard]] Result<std::string> wrapped_root_key_text(
    const RootKeyFile& file,
    RootKeyWrapping wrapping,
    const ScryptCost& cost,
    const RootKey& root,
    Entropy& entropy
);
// corrupt_key where the line is damaged, wrong_passphrase where it is whole and does not open,
// key_not_found where nothing is given to open it with.
[[nodiscard]] Result<RootKey> open_wrapped_root_key(const RootKeyFile& file, std::string_view text);

}  // namespace tyst::storage
