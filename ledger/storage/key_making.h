#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/core/aead.h"
#include "ledger/core/key_wrap.h"
#include "ledger/storage/key_rows.h"
#include "ledger/storage/key_value_store.h"
#include "ledger/storage/root_key.h"
#include "schema/clock.h"
#include "schema/error.h"
#include "schema/ids.h"

// How the rows of `keys/` are sealed, for who makes them first and for who makes them again after
// an erasure. Places and purposes: docs/formats.md, "Keys".
namespace tyst::storage::key_making {

[[nodiscard]] AeadNonce fresh_nonce(Entropy& entropy);
[[nodiscard]] SecretKey fresh_key(Entropy& entropy);
void wipe_text(std::string& text);

// What the row `root-check` holds: tells a wrong root key.
[[nodiscard]] std::string root_check(const RootKey& root);

// An own key stands under a key that is derived from the root for it alone, tied to its name and to
// the root's generation.
[[nodiscard]] Result<void> put_own_key(
    Batch& batch, std::string_view name, const SecretKey& key, const RootKey& root, Entropy& entropy
);
// corrupt_key where it does not open.
[[nodiscard]] Result<SecretKey> open_own_key(
    std::string_view name, std::string_view wrapped, const RootKey& root
);

// A node of the key tree under its parent.
[[nodiscard]] Result<void> put_node(
    Batch& batch,
    const SecretKey& parent,
    const KeyPlace& place,
    const SecretKey& key,
    Entropy& entropy
);

// Where a subject's secret stands, as associated data.
[[nodiscard]] std::string subject_place(
    std::uint64_t slot, std::uint64_t generation, const StreamId& subject
);
// A subject's secret, encoded, under the node above its slot.
[[nodiscard]] Result<void> put_subject(
    Batch& batch,
    const SecretKey& parent,
    const StreamId& subject,
    std::uint64_t slot,
    std::uint64_t generation,
    std::string_view plain,
    Entropy& entropy
);

// The key over the values of lookup rows.
[[nodiscard]] SecretKey lookup_row_key(const SecretKey& lookup_key);
// The way from the digest of a reference to its pseudonym.
[[nodiscard]] Result<void> put_lookup(
    Batch& batch,
    const SecretKey& row_key,
    const Hash& mac,
    const StreamId& subject,
    Entropy& entropy
);

}  // namespace tyst::storage::key_making
