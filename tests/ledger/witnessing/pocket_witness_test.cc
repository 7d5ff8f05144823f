#include "ledger/witnessing/pocket_witness.h"

#include <string>

#include <catch2/catch.hpp>

#include "ledger/core/policy.h"
#include "ledger/witnessing/add_checkpoint.h"
#include "ledger/witnessing/witness_round.h"
#include "tests/ledger/damage.h"
#include "tests/ledger/forger.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst {
namespace {

struct Laptop : test::LedgerFixture {
    std::string key;
    PocketRequest request;

    Laptop() {
        request.key_file = directory / "laptop.key";
        request.state_file = directory / "laptop.state";
        key = make_witness_key(request.key_file, "inspector.example", entropy).value();
        request.log_keys = {ledger().verifier_key()};
    }
    Result<PocketAnswer> cosign(std::uint64_t from) {
        request.checkpoint = ledger().checkpoint().value();
        request.consistency =
            hash_lines_text(ledger().prove_consistency(from, ledger().size()).value());
        return cosign_in_pocket(request, clock);
    }
};

TEST_CASE("pocket witness: cosigns without a ledger, and its line comes home under the policy") {
    Laptop laptop;
    laptop.fill(10);
    const auto first = laptop.cosign(0);
    REQUIRE(first);
    laptop.fill(300);
    laptop.request.log_keys.clear();  // kept since the first time
    const auto second = laptop.cosign(10);
    REQUIRE(second);
    CHECK(second->before.size == 10);
    CHECK(second->now.size == 310);

    Ledger& ledger = laptop.ledger();
    const std::string text = "log " + ledger.verifier_key() + "\nwitness inspector " + laptop.key +
                             "\nquorum inspector\n";
    REQUIRE(ledger.set_policy(text));
    const Policy policy = parse_policy(ledger.policy_text().value()).value();
    CHECK(find_cosigned_size(ledger, policy, second->line).value() == 310);
    CHECK(find_cosigned_size(ledger, policy, first->line).value() == 10);
    const auto carried = add_carried_lines(ledger, policy, 310, second->line).value();
    CHECK(carried.added == std::vector<std::string>{"inspector"});
    CHECK(carried.quorum.met);
    CHECK(add_carried_lines(ledger, policy, 310, second->line).value().added.empty());
    CHECK(
        add_carried_lines(ledger, policy, 310, first->line).error().code ==
        ErrorCode::signature_invalid
    );
    // The log's own copy carries the log's signature alone; the stored one both.
    CHECK(ledger.checkpoint_of(310).value() == ledger.checkpoint().value() + second->line);
    CHECK(ledger.verify({}).value().findings.empty());
}

TEST_CASE("pocket witness: refuses what does not extend the checkpoint it keeps") {
    Laptop laptop;
    laptop.fill(10);
    const std::string small = laptop.ledger().checkpoint().value();
    REQUIRE(laptop.cosign(0));
    laptop.fill(5);
    REQUIRE(laptop.cosign(10));
    const auto refused = [&](const std::string& checkpoint, const std::string& consistency) {
        laptop.request.checkpoint = checkpoint;
        laptop.request.consistency = consistency;
        const auto answer = cosign_in_pocket(laptop.request, laptop.clock);
        REQUIRE_FALSE(answer);
        return answer.error().code;
    };
    CHECK(refused(small, "") == ErrorCode::not_consistent);
    laptop.fill(5);
    CHECK(refused(laptop.ledger().checkpoint().value(), "") == ErrorCode::not_consistent);
    CHECK(refused(laptop.ledger().checkpoint().value(), "x\n") == ErrorCode::proof_invalid);
    std::string forged = laptop.ledger().checkpoint().value();
    forged[forged.find('\n') + 1] = '9';
    CHECK(refused(forged, "") == ErrorCode::signature_invalid);

    // A second root at the size that it keeps, under the log's own key.
    Checkpoint second{laptop.ledger().origin(), 15, laptop.ledger().root_at(15).value()};
    second.root.bytes[0] ^= 1U;
    laptop.close();
    const std::string contradicting = sign_checkpoint(second, test::stolen_key(laptop)).value();
    CHECK(refused(contradicting, "") == ErrorCode::checkpoints_contradict);

    // Another history of the same log, signed with a key that it does not have.
    Laptop other;
    other.fill(20);
    PocketRequest request = laptop.request;
    request.checkpoint = other.ledger().checkpoint().value();
    const auto stranger = cosign_in_pocket(request, laptop.clock);
    CHECK(stranger.error().code == ErrorCode::signature_invalid);
}

TEST_CASE("verify: a stored cosignature that was changed is a finding") {
    Laptop laptop;
    laptop.fill(10);
    const std::string line = laptop.cosign(0).value().line;
    Ledger& ledger = laptop.ledger();
    REQUIRE(ledger.set_policy(
        "log " + ledger.verifier_key() + "\nwitness w " + laptop.key + "\nquorum w\n"
    ));
    const Policy policy = parse_policy(ledger.policy_text().value()).value();
    REQUIRE(ledger.add_cosignatures(10, line, policy));
    laptop.close();
    // The last letters of the line's base64 belong to the signature itself.
    test::damage_row(
        laptop,
        storage::log_rows::kCheckpoints,
        storage::log_rows::number_key(10),
        [](std::string& note) {
            char& letter = note[note.size() - 10];
            letter = letter == 'A' ? 'B' : 'A';
        }
    );
    laptop.open();
    const auto findings = laptop.ledger().verify({}).value().findings;
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().error.code == ErrorCode::corrupt_checkpoint);
    CHECK_THAT(findings.front().error.context, Catch::Contains("log/ checkpoints 10"));
}

TEST_CASE("pocket witness: a key file is made once and must be whole") {
    Laptop laptop;
    CHECK(
        make_witness_key(laptop.request.key_file, "x", laptop.entropy).error().code ==
        ErrorCode::already_exists
    );
    CHECK(
        make_witness_key(laptop.directory / "k", "a b", laptop.entropy).error().code ==
        ErrorCode::invalid_value
    );
    using std::filesystem::perms;
    const auto mode = std::filesystem::status(laptop.request.key_file).permissions();
    CHECK((mode & (perms::group_all | perms::others_all)) == perms::none);
    std::filesystem::resize_file(laptop.request.key_file, 40);
    laptop.fill(1);
    CHECK(laptop.cosign(0).error().code == ErrorCode::corrupt_key);
}

}  // namespace
}  // namespace tyst
