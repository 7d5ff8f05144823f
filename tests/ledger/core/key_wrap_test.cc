#include "ledger/core/key_wrap.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/test_keys.h"

namespace tyst {
namespace {

using test::key_of;

AeadNonce nonce_of(std::uint8_t byte) {
    AeadNonce nonce;
    nonce.fill(byte);
    return nonce;
}

TEST_CASE("key wrap: a key comes back only in its own place and under its own key") {
    const KeyPlace place{2, 65'535, 7};
    const std::string wrapped = wrap_key(key_of(1), nonce_of(2), place, key_of(3)).value();
    CHECK(wrapped.size() == kWrappedKeyBytes);
    CHECK(unwrap_key(key_of(1), place, as_bytes(wrapped)).value() == key_of(3));
    CHECK(unwrap_key(key_of(4), place, as_bytes(wrapped)).error().code == ErrorCode::corrupt_key);
    for (const KeyPlace other : {KeyPlace{1, 65'535, 7}, {2, 65'534, 7}, {2, 65'535, 8}}) {
        CHECK(
            unwrap_key(key_of(1), other, as_bytes(wrapped)).error().code == ErrorCode::corrupt_key
        );
    }
}

TEST_CASE("key wrap: every flipped bit and every cut is refused") {
    const KeyPlace place{0, 1, 1};
    const std::string wrapped = wrap_key(key_of(1), nonce_of(2), place, key_of(3)).value();
    for (std::size_t at = 0; at < wrapped.size(); ++at) {
        INFO("byte " << at);
        REQUIRE_FALSE(unwrap_key(key_of(1), place, as_bytes(wrapped).first(at)));
        REQUIRE_FALSE(
            unwrap_secret(key_of(1), as_bytes(key_place_bytes(place)), as_bytes(wrapped).first(at))
        );
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string flipped = wrapped;
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
            REQUIRE_FALSE(unwrap_key(key_of(1), place, as_bytes(flipped)));
        }
    }
}

TEST_CASE("key wrap: secrets of 0 bytes to 4 KiB come back, longer ones are refused") {
    for (const std::size_t size : {0U, 1U, 31U, 4096U}) {
        const std::string secret(size, 's');
        const std::string wrapped =
            wrap_secret(key_of(1), nonce_of(5), as_bytes("place"), as_bytes(secret)).value();
        CHECK(unwrap_secret(key_of(1), as_bytes("place"), as_bytes(wrapped)).value() == secret);
        CHECK_FALSE(unwrap_secret(key_of(1), as_bytes("other"), as_bytes(wrapped)));
    }
    const std::string long_secret(4097, 's');
    CHECK(
        wrap_secret(key_of(1), nonce_of(5), Bytes(), as_bytes(long_secret)).error().code ==
        ErrorCode::too_large
    );
    const std::string long_wrapped(4097 + SecretBox::kOverheadBytes, 's');
    CHECK(
        unwrap_secret(key_of(1), Bytes(), as_bytes(long_wrapped)).error().code ==
        ErrorCode::corrupt_key
    );
}

TEST_CASE("secret box: one box seals and opens many values, and names damage as it was told") {
    SecretBox box = SecretBox::create(key_of(1), ErrorCode::corrupt_view).value();
    SecretBox other = SecretBox::create(key_of(2), ErrorCode::corrupt_view).value();
    for (std::uint8_t round = 0; round < 20; ++round) {
        const std::string value(std::size_t{10} * round, static_cast<char>(round));
        const std::string sealed =
            box.seal(nonce_of(round), as_bytes("row"), as_bytes(value)).value();
        CHECK(box.open(as_bytes("row"), as_bytes(sealed)).value() == value);
        CHECK(box.open(as_bytes("wor"), as_bytes(sealed)).error().code == ErrorCode::corrupt_view);
        CHECK(
            other.open(as_bytes("row"), as_bytes(sealed)).error().code == ErrorCode::corrupt_view
        );
        CHECK(box.open(as_bytes("row"), as_bytes(sealed)).value() == value);
    }
}

}  // namespace
}  // namespace tyst
