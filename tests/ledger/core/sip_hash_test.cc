#include "ledger/core/sip_hash.h"

#include <cstring>
#include <memory>
#include <string>

#include <catch2/catch.hpp>
#include <openssl/evp.h>

namespace tyst {
namespace {

std::array<std::uint64_t, 2> openssl_sip_hash(
    const std::array<std::uint64_t, 2>& key, Bytes message
) {
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac(
        EVP_MAC_fetch(nullptr, "SIPHASH", nullptr), &EVP_MAC_free
    );
    REQUIRE(mac != nullptr);
    const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(
        EVP_MAC_CTX_new(mac.get()), &EVP_MAC_CTX_free
    );
    std::array<std::uint8_t, 16> key_bytes{};
    std::memcpy(key_bytes.data(), key.data(), key_bytes.size());
    REQUIRE(EVP_MAC_init(context.get(), key_bytes.data(), key_bytes.size(), nullptr) == 1);
    REQUIRE(EVP_MAC_update(context.get(), message.data(), message.size()) == 1);
    std::array<std::uint8_t, 16> output{};
    std::size_t length = 0;
    REQUIRE(EVP_MAC_final(context.get(), output.data(), &length, output.size()) == 1);
    REQUIRE(length == output.size());
    std::array<std::uint64_t, 2> hash{};
    std::memcpy(hash.data(), output.data(), output.size());
    return hash;
}

}  // namespace

TEST_CASE("sip hash: agrees with OpenSSL's for every length up to 160 bytes") {
    const std::array<std::uint64_t, 2> key{0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL};
    std::string message;
    for (int length = 0; length <= 160; ++length) {
        INFO("length " << length);
        CHECK(sip_hash(key, as_bytes(message)) == openssl_sip_hash(key, as_bytes(message)));
        message.push_back(static_cast<char>(length * 37));
    }
}

TEST_CASE("sip hash: another key gives another hash") {
    CHECK(sip_hash({1, 2}, as_bytes("message")) != sip_hash({1, 3}, as_bytes("message")));
    CHECK(sip_hash({1, 2}, as_bytes("message")) != sip_hash({2, 2}, as_bytes("message")));
}

}  // namespace tyst
