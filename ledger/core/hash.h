#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "schema/ids.h"

namespace tyst {

// SHA-256 of the bytes. Any thread; cannot fail.
[[nodiscard]] Hash sha256(Bytes bytes);
// SHA-256 of the pieces one after another.
[[nodiscard]] Hash sha256(std::initializer_list<Bytes> pieces);

// RFC 6962 section 2.1: SHA-256(0x00 ‖ entry).
[[nodiscard]] Hash leaf_hash(Bytes entry);
// RFC 6962 section 2.1: SHA-256(0x01 ‖ left ‖ right).
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);
// RFC 6962 section 2.1: the root of a tree without leaves, SHA-256 of nothing.
[[nodiscard]] Hash empty_root();

// Overwrites secret bytes in a way that the compiler does not remove.
void wipe(std::span<std::uint8_t> secret);
template <class Tag, std::size_t Size>
void wipe(StrongBytes<Tag, Size>& secret) {
    wipe(std::span<std::uint8_t>(secret.bytes));
}

// An HMAC-SHA256 key (RFC 2104) with its two fixed blocks already hashed, so that a short message
// costs two compressions. May be used from many threads at once; wiped when it goes.
class HmacKey {
  public:
    explicit HmacKey(const SecretKey& key);
    HmacKey(const HmacKey&) = default;
    HmacKey& operator=(const HmacKey&) = default;
    ~HmacKey();

    [[nodiscard]] Hash mac(Bytes message) const;
    // The MAC of the pieces one after another.
    [[nodiscard]] Hash mac(std::initializer_list<Bytes> pieces) const;

  private:
    std::array<std::uint32_t, 8> inner_{};
    std::array<std::uint32_t, 8> outer_{};
};

}  // namespace tyst
