#include "ledger/core/passphrase.h"

#include <array>
#include <bit>
#include <memory>

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

namespace tyst {
namespace {

constexpr std::uint64_t kLeastN = std::uint64_t{1} << 10U;
constexpr std::uint64_t kMostN = std::uint64_t{1} << 20U;
constexpr std::uint32_t kMostR = 16;
constexpr std::uint32_t kMostP = 4;
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30U;
constexpr std::uint64_t kBlockBytes = 128;
// What scrypt needs beside its table.
constexpr std::uint64_t kSpareBytes = std::uint64_t{1} << 20U;

struct FreeKdf {
    void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

// OpenSSL's parameters are not const, but it only reads these.
void* unchanged(const void* bytes) {
    return const_cast<void*>(bytes);
}

}  // namespace

bool is_allowed(const ScryptCost& cost) {
    return std::has_single_bit(cost.n) && cost.n >= kLeastN && cost.n <= kMostN && cost.r >= 1 &&
           cost.r <= kMostR && cost.p >= 1 && cost.p <= kMostP &&
           kBlockBytes * cost.n * cost.r <= kMostBytes;
}

Result<SecretKey> key_of_passphrase(
    std::string_view passphrase, Bytes salt, const ScryptCost& cost
) {
    if (passphrase.empty()) {
        return fail(ErrorCode::invalid_value, "passphrase: must not be empty");
    }
    if (!is_allowed(cost)) {
        return fail(ErrorCode::invalid_value, "scrypt: N, r and p are beyond what is allowed");
    }
    const std::unique_ptr<EVP_KDF, FreeKdf> kdf(EVP_KDF_fetch(nullptr, "SCRYPT", nullptr));
    const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context(EVP_KDF_CTX_new(kdf.get()));
    ScryptCost values = cost;
    std::uint64_t most_bytes = kMostBytes + kSpareBytes;
    const std::array parameters{
        OSSL_PARAM_construct_octet_string(
            OSSL_KDF_PARAM_PASSWORD, unchanged(passphrase.data()), passphrase.size()
        ),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, unchanged(salt.data()), salt.size()),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &values.n),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &values.r),
        OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &values.p),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &most_bytes),
        OSSL_PARAM_construct_end(),
    };
    SecretKey key;
    if (!context ||
        EVP_KDF_derive(context.get(), key.bytes.data(), key.bytes.size(), parameters.data()) != 1) {
        return fail(ErrorCode::internal, "OpenSSL failed to run scrypt");
    }
    return key;
}

}  // namespace tyst
