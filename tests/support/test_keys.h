#pragma once

#include <cstdint>

#include "schema/ids.h"

namespace tyst::test {

// A key of one byte repeated: a key that everybody knows.
[[nodiscard]] inline SecretKey key_of(std::uint8_t byte) {
    SecretKey key;
    key.bytes.fill(byte);
    return key;
}

}  // namespace tyst::test
