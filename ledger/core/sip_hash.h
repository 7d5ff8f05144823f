#pragma once

#include <array>
#include <cstdint>

#include "schema/ids.h"

namespace tyst {

// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, "SipHash: a fast short-input PRF"):
// who does not know the key can neither foresee a hash nor aim at one. For sums and tables that
// live as long as one run; what is stored for others to check is SHA-256. Cannot fail, any thread.
[[nodiscard]] std::array<std::uint64_t, 2> sip_hash(
    const std::array<std::uint64_t, 2>& key, Bytes message
);

}  // namespace tyst
