#include "ledger/core/note.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "schema/base64.h"

namespace tyst {
namespace {

SecretKey seed_of(std::uint8_t byte) {
    SecretKey seed;
    seed.bytes.fill(byte);
    return seed;
}

// From the documentation of golang.org/x/mod/sumdb/note.
constexpr const char* kPublishedKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr const char* kPublishedNote =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\xe2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngo"
    "tpRZb6KE6RyyBwJnAM=\n";

// The test identity that the Tessera project publishes, seed and all.
TEST_CASE("note: a published test identity has key id 33d7b496 and comes from its seed") {
    const std::string published =
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
    const std::string seed =
        from_base64("AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg").value().substr(1);
    const SigningKey key = SigningKey::from_seed(SecretKey::from(as_bytes(seed)).value()).value();
    CHECK(key_id("example.com/log/testdata", key.public_key()) == 0x33d7b496);
    CHECK(VerifierKey{"example.com/log/testdata", key.public_key()}.text() == published);
    CHECK(parse_verifier_key(published).value().key == key.public_key());
}

TEST_CASE("note: the published note of Go's package verifies, and every flipped bit is refused") {
    const VerifierKey key = parse_verifier_key(kPublishedKey).value();
    const std::vector<VerifierKey> known{key};
    const std::string bytes = kPublishedNote;
    const Note note = parse_note(bytes).value();
    CHECK(verify_note(note, known).value().size() == 1);
    for (std::size_t place = 0; place < bytes.size(); ++place) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string flipped = bytes;
            flipped[place] = static_cast<char>(flipped[place] ^ (1 << bit));
            const Result<Note> parsed = parse_note(flipped);
            INFO("byte " << place << " bit " << bit);
            const bool refused = !parsed || !verify_note(*parsed, known);
            REQUIRE(refused);
        }
        const Result<Note> parsed = parse_note(bytes.substr(0, place));
        const bool refused = !parsed || !verify_note(*parsed, known);
        REQUIRE(refused);
    }
}

TEST_CASE("note: Ed25519 gives the first value of RFC 8032 section 7.1") {
    const auto seed = SecretKey::from(as_bytes(
        from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").value()
    ));
    const SigningKey key = SigningKey::from_seed(seed.value()).value();
    CHECK(
        to_hex(key.public_key().view()) ==
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    );
    const Signature signature = key.sign(Bytes()).value();
    CHECK(
        to_hex(signature.view()) ==
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    );
    CHECK(verify_signature(key.public_key(), Bytes(), signature));
    CHECK_FALSE(verify_signature(key.public_key(), as_bytes("x"), signature));
}

TEST_CASE("note: a verifier key reads back, and any other form of it is refused") {
    const SigningKey key = SigningKey::from_seed(seed_of(3)).value();
    const VerifierKey verifier{"vale.example/tyst", key.public_key()};
    const std::string text = verifier.text();
    const VerifierKey read = parse_verifier_key(text).value();
    CHECK(read.name == verifier.name);
    CHECK(read.key == verifier.key);
    for (std::size_t place = 0; place < text.size(); ++place) {
        INFO("cut or flipped at " << place);
        CHECK_FALSE(parse_verifier_key(text.substr(0, place)));
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string flipped = text;
            flipped[place] = static_cast<char>(flipped[place] ^ (1 << bit));
            CHECK_FALSE(parse_verifier_key(flipped));
        }
    }
    CHECK_FALSE(parse_verifier_key(text + "\n"));
    CHECK_FALSE(parse_verifier_key("PRIVATE+KEY+" + text));
}

TEST_CASE("note: unknown keys are passed over, a failing known key refuses the note") {
    const SigningKey first = SigningKey::from_seed(seed_of(1)).value();
    const SigningKey second = SigningKey::from_seed(seed_of(2)).value();
    const std::string text = "a text\n\nwith a blank line\n";
    const std::string both = sign_note(text, "first.example", first).value() +
                             sign_note_line(text, "second.example", second).value();
    const VerifierKey first_key{"first.example", first.public_key()};
    const VerifierKey second_key{"second.example", second.public_key()};
    const VerifierKey stranger{"stranger.example", second.public_key()};
    const Note note = parse_note(both).value();
    CHECK(note.text == text);
    using Keys = std::vector<VerifierKey>;
    CHECK(verify_note(note, Keys{first_key}).value().size() == 1);
    CHECK(verify_note(note, Keys{first_key, second_key}).value().size() == 2);
    CHECK(verify_note(note, Keys{stranger}).error().code == ErrorCode::signature_invalid);
    CHECK(verify_note(note, Keys{}).error().code == ErrorCode::signature_invalid);

    Note damaged = note;
    damaged.signatures[1].signature[5] ^= 1;
    CHECK(verify_note(damaged, Keys{first_key}).value().size() == 1);
    CHECK(
        verify_note(damaged, Keys{first_key, second_key}).error().code ==
        ErrorCode::signature_invalid
    );
    damaged.signatures[1].signature.resize(63);
    CHECK_FALSE(verify_note(damaged, Keys{first_key, second_key}));

    Note repeated = note;
    repeated.signatures.push_back(note.signatures[0]);
    CHECK(verify_note(repeated, Keys{first_key}).value().size() == 1);
}

TEST_CASE("note: texts, names and notes outside the grammar are refused") {
    const SigningKey key = SigningKey::from_seed(seed_of(1)).value();
    for (const std::string text : {"", "no line end", "tab\t\n", "\xff\n"}) {
        CHECK(sign_note(text, "name", key).error().code == ErrorCode::invalid_value);
    }
    for (const std::string name : {"", "a b", "a+b", "a\xc2\xa0z", "a\xe3\x80\x80", "a\nb"}) {
        CHECK(sign_note("text\n", name, key).error().code == ErrorCode::invalid_value);
    }
    CHECK(is_key_name(std::string(255, 'n')));
    CHECK_FALSE(is_key_name(std::string(256, 'n')));

    const std::string dash = "\xe2\x80\x94";
    for (const std::string& bytes : std::vector<std::string>{
             std::string("text\n"),
             std::string("text\n\n"),
             "text\n\n" + dash + " n AAAAAAA=",
             "text\n\n" + dash + " n AAAAAA==\n",
             "text\n\n" + dash + "n AAAAAAA=\n",
             "text\n\n- n AAAAAAA=\n",
             "text\n\n" + dash + " AAAAAAA=\n",
             "text\n\n" + dash + " n  AAAAAAA=\n",
             "text\n\n" + dash + " n AAAAAAA= \n"
         }) {
        INFO(bytes);
        CHECK(parse_note(bytes).error().code == ErrorCode::corrupt_checkpoint);
    }
    CHECK(parse_note("text\n\n" + dash + " n AAAAAAA=\n"));
}

TEST_CASE("note: the limits on size and signatures hold") {
    const std::string line = "\xe2\x80\x94 n AAAAAAA=\n";
    std::string note = "text\n\n";
    for (std::size_t count = 0; count < kNoteSignaturesMax; ++count) {
        note += line;
    }
    CHECK(parse_note(note));
    CHECK_FALSE(parse_note(note + line));
    CHECK(parse_note(std::string(kNoteBytesMax - line.size() - 2, 't') + "\n\n" + line));
    CHECK_FALSE(parse_note(std::string(kNoteBytesMax - line.size() - 1, 't') + "\n\n" + line));
}

}  // namespace
}  // namespace tyst
