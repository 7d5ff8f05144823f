#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/core/aead.h"
#include "schema/error.h"
#include "schema/ids.h"

// Secrets and small values at rest: docs/formats.md, "Keys".
namespace tyst {

// The key for one purpose: HMAC-SHA256(key, purpose). The purposes in use stand in labels.h.
[[nodiscard]] SecretKey derive_key(const SecretKey& key, std::string_view purpose);

// Seals many values under one key, each with a nonce of its own: nonce ‖ ciphertext ‖ tag. The
// associated data is not stored; it ties a value to its place, so that none can be moved elsewhere.
// One thread at a time; the key is wiped when it goes.
class SecretBox {
  public:
    static constexpr std::size_t kOverheadBytes = kAeadNonceBytes + kAeadTagBytes;

    // `damage` is the code of what open() refuses: corrupt_key, corrupt_view. internal where
    // OpenSSL has no AES-256-GCM.
    static Result<SecretBox> create(const SecretKey& key, ErrorCode damage);
    // For who opens values under many keys: making a box costs more than opening one value.
    void set_key(const SecretKey& key) { aead_.set_key(key); }

    // `nonce` must be fresh and unpredictable for every call under one key. too_large above
    // kAeadTextBytesMax.
    [[nodiscard]] Result<std::string> seal(const AeadNonce& nonce, Bytes associated, Bytes secret);
    // The secret; the caller wipes it. The `damage` code where anything was changed, or where key
    // or place are not those that it was sealed for.
    [[nodiscard]] Result<std::string> open(Bytes associated, Bytes sealed);

  private:
    SecretBox(Aead aead, ErrorCode damage) : aead_(std::move(aead)), damage_(damage) {}

    Aead aead_;
    ErrorCode damage_;
};

// Where a key stands in a key tree. As associated data: level (1 byte) ‖ slot (8) ‖ generation (8),
// big-endian.
struct KeyPlace {
    std::uint8_t level = 0;
    std::uint64_t slot = 0;
    std::uint64_t generation = 0;
};
[[nodiscard]] std::string key_place_bytes(const KeyPlace& place);

inline constexpr std::size_t kWrappedSecretBytesMax = 4096;
inline constexpr std::size_t kWrappedKeyBytes = SecretKey::kSize + SecretBox::kOverheadBytes;

// One secret of at most 4 KiB under a key, as SecretBox does it. too_large above that.
[[nodiscard]] Result<std::string> wrap_secret(
    const SecretKey& wrapping_key, const AeadNonce& nonce, Bytes associated, Bytes secret
);
// corrupt_key where it does not open; the caller wipes the result.
[[nodiscard]] Result<std::string> unwrap_secret(
    const SecretKey& wrapping_key, Bytes associated, Bytes wrapped
);
// The same with a box of the wrapping key, for who opens many.
[[nodiscard]] Result<std::string> unwrap_secret(SecretBox& box, Bytes associated, Bytes wrapped);
// The same for a key, in its place: 60 bytes.
[[nodiscard]] Result<std::string> wrap_key(
    const SecretKey& wrapping_key,
    const AeadNonce& nonce,
    const KeyPlace& place,
    const SecretKey& key
);
// corrupt_key where it does not open or is not 32 bytes long.
[[nodiscard]] Result<SecretKey> unwrap_key(
    const SecretKey& wrapping_key, const KeyPlace& place, Bytes wrapped
);

}  // namespace tyst
