#include "ledger/core/hash.h"

#include <string>

#include <catch2/catch.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "ledger/core/key_wrap.h"
#include "ledger/core/labels.h"

namespace tyst {
namespace {

std::string evp_sha256(const std::string& message) {
    std::string digest(32, '\0');
    EVP_Digest(
        message.data(),
        message.size(),
        reinterpret_cast<unsigned char*>(digest.data()),
        nullptr,
        EVP_sha256(),
        nullptr
    );
    return digest;
}

TEST_CASE("hash: SHA-256 gives the published values") {
    CHECK(
        to_hex(sha256(as_bytes("abc")).view()) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    CHECK(
        to_hex(empty_root().view()) ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}

TEST_CASE("hash: leaves and nodes are told apart by their first byte") {
    const Hash left = sha256(as_bytes("left"));
    const Hash right = sha256(as_bytes("right"));
    CHECK(leaf_hash(as_bytes("abc")) == sha256(as_bytes(std::string("\0abc", 4))));
    const std::string both =
        "\x01" + std::string(as_text(left.view())) + std::string(as_text(right.view()));
    CHECK(as_text(node_hash(left, right).view()) == evp_sha256(both));
    CHECK(sha256({as_bytes("a"), Bytes(), as_bytes("bc")}) == sha256(as_bytes("abc")));
}

TEST_CASE("hash: SHA-256 and HMAC agree with OpenSSL's EVP at every length") {
    SecretKey key;
    for (std::size_t place = 0; place < key.bytes.size(); ++place) {
        key.bytes[place] = static_cast<std::uint8_t>(3 * place + 1);
    }
    const HmacKey prepared(key);
    std::string message;
    for (int length = 0; length < 300; ++length) {
        INFO("length " << length);
        REQUIRE(as_text(sha256(as_bytes(message)).view()) == evp_sha256(message));
        std::string expected(32, '\0');
        unsigned size = 0;
        HMAC(
            EVP_sha256(),
            key.bytes.data(),
            32,
            reinterpret_cast<const unsigned char*>(message.data()),
            message.size(),
            reinterpret_cast<unsigned char*>(expected.data()),
            &size
        );
        REQUIRE(as_text(prepared.mac(as_bytes(message)).view()) == expected);
        message.push_back(static_cast<char>(length * 7));
    }
    CHECK(
        derive_key(key, label::kLookupKey).bytes ==
        prepared.mac(as_bytes("tyst/1/lookup-key")).bytes
    );
    CHECK(derive_key(key, label::kLookupKey) != derive_key(key, label::kViewsKey));
}

TEST_CASE("hash: wiping leaves zeros") {
    SecretKey key;
    key.bytes.fill(7);
    wipe(key);
    CHECK(key.is_zero());
}

}  // namespace
}  // namespace tyst
