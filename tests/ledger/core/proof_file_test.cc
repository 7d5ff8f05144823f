#include "ledger/core/proof_file.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "ledger/core/hash.h"
#include "ledger/core/merkle.h"
#include "schema/base64.h"

namespace tyst {
namespace {

// Entry 2 of a tree of three, so that the proof is one hash.
struct Sample {
    SigningKey key;
    std::vector<VerifierKey> known;
    Hash leaf;
    ProofFile file;
};

Sample sample_proof() {
    SecretKey seed;
    seed.bytes.fill(9);
    SigningKey key = SigningKey::from_seed(seed).value();
    const Hash leaf = leaf_hash(as_bytes("two"));
    const Hash sibling = node_hash(leaf_hash(as_bytes("zero")), leaf_hash(as_bytes("one")));
    ProofFile file;
    file.index = 2;
    file.proof = {sibling};
    file.checkpoint =
        sign_checkpoint({"vale.example/tyst", 3, node_hash(sibling, leaf)}, key).value();
    std::vector<VerifierKey> known{{"vale.example/tyst", key.public_key()}};
    return {std::move(key), std::move(known), leaf, std::move(file)};
}

TEST_CASE("proof file: it is written line for line as specified and reads back") {
    Sample given = sample_proof();
    const std::string text = proof_file_text(given.file);
    CHECK(
        text == "c2sp.org/tlog-proof@v1\nindex 2\n" + to_base64(given.file.proof[0].view()) +
                    "\n\n" + given.file.checkpoint
    );
    given.file.extra = "hint";
    const std::string with_extra = proof_file_text(given.file);
    CHECK(with_extra.starts_with("c2sp.org/tlog-proof@v1\nextra aGludA==\nindex 2\n"));
    for (const std::string& one : std::vector<std::string>{text, with_extra}) {
        const ProofFile read = parse_proof_file(one).value();
        CHECK(proof_file_text(read) == one);
        CHECK(verify_proof_file(read, given.leaf, given.known).value().size == 3);
    }
    const ProofFile read = parse_proof_file(text).value();
    CHECK(
        verify_proof_file(read, leaf_hash(as_bytes("other")), given.known).error().code ==
        ErrorCode::proof_invalid
    );
    CHECK(verify_proof_file(read, given.leaf, {}).error().code == ErrorCode::signature_invalid);
}

TEST_CASE("proof file: every flipped bit and every cut is refused") {
    const Sample given = sample_proof();
    const std::string text = proof_file_text(given.file);
    const auto accepted = [&](std::string_view bytes) {
        const Result<ProofFile> read = parse_proof_file(bytes);
        return read && verify_proof_file(*read, given.leaf, given.known);
    };
    REQUIRE(accepted(text));
    for (std::size_t place = 0; place < text.size(); ++place) {
        INFO("byte " << place);
        REQUIRE_FALSE(accepted(text.substr(0, place)));
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string flipped = text;
            flipped[place] = static_cast<char>(flipped[place] ^ (1 << bit));
            REQUIRE_FALSE(accepted(flipped));
        }
    }
}

TEST_CASE("proof file: forms and lengths beyond the specification are refused") {
    const std::string header = "c2sp.org/tlog-proof@v1\n";
    const std::string hash = to_base64(Hash().view()) + "\n";
    for (const std::string& text : std::vector<std::string>{
             std::string(),
             header,
             header + "index 1\n",
             header + "index 01\n\n",
             header + "index -1\n\n",
             header + "index  1\n\n",
             header + "Index 1\n\n",
             header + "index 1\nextra AAAA\n\n",
             header + "extra A\nindex 1\n\n",
             header + "extra AAAA\nextra AAAA\nindex 1\n\n",
             header + "index 1\nAAAA\n\n",
             header + "index 1\r\n\n",
             "c2sp.org/tlog-proof@v2\nindex 1\n\n"
         }) {
        INFO(text);
        CHECK(parse_proof_file(text).error().code == ErrorCode::proof_invalid);
    }
    std::string longest = header + "index 1\n";
    for (int count = 0; count < 64; ++count) {
        longest += hash;
    }
    CHECK(parse_proof_file(longest + "\n"));
    CHECK_FALSE(parse_proof_file(longest + hash + "\n"));
    CHECK_FALSE(parse_proof_file(header + "index 1\n\n" + std::string(kProofFileBytesMax, 'x')));
}

}  // namespace
}  // namespace tyst
