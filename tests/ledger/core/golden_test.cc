// Bytes and constants that stand in ledgers already written. A failure here means that the change
// breaks them: make a new version instead of changing an expected value.

#include <fstream>
#include <map>
#include <string>

#include <catch2/catch.hpp>

#include "ledger/core/key_wrap.h"
#include "ledger/core/labels.h"
#include "ledger/core/note.h"
#include "ledger/core/sealing.h"
#include "ledger/core/tile.h"
#include "tests/support/test_keys.h"

namespace tyst {
namespace {

using test::key_of;

std::map<std::string, std::string> golden_values() {
    std::ifstream file(TYST_GOLDEN_FILE);
    REQUIRE(file);
    std::map<std::string, std::string> values;
    std::string line;
    while (std::getline(file, line)) {
        const std::size_t space = line.find(' ');
        if (!line.starts_with('#') && space != std::string::npos) {
            values.emplace(line.substr(0, space), line.substr(space + 1));
        }
    }
    return values;
}

TEST_CASE("golden: sealed parts of version 1 come out and open as they always did") {
    std::map<std::string, std::string> golden = golden_values();
    SecretKey subject;
    Salt salt;
    for (std::uint8_t place = 0; place < 32; ++place) {
        subject.bytes[place] = place;
        salt.bytes[place] = static_cast<std::uint8_t>(0x80 + place);
    }
    const HmacKey key(subject);
    CHECK(to_hex(event_key(key, salt).view()) == golden.at("sealed/1/event-key"));
    CHECK(to_hex(commitment_of(key, salt).view()) == golden.at("sealed/1/commitment"));
    PartSealer sealer = PartSealer::create().value();
    PartOpener opener = PartOpener::create().value();
    for (const std::string name : {"empty", "short", "class-edge", "next-class"}) {
        INFO(name);
        const std::string prefix = "sealed/1/" + name;
        const std::string& content_hex = golden.at(prefix + "/content");
        const std::string content = content_hex == "-" ? "" : from_hex(content_hex).value();
        const SealedPart part = sealer.seal(key, salt, as_bytes(content)).value();
        CHECK(to_hex(as_bytes(part.sealed)) == golden.at(prefix + "/sealed"));
        CHECK(to_hex(part.digest.view()) == golden.at(prefix + "/digest"));
        CHECK(to_hex(part.commitment.view()) == golden.at("sealed/1/commitment"));
        const std::string stored = from_hex(golden.at(prefix + "/sealed")).value();
        const Result<Bytes> opened =
            opener.open(key, salt, as_bytes(stored), part.digest, part.commitment);
        CHECK(as_text(opened.value()) == content);
    }
    const SealedPart part = sealer.seal(key, salt, as_bytes(std::string(5000, 'L'))).value();
    CHECK(to_hex(part.digest.view()) == golden.at("sealed/1/5000-bytes/digest"));
}

TEST_CASE("golden: wrapped and derived keys of version 1 come out and open as they always did") {
    std::map<std::string, std::string> golden = golden_values();
    AeadNonce nonce;
    nonce.fill(2);
    const KeyPlace place{2, 258, 7};
    CHECK(to_hex(as_bytes(key_place_bytes(place))) == "0200000000000001020000000000000007");
    const std::string wrapped = wrap_key(key_of(1), nonce, place, key_of(3)).value();
    CHECK(to_hex(as_bytes(wrapped)) == golden.at("wrapped-key/1"));
    const std::string stored = from_hex(golden.at("wrapped-key/1")).value();
    CHECK(unwrap_key(key_of(1), place, as_bytes(stored)).value() == key_of(3));
    const auto derived = [](std::string_view purpose) {
        return to_hex(derive_key(key_of(1), purpose).view());
    };
    CHECK(derived(label::kLookupKey) == golden.at("derived/1/lookup-key"));
    CHECK(derived(label::kViewsKey) == golden.at("derived/1/views-key"));
    CHECK(derived(label::kSigningSeed) == golden.at("derived/1/signing-seed"));
    CHECK(derived(label::kContentMac) == golden.at("derived/1/content-mac"));
}

TEST_CASE("golden: the constants that end up on disk are what they were") {
    CHECK(label::kEventKey == "tyst/1/event-key");
    CHECK(label::kCommitment == "tyst/1/commitment");
    CHECK(label::kSecretBox == "tyst/1/secret-box");
    CHECK(label::kLookupKey == "tyst/1/lookup-key");
    CHECK(label::kViewsKey == "tyst/1/views-key");
    CHECK(label::kSigningSeed == "tyst/1/signing-seed");
    CHECK(label::kContentMac == "tyst/1/content-mac");
    CHECK(Salt::kSize == 32);
    CHECK(kAeadNonceBytes == 12);
    CHECK(kAeadTagBytes == 16);
    CHECK(kWrappedKeyBytes == 60);
    CHECK(kPartContentBytesMax == 1'048'572);
    CHECK(kSealedPartBytesMax == 1'048'592);
    CHECK(kTileHashes == 256);
    CHECK(kTileBytes == 8192);
    CHECK(kTileLevels == 8);
    CHECK(PublicKey::kSize == 32);
    CHECK(Signature::kSize == 64);
}

}  // namespace
}  // namespace tyst
