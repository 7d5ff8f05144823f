#include "ledger/core/cosignature.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/test_keys.h"

namespace tyst {
namespace {

// A public witness's key and its cosignature of a public log, as both were published.
constexpr const char* kPublishedWitness =
    "witness.navigli.sunlight.geomys.org+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G";
constexpr const char* kPublishedText =
    "coachandhorses2026h1.staging.certificate.transparency.goog\n"
    "185550722\n"
    "YXAM0VmnrfvLaBCOOYSJhCaE5F10oGBOo+hkbDa1kng=\n";
constexpr const char* kPublishedLine =
    "\xe2\x80\x94 witness.navigli.sunlight.geomys.org "
    "o+AP4gAAAABqb7DzNrGFRJnQ9vrJ8xpnwZytnr/ZYczDIsvwvouiSjwOjn7a72ccxBk+lKnZ7dKqkYKER1s/KxLTaVwQD7"
    "lJZTC/CQ==\n";

Result<std::vector<Cosignature>> verify(const std::string& bytes, const WitnessKey& key) {
    TYST_ASSIGN(const Note note, parse_note(bytes));
    return verify_cosignatures(note, std::span(&key, 1));
}

TEST_CASE("cosignature: published witness keys have the published ids") {
    for (const std::string text :
         {kPublishedWitness,
          "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
          "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv"}) {
        INFO(text);
        const auto key = parse_witness_key(text);
        REQUIRE(key);
        CHECK(key->text() == text);
        CHECK_FALSE(parse_verifier_key(text));  // another type
    }
}

TEST_CASE("cosignature: a published one verifies, and every flipped bit is refused or unknown") {
    const WitnessKey key = parse_witness_key(kPublishedWitness).value();
    const std::string bytes = std::string(kPublishedText) + "\n" + kPublishedLine;
    const auto held = verify(bytes, key).value();
    REQUIRE(held.size() == 1);
    CHECK(held.front().time == 1'785'704'691);
    for (std::size_t place = 0; place < bytes.size(); ++place) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string flipped = bytes;
            flipped[place] = static_cast<char>(flipped[place] ^ (1 << bit));
            const auto result = verify(flipped, key);
            INFO("byte " << place << " bit " << bit);
            const bool taken = result && !result->empty();
            REQUIRE_FALSE(taken);
        }
    }
}

TEST_CASE("cosignature: time is big-endian and signed along") {
    const SigningKey key = SigningKey::from_seed(test::key_of(7)).value();
    const WitnessKey witness{"witness.example", key.public_key()};
    const std::string line = cosign_line("a\n", witness.name, key, 0x0102030405060708).value();
    const Note note = parse_note("a\n\n" + line).value();
    CHECK(note.signatures.front().key_id == witness.id());
    CHECK(note.signatures.front().signature.size() == 72);
    CHECK(note.signatures.front().signature.substr(0, 8) == "\x01\x02\x03\x04\x05\x06\x07\x08");
    CHECK(
        verify_cosignatures(note, std::span(&witness, 1)).value().front().time == 0x0102030405060708
    );
    // The signature is over these very bytes.
    const auto signature =
        Signature::from(as_bytes(note.signatures.front().signature.substr(8))).value();
    CHECK(verify_signature(
        witness.key, as_bytes("cosignature/v1\ntime 72623859790382856\na\n"), signature
    ));
    CHECK_FALSE(cosign_line("a\n", witness.name, key, kCosignatureTimeMax + 1));
    CHECK_FALSE(cosign_line("a", witness.name, key, 1));
    CHECK_FALSE(cosign_line("a\n", "wit ness", key, 1));
}

TEST_CASE("cosignature: one bad line of a known witness refuses the note, others are passed over") {
    const SigningKey first = SigningKey::from_seed(test::key_of(1)).value();
    const SigningKey second = SigningKey::from_seed(test::key_of(2)).value();
    const std::vector<WitnessKey> known{{"one.example", first.public_key()}};
    const std::string good = cosign_line("a\n", "one.example", first, 5).value();
    const std::string newer = cosign_line("a\n", "one.example", first, 9).value();
    const std::string other_text = cosign_line("b\n", "one.example", first, 5).value();
    const std::string stranger = cosign_line("a\n", "two.example", second, 5).value();
    const auto held =
        verify_cosignatures(parse_note("a\n\n" + newer + stranger + good).value(), known);
    CHECK(held.value() == std::vector<Cosignature>{{known.front(), 9}});
    CHECK(verify_cosignatures(parse_note("a\n\n" + stranger).value(), known).value().empty());
    CHECK(
        verify_cosignatures(parse_note("a\n\n" + good + other_text).value(), known).error().code ==
        ErrorCode::signature_invalid
    );
}

}  // namespace
}  // namespace tyst
