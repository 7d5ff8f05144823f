#pragma once

#include <string>

#include "ledger/core/aead.h"

namespace tyst::test {

// AES-GCM does not bind its key: whoever chooses two keys can make one ciphertext that opens under
// both, to two plaintexts of 64 bytes. Ciphertext ‖ tag that both keys take, the nonce being zero.
[[nodiscard]] std::string sealed_under_both(const SecretKey& one, const SecretKey& other);

}  // namespace tyst::test
