#include "ledger/core/agreement.h"

#include <memory>

#include <openssl/evp.h>

#include "ledger/core/openssl_handles.h"

namespace tyst {
namespace {

struct FreeKeyContext {
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};

KeyHandle x25519_secret(const SecretKey& secret) {
    return KeyHandle(EVP_PKEY_new_raw_private_key(
        EVP_PKEY_X25519, nullptr, secret.bytes.data(), secret.bytes.size()
    ));
}

}  // namespace

Result<AgreementKey> agreement_public_key(const SecretKey& secret) {
    const KeyHandle handle = x25519_secret(secret);
    AgreementKey key;
    std::size_t size = key.bytes.size();
    if (!handle || EVP_PKEY_get_raw_public_key(handle.get(), key.bytes.data(), &size) != 1 ||
        size != key.bytes.size()) {
        return fail(ErrorCode::internal, "OpenSSL failed to make an X25519 key");
    }
    return key;
}

Result<SecretKey> agree(const SecretKey& secret, const AgreementKey& other) {
    const KeyHandle handle = x25519_secret(secret);
    const KeyHandle peer(EVP_PKEY_new_raw_public_key(
        EVP_PKEY_X25519, nullptr, other.bytes.data(), other.bytes.size()
    ));
    const std::unique_ptr<EVP_PKEY_CTX, FreeKeyContext> context(
        handle ? EVP_PKEY_CTX_new(handle.get(), nullptr) : nullptr
    );
    if (!context || !peer || EVP_PKEY_derive_init(context.get()) != 1) {
        return fail(ErrorCode::internal, "OpenSSL failed to prepare X25519");
    }
    SecretKey shared;
    std::size_t size = shared.bytes.size();
    // OpenSSL refuses keys of small order by itself.
    if (EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
        EVP_PKEY_derive(context.get(), shared.bytes.data(), &size) != 1 ||
        size != shared.bytes.size()) {
        return fail(ErrorCode::corrupt_key, "an X25519 key with which nothing can be agreed");
    }
    return shared;
}

}  // namespace tyst
