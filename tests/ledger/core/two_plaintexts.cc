#include "tests/ledger/core/two_plaintexts.h"

#include <array>
#include <cstdint>
#include <memory>

#include <catch2/catch.hpp>
#include <openssl/evp.h>

namespace tyst::test {
namespace {

// Of GF(2^128) as GCM writes it: the first bit is the highest of `high`.
struct FieldElement {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
};
FieldElement operator+(FieldElement a, FieldElement b) {
    return {a.high ^ b.high, a.low ^ b.low};
}
FieldElement operator*(FieldElement a, FieldElement b) {
    constexpr std::uint64_t kReduction = std::uint64_t{0xe1} << 56U;
    FieldElement product;
    for (unsigned bit = 0; bit < 128; ++bit) {
        if (((bit < 64 ? a.high : a.low) >> (63 - bit % 64) & 1U) != 0) {
            product = product + b;
        }
        const bool carry = (b.low & 1U) != 0;
        b = {b.high >> 1U, b.low >> 1U | b.high << 63U};
        b.high ^= carry ? kReduction : 0;
    }
    return product;
}
FieldElement raised(FieldElement base, unsigned exponent) {
    FieldElement result{std::uint64_t{1} << 63U, 0};  // one
    for (; exponent > 0; --exponent) {
        result = result * base;
    }
    return result;
}
// base^(2^128 - 2)
FieldElement inverse(FieldElement base) {
    FieldElement result = raised(base, 0);
    for (int i = 1; i < 128; ++i) {
        base = base * base;
        result = result * base;
    }
    return result;
}

using Block = std::array<std::uint8_t, 16>;

FieldElement element_of(const Block& block) {
    FieldElement element;
    for (std::size_t i = 0; i < 8; ++i) {
        element.high = element.high << 8U | block[i];
        element.low = element.low << 8U | block[i + 8];
    }
    return element;
}
Block block_of(FieldElement element) {
    Block block;
    for (std::size_t i = 8; i > 0; --i, element.high >>= 8U, element.low >>= 8U) {
        block[i - 1] = static_cast<std::uint8_t>(element.high);
        block[i + 7] = static_cast<std::uint8_t>(element.low);
    }
    return block;
}

Block encrypt_block(const SecretKey& key, const Block& block) {
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
        EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free
    );
    Block result{};
    int written = 0;
    const bool done =
        EVP_EncryptInit_ex(context.get(), EVP_aes_256_ecb(), nullptr, key.bytes.data(), nullptr) ==
            1 &&
        EVP_EncryptUpdate(context.get(), result.data(), &written, block.data(), 16) == 1;
    REQUIRE(done);
    return result;
}

// What of GCM depends on the key alone, with twelve zero bytes as nonce.
struct GcmKey {
    explicit GcmKey(const SecretKey& key)
        : hash(element_of(encrypt_block(key, Block{}))), mask(element_of(encrypt_block(key, [] {
              Block first{};
              first[15] = 1;
              return first;
          }()))) {}
    FieldElement hash;
    FieldElement mask;
};

constexpr unsigned kBlocks = 4;

// The tag over the blocks without the first one's share.
FieldElement tag_without_first(const GcmKey& key, const std::array<FieldElement, kBlocks>& blocks) {
    FieldElement tag = key.mask + FieldElement{0, kBlocks * 128} * key.hash;
    for (unsigned i = 1; i < kBlocks; ++i) {
        tag = tag + blocks[i] * raised(key.hash, kBlocks + 1 - i);
    }
    return tag;
}

}  // namespace

std::string sealed_under_both(const SecretKey& one, const SecretKey& other) {
    const GcmKey first(one);
    const GcmKey second(other);
    std::array<FieldElement, kBlocks> blocks;
    for (unsigned i = 1; i < kBlocks; ++i) {
        blocks[i] = {i * 0x0123'4567'89ab'cdefU, i};
    }
    const FieldElement wanted =
        tag_without_first(first, blocks) + tag_without_first(second, blocks);
    const FieldElement share = raised(first.hash, kBlocks + 1) + raised(second.hash, kBlocks + 1);
    blocks[0] = wanted * inverse(share);
    std::string sealed;
    for (const FieldElement& block : blocks) {
        const Block bytes = block_of(block);
        sealed.append(bytes.begin(), bytes.end());
    }
    const Block tag =
        block_of(tag_without_first(first, blocks) + blocks[0] * raised(first.hash, kBlocks + 1));
    return sealed.append(tag.begin(), tag.end());
}

}  // namespace tyst::test
