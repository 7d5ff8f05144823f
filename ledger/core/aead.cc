#include "ledger/core/aead.h"

#include <algorithm>
#include <string>
#include <utility>

#include <openssl/evp.h>

#include "ledger/core/hash.h"

namespace tyst {
namespace {

std::unexpected<Error> openssl_failed(const char* step) {
    return fail(ErrorCode::internal, std::string("OpenSSL failed: ") + step);
}

int length_of(std::size_t size) {
    TYST_ASSERT(size <= kAeadTextBytesMax);
    return static_cast<int>(size);
}

}  // namespace

void FreeOpenSsl::operator()(evp_cipher_ctx_st* handle) const {
    EVP_CIPHER_CTX_free(handle);
}

void FreeOpenSsl::operator()(evp_cipher_st* handle) const {
    EVP_CIPHER_free(handle);
}

void FreeOpenSsl::operator()(evp_pkey_st* handle) const {
    EVP_PKEY_free(handle);
}

Aead::Aead(CipherMethod method, CipherContext sealing, CipherContext opening)
    : method_(std::move(method)), sealing_(std::move(sealing)), opening_(std::move(opening)) {}

Aead::~Aead() {
    wipe(key_);
}

Result<Aead> Aead::create() {
    CipherMethod method(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
    CipherContext sealing(EVP_CIPHER_CTX_new());
    CipherContext opening(EVP_CIPHER_CTX_new());
    if (!method || !sealing || !opening ||
        EVP_EncryptInit_ex2(sealing.get(), method.get(), nullptr, nullptr, nullptr) != 1 ||
        EVP_DecryptInit_ex2(opening.get(), method.get(), nullptr, nullptr, nullptr) != 1) {
        return openssl_failed("AES-256-GCM");
    }
    return Aead(std::move(method), std::move(sealing), std::move(opening));
}

void Aead::set_key(const SecretKey& key) {
    key_ = key;
    sealing_has_key_ = false;
    opening_has_key_ = false;
}

// The key schedule is computed at the first use in a direction, together with the nonce: one call
// to OpenSSL instead of two on the path that uses every key once.
Result<void> Aead::seal(
    const AeadNonce& nonce, Bytes associated, Bytes plaintext, std::span<std::uint8_t> sealed
) {
    TYST_ASSERT(sealed.size() == plaintext.size() + kAeadTagBytes);
    EVP_CIPHER_CTX* const context = sealing_.get();
    const std::uint8_t* const key = sealing_has_key_ ? nullptr : key_.bytes.data();
    if (EVP_EncryptInit_ex2(context, nullptr, key, nonce.data(), nullptr) != 1) {
        return openssl_failed("key and nonce");
    }
    sealing_has_key_ = true;
    int written = 0;
    if (!associated.empty() &&
        EVP_EncryptUpdate(
            context, nullptr, &written, associated.data(), length_of(associated.size())
        ) != 1) {
        return openssl_failed("associated data");
    }
    if (EVP_EncryptUpdate(
            context, sealed.data(), &written, plaintext.data(), length_of(plaintext.size())
        ) != 1 ||
        EVP_EncryptFinal_ex(context, sealed.data() + plaintext.size(), &written) != 1 ||
        EVP_CIPHER_CTX_ctrl(
            context, EVP_CTRL_AEAD_GET_TAG, kAeadTagBytes, sealed.data() + plaintext.size()
        ) != 1) {
        return openssl_failed("sealing");
    }
    return {};
}

Result<bool> Aead::open(
    const AeadNonce& nonce, Bytes associated, Bytes sealed, std::span<std::uint8_t> plaintext
) {
    TYST_ASSERT(sealed.size() == plaintext.size() + kAeadTagBytes);
    EVP_CIPHER_CTX* const context = opening_.get();
    const std::uint8_t* const key = opening_has_key_ ? nullptr : key_.bytes.data();
    if (EVP_DecryptInit_ex2(context, nullptr, key, nonce.data(), nullptr) != 1) {
        return openssl_failed("key and nonce");
    }
    opening_has_key_ = true;
    std::array<std::uint8_t, kAeadTagBytes> tag{};
    std::copy(sealed.end() - kAeadTagBytes, sealed.end(), tag.begin());
    int written = 0;
    if (!associated.empty() &&
        EVP_DecryptUpdate(
            context, nullptr, &written, associated.data(), length_of(associated.size())
        ) != 1) {
        return openssl_failed("associated data");
    }
    if (EVP_DecryptUpdate(
            context, plaintext.data(), &written, sealed.data(), length_of(plaintext.size())
        ) != 1 ||
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kAeadTagBytes, tag.data()) != 1) {
        return openssl_failed("opening");
    }
    return EVP_DecryptFinal_ex(context, plaintext.data() + plaintext.size(), &written) == 1;
}

}  // namespace tyst
