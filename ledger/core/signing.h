#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/core/openssl_handles.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

using PublicKey = StrongBytes<struct PublicKeyTag, 32>;
using Signature = StrongBytes<struct SignatureTag, 64>;

// An Ed25519 key pair (RFC 8032) from its 32-byte seed. The seed is held by OpenSSL, which wipes
// it. May be used from several threads at once.
class SigningKey {
  public:
    // internal where OpenSSL has no Ed25519.
    static Result<SigningKey> from_seed(const SecretKey& seed);

    [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
    // internal where OpenSSL fails.
    [[nodiscard]] Result<Signature> sign(Bytes message) const;

  private:
    SigningKey(KeyHandle handle, const PublicKey& public_key)
        : handle_(std::move(handle)), public_key_(public_key) {}

    KeyHandle handle_;
    PublicKey public_key_;
};

// Whether the signature over the message is this key's; false for a key that is no curve point.
[[nodiscard]] bool verify_signature(
    const PublicKey& key, Bytes message, const Signature& signature
);

}  // namespace tyst
