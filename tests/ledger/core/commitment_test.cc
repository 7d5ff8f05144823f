#include <string>

#include <catch2/catch.hpp>

#include "ledger/core/sealing.h"
#include "tests/ledger/core/two_plaintexts.h"

// AES-GCM does not bind its key: whoever chooses two keys can make one ciphertext that opens under
// both, to two plaintexts. What the entry says of the key is what refuses the second.
namespace tyst {
namespace {

SecretKey filled_key(std::uint8_t byte) {
    SecretKey key;
    key.bytes.fill(byte);
    return key;
}

TEST_CASE("sealing: a key that the cipher also takes, for another plaintext, is refused") {
    const SecretKey own = filled_key(0x41);
    const SecretKey second = filled_key(0x42);
    const std::string sealed = test::sealed_under_both(own, second);

    Aead aead = Aead::create().value();
    const auto plaintext_under = [&](const SecretKey& key) {
        std::string plaintext(sealed.size() - kAeadTagBytes, '\0');
        aead.set_key(key);
        const auto opened = aead.open(
            AeadNonce{},
            {},
            as_bytes(sealed),
            {reinterpret_cast<std::uint8_t*>(plaintext.data()), plaintext.size()}
        );
        REQUIRE(opened.value());  // the tag holds
        return plaintext;
    };
    REQUIRE(plaintext_under(own) != plaintext_under(second));

    PartOpener opener = PartOpener::create().value();
    const auto refused =
        opener.open(second, as_bytes(sealed), sha256(as_bytes(sealed)), commitment_to(own));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::key_not_committed);
    CHECK_THAT(refused.error().context, Catch::Contains("commit"));
}

}  // namespace
}  // namespace tyst
