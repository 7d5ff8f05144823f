#pragma once

#include <memory>

// OpenSSL's handles as owned values, without its headers.
struct evp_cipher_ctx_st;
struct evp_cipher_st;
struct evp_pkey_st;

namespace tyst {

struct FreeOpenSsl {
    void operator()(evp_cipher_ctx_st* handle) const;
    void operator()(evp_cipher_st* handle) const;
    void operator()(evp_pkey_st* handle) const;
};
using CipherContext = std::unique_ptr<evp_cipher_ctx_st, FreeOpenSsl>;
using CipherMethod = std::unique_ptr<evp_cipher_st, FreeOpenSsl>;
using KeyHandle = std::unique_ptr<evp_pkey_st, FreeOpenSsl>;

}  // namespace tyst
