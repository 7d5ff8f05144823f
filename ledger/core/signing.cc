#include "ledger/core/signing.h"

#include <memory>
#include <utility>

#include <openssl/evp.h>

namespace tyst {
namespace {

struct FreeDigest {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigest>;

}  // namespace

Result<SigningKey> SigningKey::from_seed(const SecretKey& seed) {
    KeyHandle handle(EVP_PKEY_new_raw_private_key(
        EVP_PKEY_ED25519, nullptr, seed.bytes.data(), seed.bytes.size()
    ));
    PublicKey public_key;
    std::size_t size = public_key.bytes.size();
    if (!handle || EVP_PKEY_get_raw_public_key(handle.get(), public_key.bytes.data(), &size) != 1 ||
        size != public_key.bytes.size()) {
        return fail(ErrorCode::internal, "OpenSSL failed to make an Ed25519 key");
    }
    return SigningKey(std::move(handle), public_key);
}

Result<Signature> SigningKey::sign(Bytes message) const {
    const DigestContext context(EVP_MD_CTX_new());
    Signature signature;
    std::size_t size = signature.bytes.size();
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, handle_.get()) != 1 ||
        EVP_DigestSign(
            context.get(), signature.bytes.data(), &size, message.data(), message.size()
        ) != 1 ||
        size != signature.bytes.size()) {
        return fail(ErrorCode::internal, "OpenSSL failed to sign");
    }
    return signature;
}

bool verify_signature(const PublicKey& key, Bytes message, const Signature& signature) {
    const KeyHandle handle(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.bytes.data(), key.bytes.size())
    );
    const DigestContext context(EVP_MD_CTX_new());
    return handle && context &&
           EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, handle.get()) == 1 &&
           EVP_DigestVerify(
               context.get(),
               signature.bytes.data(),
               signature.bytes.size(),
               message.data(),
               message.size()
           ) == 1;
}

}  // namespace tyst
