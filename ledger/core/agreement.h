#pragma once

#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

using AgreementKey = StrongBytes<struct AgreementKeyTag, 32>;

// X25519 (RFC 7748): any 32 bytes are a secret key. internal where OpenSSL has none.
[[nodiscard]] Result<AgreementKey> agreement_public_key(const SecretKey& secret);
// What the holders of both secret keys compute alike; the caller wipes it. corrupt_key where the
// other key is one that would give zeros.
[[nodiscard]] Result<SecretKey> agree(const SecretKey& secret, const AgreementKey& other);

}  // namespace tyst
