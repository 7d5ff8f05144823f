#pragma once

#include <cstdint>
#include <string_view>

#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

// What guessing a passphrase costs: scrypt (RFC 7914) with N, r and p. One guess takes 128·N·r
// bytes of memory.
struct ScryptCost {
    std::uint64_t n = std::uint64_t{1} << 17U;  // with r = 8: 128 MiB, a third of a second
    std::uint32_t r = 8;
    std::uint32_t p = 1;

    bool operator==(const ScryptCost&) const = default;
};

// Whether N is a power of two from 2^10 to 2^20, r from 1 to 16 and p from 1 to 4, with at most
// 1 GiB: bounds what a file that was tampered with can make this machine do.
[[nodiscard]] bool is_allowed(const ScryptCost& cost);

// The key of a passphrase. invalid_value where the cost is not allowed or the passphrase is empty,
// internal where OpenSSL fails (for want of memory, for instance).
[[nodiscard]] Result<SecretKey> key_of_passphrase(
    std::string_view passphrase, Bytes salt, const ScryptCost& cost
);

}  // namespace tyst
