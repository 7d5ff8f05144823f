#include "ledger/core/sealing.h"

#include <random>
#include <string>

#include <catch2/catch.hpp>
#include <openssl/evp.h>

namespace tyst {
namespace {

struct Fixture {
    HmacKey key{key_of(0x11)};
    Salt salt = salt_of(0x22);
    PartSealer sealer = PartSealer::create().value();
    PartOpener opener = PartOpener::create().value();

    static SecretKey key_of(std::uint8_t byte) {
        SecretKey key;
        key.bytes.fill(byte);
        return key;
    }
    static Salt salt_of(std::uint8_t byte) {
        Salt salt;
        salt.bytes.fill(byte);
        return salt;
    }
    SealedPart seal(std::string_view content) {
        return sealer.seal(key, salt, as_bytes(content)).value();
    }
    Result<Bytes> open(const SealedPart& part) {
        return opener.open(key, part.salt, as_bytes(part.sealed), part.digest, part.commitment);
    }
    // What a faulty or hostile holder of the key could have sealed.
    SealedPart seal_plaintext(const std::string& plaintext) {
        Aead aead = Aead::create().value();
        SealedPart part;
        part.salt = salt;
        part.sealed.resize(plaintext.size() + kAeadTagBytes);
        aead.set_key(event_key(key, salt));
        REQUIRE(aead.seal(
            AeadNonce{},
            {},
            as_bytes(plaintext),
            {reinterpret_cast<std::uint8_t*>(part.sealed.data()), part.sealed.size()}
        ));
        part.digest = sha256(as_bytes(part.sealed));
        part.commitment = commitment_of(key, salt);
        return part;
    }
};

void check_refused(const Result<Bytes>& result, const std::string& reason) {
    REQUIRE_FALSE(result);
    CHECK(
        result.error().code == (reason == "digest"       ? ErrorCode::part_digest_mismatch
                                : reason == "commits to" ? ErrorCode::key_not_committed
                                                         : ErrorCode::corrupt_part)
    );
    CHECK_THAT(result.error().context, Catch::Contains(reason));
}

TEST_CASE("sealing: what is sealed opens again at every size around the classes") {
    Fixture fixture;
    for (const std::size_t size :
         {0U, 1U, 59U, 60U, 61U, 300U, 1020U, 1021U, 5000U, 70'000U, 1'048'572U}) {
        INFO("size " << size);
        const std::string content(size, 'x');
        const SealedPart part = fixture.seal(content);
        CHECK(part.size == part.sealed.size());
        CHECK(part.sealed.size() == padded_size(size) + kAeadTagBytes);
        CHECK(part.sealed.size() <= kSealedPartBytesMax);
        CHECK(part.commitment == commitment_of(fixture.key, fixture.salt));
        const Result<Bytes> opened = fixture.open(part);
        REQUIRE(opened);
        CHECK(as_text(*opened) == content);
        CHECK(reinterpret_cast<std::uintptr_t>(opened->data()) % 8 == 0);
        const Result<Bytes> tagged =
            fixture.opener.open_by_tag(fixture.key, part.salt, as_bytes(part.sealed));
        CHECK(as_text(tagged.value()) == content);
        const Result<Bytes> disclosed = fixture.opener.open(
            event_key(fixture.key, part.salt), as_bytes(part.sealed), part.digest, part.commitment
        );
        CHECK(as_text(disclosed.value()) == content);
    }
    const std::string too_long(kPartContentBytesMax + 1, 'x');
    CHECK(
        fixture.sealer.seal(fixture.key, fixture.salt, as_bytes(too_long)).error().code ==
        ErrorCode::too_large
    );
}

TEST_CASE("sealing: size classes are multiples of 64 to 1 KiB, then within an eighth") {
    CHECK(padded_size(0) == 64);
    CHECK(padded_size(60) == 64);
    CHECK(padded_size(61) == 128);
    CHECK(padded_size(1020) == 1024);
    CHECK(padded_size(1021) == 1088);
    CHECK(padded_size(2044) == 2048);
    CHECK(padded_size(2045) == 2176);
    CHECK(padded_size(100'000) == 100'352);
    CHECK(padded_size(kPartContentBytesMax) == 1'048'576);
    CHECK(padded_size(kPartContentBytesMax + 1) == 0);
    std::size_t before = 0;
    std::size_t classes = 0;
    for (std::size_t size = 0; size <= kPartContentBytesMax; ++size) {
        const std::size_t padded = padded_size(size);
        const bool fits = padded >= size + 4 && padded >= before;
        const bool bounded = padded - (size + 4) < 64 || (padded - (size + 4)) * 8 < size + 4;
        if (!fits || !bounded) {
            FAIL("size " << size << " is padded to " << padded);
        }
        classes += padded != before ? 1 : 0;
        before = padded;
    }
    CHECK(classes == 240);
}

TEST_CASE("sealing: each kind of damage is named") {
    Fixture fixture;
    const SealedPart part = fixture.seal("Review held, minutes attached");

    SealedPart damaged = part;
    damaged.digest.bytes[0] ^= 1;
    check_refused(fixture.open(damaged), "digest");

    damaged = part;
    damaged.commitment.bytes[31] ^= 1;
    check_refused(fixture.open(damaged), "commits to");

    const HmacKey other(Fixture::key_of(0x33));
    check_refused(
        fixture.opener.open(other, part.salt, as_bytes(part.sealed), part.digest, part.commitment),
        "commits to"
    );

    damaged = part;
    damaged.sealed[3] ^= 1;
    check_refused(fixture.open(damaged), "digest");
    damaged.digest = sha256(as_bytes(damaged.sealed));
    check_refused(fixture.open(damaged), "tag");

    damaged.sealed = part.sealed.substr(0, 79);
    damaged.digest = sha256(as_bytes(damaged.sealed));
    check_refused(fixture.open(damaged), "79 bytes");
    damaged.sealed = std::string(kSealedPartBytesMax + 1, 's');
    damaged.digest = sha256(as_bytes(damaged.sealed));
    check_refused(fixture.open(damaged), "1048593 bytes");

    std::string plaintext(64, '\0');
    CHECK(fixture.open(fixture.seal_plaintext(plaintext)));
    plaintext[3] = 61;
    check_refused(fixture.open(fixture.seal_plaintext(plaintext)), "length");
    plaintext[0] = '\xff';
    check_refused(fixture.open(fixture.seal_plaintext(plaintext)), "length");
    plaintext[0] = '\0';
    plaintext[3] = 59;
    plaintext[63] = 1;
    check_refused(fixture.open(fixture.seal_plaintext(plaintext)), "padding");
    check_refused(fixture.open(fixture.seal_plaintext(std::string(128, '\0'))), "length");
    check_refused(fixture.open(fixture.seal_plaintext(std::string(65, '\0'))), "length");
}

TEST_CASE("sealing: the tag alone still names another key, another salt and any damage") {
    Fixture fixture;
    const SealedPart part = fixture.seal("Ymweliad");
    const HmacKey other(Fixture::key_of(0x33));
    check_refused(fixture.opener.open_by_tag(other, part.salt, as_bytes(part.sealed)), "tag");
    const Salt other_salt = Fixture::salt_of(0x23);
    check_refused(
        fixture.opener.open_by_tag(fixture.key, other_salt, as_bytes(part.sealed)), "tag"
    );
    for (std::size_t place = 0; place < part.sealed.size(); ++place) {
        std::string flipped = part.sealed;
        flipped[place] = static_cast<char>(flipped[place] ^ 1);
        check_refused(fixture.opener.open_by_tag(fixture.key, part.salt, as_bytes(flipped)), "tag");
    }
    check_refused(fixture.opener.open_by_tag(fixture.key, part.salt, Bytes()), "0 bytes");
    const SealedPart padded = fixture.seal_plaintext(std::string(63, '\0') + "x");
    check_refused(
        fixture.opener.open_by_tag(fixture.key, padded.salt, as_bytes(padded.sealed)), "padding"
    );
}

TEST_CASE("sealing: every flipped bit is refused, with and without the digest") {
    Fixture fixture;
    const SealedPart part = fixture.seal("Lleoliad newydd");
    for (std::size_t place = 0; place < part.sealed.size(); ++place) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            SealedPart flipped = part;
            flipped.sealed[place] = static_cast<char>(flipped.sealed[place] ^ (1 << bit));
            REQUIRE_FALSE(fixture.open(flipped));
            REQUIRE_FALSE(
                fixture.opener.open_by_tag(fixture.key, flipped.salt, as_bytes(flipped.sealed))
            );
        }
        REQUIRE_FALSE(
            fixture.opener.open_by_tag(fixture.key, part.salt, as_bytes(part.sealed).first(place))
        );
    }
    for (std::size_t place = 0; place < 32; ++place) {
        SealedPart flipped = part;
        flipped.salt.bytes[place] ^= 1;
        check_refused(fixture.open(flipped), "commits to");
    }
    CHECK(fixture.open(part));
}

TEST_CASE("sealing: random bytes never open and never crash") {
    const std::uint32_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    Fixture fixture;
    for (int round = 0; round < 500; ++round) {
        std::string bytes(random() % 300, '\0');
        for (char& byte : bytes) {
            byte = static_cast<char>(random());
        }
        REQUIRE_FALSE(fixture.opener.open_by_tag(fixture.key, fixture.salt, as_bytes(bytes)));
    }
}

TEST_CASE("sealing: AES-256-CTR from counter 2 decrypts a part, as an inspector's openssl does") {
    Fixture fixture;
    const std::string content = "Gorchymyn gofal llawn";
    const SealedPart part = fixture.seal(content);
    const SecretKey key = event_key(fixture.key, fixture.salt);
    std::array<std::uint8_t, 16> counter{};
    counter[15] = 2;
    std::string plaintext(part.sealed.size() - kAeadTagBytes, '\0');
    EVP_CIPHER_CTX* const context = EVP_CIPHER_CTX_new();
    REQUIRE(
        EVP_DecryptInit_ex(context, EVP_aes_256_ctr(), nullptr, key.bytes.data(), counter.data()) ==
        1
    );
    int written = 0;
    REQUIRE(
        EVP_DecryptUpdate(
            context,
            reinterpret_cast<unsigned char*>(plaintext.data()),
            &written,
            reinterpret_cast<const unsigned char*>(part.sealed.data()),
            static_cast<int>(plaintext.size())
        ) == 1
    );
    EVP_CIPHER_CTX_free(context);
    CHECK(plaintext.substr(0, 4) == std::string("\0\0\0\x15", 4));
    CHECK(plaintext.substr(4, content.size()) == content);
    CHECK(plaintext.substr(4 + content.size()) == std::string(64 - 4 - content.size(), '\0'));
}

}  // namespace
}  // namespace tyst
