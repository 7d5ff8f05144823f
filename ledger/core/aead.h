#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "ledger/core/openssl_handles.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

inline constexpr std::size_t kAeadNonceBytes = 12;
inline constexpr std::size_t kAeadTagBytes = 16;
// The most that one call takes.
inline constexpr std::size_t kAeadTextBytesMax = std::size_t{64} << 20U;

using AeadNonce = std::array<std::uint8_t, kAeadNonceBytes>;

// AES-256-GCM (NIST SP 800-38D) with 96-bit nonces and 128-bit tags, over one reused OpenSSL
// context. One thread at a time; the context is wiped by OpenSSL when it goes.
class Aead {
  public:
    // internal where OpenSSL has no AES-256-GCM.
    static Result<Aead> create();
    Aead(Aead&&) = default;
    Aead& operator=(Aead&&) = default;
    ~Aead();

    // The key for the calls that follow.
    void set_key(const SecretKey& key);
    // Writes plaintext.size() + 16 bytes (ciphertext ‖ tag) to `sealed`. internal where OpenSSL
    // fails.
    [[nodiscard]] Result<void> seal(
        const AeadNonce& nonce, Bytes associated, Bytes plaintext, std::span<std::uint8_t> sealed
    );
    // Writes sealed.size() - 16 bytes to `plaintext`; true where the tag is right. Where it is
    // wrong the plaintext must not be used. internal where OpenSSL fails.
    [[nodiscard]] Result<bool> open(
        const AeadNonce& nonce, Bytes associated, Bytes sealed, std::span<std::uint8_t> plaintext
    );

  private:
    Aead(CipherMethod method, CipherContext sealing, CipherContext opening);

    CipherMethod method_;
    CipherContext sealing_;
    CipherContext opening_;
    bool sealing_has_key_ = false;
    bool opening_has_key_ = false;
    SecretKey key_{};
};

}  // namespace tyst
