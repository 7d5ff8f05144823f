#include "ledger/core/checkpoint.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "ledger/core/hash.h"

namespace tyst {
namespace {

SigningKey signing_key_of(std::uint8_t byte) {
    SecretKey seed;
    seed.bytes.fill(byte);
    return SigningKey::from_seed(seed).value();
}

Checkpoint sample_checkpoint() {
    return {"vale.example/tyst", 70'000, sha256(as_bytes("root"))};
}

TEST_CASE("checkpoint: signing and opening give the same values, to the byte") {
    const SigningKey key = signing_key_of(7);
    const std::vector<VerifierKey> known{{"vale.example/tyst", key.public_key()}};
    const std::string note = sign_checkpoint(sample_checkpoint(), key).value();
    CHECK(
        checkpoint_text(sample_checkpoint()) ==
        "vale.example/tyst\n70000\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n"
    );
    CHECK(
        note.starts_with(checkpoint_text(sample_checkpoint()) + "\n\xe2\x80\x94 vale.example/tyst ")
    );
    CHECK(open_checkpoint(note, known).value() == sample_checkpoint());
    const Checkpoint empty{"vale.example/tyst", 0, empty_root()};
    CHECK(open_checkpoint(sign_checkpoint(empty, key).value(), known).value() == empty);
    const Checkpoint full{"vale.example/tyst", ~std::uint64_t{0}, Hash()};
    CHECK(open_checkpoint(sign_checkpoint(full, key).value(), known).value() == full);
}

TEST_CASE("checkpoint: every flipped bit and every cut is refused") {
    const SigningKey key = signing_key_of(7);
    const std::vector<VerifierKey> known{{"vale.example/tyst", key.public_key()}};
    const std::string note = sign_checkpoint(sample_checkpoint(), key).value();
    for (std::size_t place = 0; place < note.size(); ++place) {
        INFO("byte " << place);
        REQUIRE_FALSE(open_checkpoint(note.substr(0, place), known));
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string flipped = note;
            flipped[place] = static_cast<char>(flipped[place] ^ (1 << bit));
            REQUIRE_FALSE(open_checkpoint(flipped, known));
        }
    }
}

TEST_CASE("checkpoint: a signature by a key of another name than the origin is not enough") {
    const SigningKey key = signing_key_of(7);
    const std::string text = checkpoint_text(sample_checkpoint());
    const std::vector<VerifierKey> known{
        {"witness.example", key.public_key()}, {"vale.example/tyst", signing_key_of(8).public_key()}
    };
    const std::string note = sign_note(text, "witness.example", key).value();
    CHECK(open_checkpoint(note, known).error().code == ErrorCode::signature_invalid);
    const std::string both =
        note + sign_note_line(text, "vale.example/tyst", signing_key_of(8)).value();
    CHECK(open_checkpoint(both, known).value() == sample_checkpoint());
}

TEST_CASE("checkpoint: text in any other than its one form is refused") {
    const std::string root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    CHECK(parse_checkpoint_text("origin\n0\n" + root + "\n").value().root == empty_root());
    for (const std::string& text : std::vector<std::string>{
             "origin\n0\n" + root,
             "origin\n0\n" + root + "\nextension\n",
             "origin\n00\n" + root + "\n",
             "origin\n-1\n" + root + "\n",
             "origin\n+1\n" + root + "\n",
             "origin\n 1\n" + root + "\n",
             "origin\n\n" + root + "\n",
             "\n0\n" + root + "\n",
             "two words\n0\n" + root + "\n",
             "origin\n18446744073709551616\n" + root + "\n",
             "origin\n0\n" + root.substr(4) + "\n",
             "origin\n0\n" + root + " \n",
             std::string("origin\n0\n"),
             std::string()
         }) {
        INFO(text);
        CHECK(parse_checkpoint_text(text).error().code == ErrorCode::corrupt_checkpoint);
    }
    CHECK(parse_decimal("18446744073709551615") == ~std::uint64_t{0});
    CHECK_FALSE(parse_decimal("18446744073709551616"));
    CHECK_FALSE(parse_decimal("99999999999999999999"));
}

}  // namespace
}  // namespace tyst
