#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/core/signing.h"
#include "schema/error.h"

// What verifier keys and signature lines of all types share (c2sp.org/signed-note v1.0.0).
namespace tyst {

// First four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key), big-endian.
[[nodiscard]] std::uint32_t typed_key_id(std::string_view name, char type, const PublicKey& key);

// "name+id+base64(type ‖ key)"
[[nodiscard]] std::string typed_key_text(std::string_view name, char type, const PublicKey& key);

struct TypedKey {
    std::string name;
    PublicKey key;
};
// Reads typed_key_text(). invalid_value, beginning with `what`, where the form, the name, the type
// or the key id does not hold.
[[nodiscard]] Result<TypedKey> parse_typed_key(
    std::string_view text, char type, std::string_view what
);

// "— name base64(id ‖ signature)" with its line end.
[[nodiscard]] std::string signature_line_text(
    std::string_view name, std::uint32_t id, std::string_view signature
);

}  // namespace tyst
