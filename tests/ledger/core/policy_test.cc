#include "ledger/core/policy.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/test_keys.h"

namespace tyst {
namespace {

SigningKey signer(std::uint8_t byte) {
    return SigningKey::from_seed(test::key_of(byte)).value();
}
std::string log_key(std::uint8_t byte) {
    return VerifierKey{"log.example", signer(byte).public_key()}.text();
}
std::string witness_key(std::uint8_t byte) {
    return WitnessKey{"w.example", signer(byte).public_key()}.text();
}
Cosignature by(std::uint8_t byte) {
    return {{"w.example", signer(byte).public_key()}, 1};
}
std::string two_levels() {
    std::string text = "# who counts\nlog " + log_key(1) + " https://log.example/\n\n";
    for (const std::uint8_t byte : std::vector<std::uint8_t>{11, 12, 13}) {
        text += "witness X" + std::to_string(byte) + "\t" + witness_key(byte) + "\n";
    }
    for (const std::uint8_t byte : std::vector<std::uint8_t>{21, 22}) {
        text += " witness Y" + std::to_string(byte) + " " + witness_key(byte) + " http://y/ \n";
    }
    return text +
           "group Xs 2 X11 X12 X13\ngroup Ys any Y21 Y22\ngroup both all Xs Ys\nquorum both\n";
}

TEST_CASE("policy: two levels of groups are read and judged") {
    const Policy policy = parse_policy(two_levels()).value();
    CHECK(policy.logs.front().url == "https://log.example/");
    CHECK(policy.witnesses.size() == 5);
    CHECK(policy.witnesses[3].url == "http://y/");
    CHECK(policy.groups[0].needed == 2);
    CHECK(policy.groups[2].needed == 2);
    using Lines = std::vector<Cosignature>;
    CHECK(
        judge_quorum(policy, Lines{by(11), by(13), by(22)}) ==
        QuorumReport{true, 2, 2, {"X12", "Y21"}}
    );
    CHECK(
        judge_quorum(policy, Lines{by(11), by(21), by(22)}) ==
        QuorumReport{false, 2, 1, {"X12", "X13"}}
    );
    CHECK_FALSE(judge_quorum(policy, Lines{}).met);
    CHECK_FALSE(judge_quorum(policy, Lines{by(99), by(11), by(12)}).met);
}

TEST_CASE("policy: a single witness, and none at all") {
    const std::string lines = "log " + log_key(1) + "\nwitness w " + witness_key(2) + "\n";
    const Policy one = parse_policy(lines + "quorum w\n").value();
    CHECK(judge_quorum(one, std::vector<Cosignature>{by(2)}) == QuorumReport{true, 1, 1, {}});
    CHECK(judge_quorum(one, {}) == QuorumReport{false, 1, 0, {"w"}});
    const Policy none = parse_policy(policy_without_witnesses(std::vector{log_key(1)})).value();
    CHECK(judge_quorum(none, {}) == QuorumReport{true, 0, 0, {}});
}

TEST_CASE("policy: what is out of order is refused with its line") {
    const std::string log = "log " + log_key(1) + "\n";
    const std::string w = "witness w " + witness_key(2) + "\n";
    const std::string v = "witness v " + witness_key(3) + "\n";
    struct Row {
        std::string text;
        std::string reason;
    };
    for (const Row& row : std::vector<Row>{
             {log, "has no quorum line"},
             {log + "quorum none", "no line end"},
             {log + "quorum none\nquorum none\n", "line 3: a second quorum"},
             {log + "quorum w\n" + w, "line 2: 'w' is no witness or group defined above it"},
             {log + w + w + "quorum w\n", "line 3: its key stands on another line already"},
             {log + log + "quorum none\n", "line 2: its key stands on another line already"},
             {log + w + "witness w " + witness_key(4) + "\nquorum w\n",
              "line 3: the name 'w' is taken"},
             {log + "witness none " + witness_key(4) + "\nquorum none\n",
              "line 2: the name 'none' is taken"},
             {log + w + "group g 2 w\nquorum g\n", "line 3: '2' is not all, any or 1 to 1"},
             {log + w + "group g 0 w\nquorum g\n", "line 3: '0' is not all, any or 1 to 1"},
             {log + w + "group g 01 w\nquorum g\n", "line 3: '01' is not all, any or 1 to 1"},
             {log + w + "group g any\nquorum g\n", "line 3: must be: group"},
             {log + w + "group g any none\nquorum g\n", "line 3: 'none' is no witness"},
             {log + w + "group g any g\nquorum g\n", "line 3: 'g' is no witness"},
             {log + w + v + "group g any w\ngroup h any v w\nquorum h\n",
              "line 5: 'w' is a member of a group already"},
             {log + w + "group g all w w\nquorum g\n", "line 3: 'w' is a member of a group already"
             },
             {"log " + witness_key(1) + "\nquorum none\n", "line 1: verifier key"},
             {log + "witness w " + log_key(2) + "\nquorum w\n", "line 2: witness key"},
             {log + "quorums none\n", "line 2: 'quorums' is not log"},
             {log + "quorum none\x01\n", "line 2: holds a control character"},
             {log + "quorum none # why\n", "line 2: must be: quorum NAME"}
         }) {
        INFO(row.text);
        const auto policy = parse_policy(row.text);
        REQUIRE_FALSE(policy);
        CHECK(policy.error().code == ErrorCode::invalid_value);
        CHECK_THAT(policy.error().context, Catch::Contains(row.reason));
    }
}

TEST_CASE("policy: its limits hold, and cut or flipped texts never crash it") {
    CHECK(
        parse_policy(std::string(kPolicyBytesMax + 1, '\n')).error().code == ErrorCode::too_large
    );
    std::string many;
    for (std::size_t place = 0; place <= kPolicyNamesMax; ++place) {
        many += "witness w" + std::to_string(place) + " " +
                witness_key(static_cast<std::uint8_t>(place)) + "\n";
    }
    CHECK(parse_policy(many + "quorum w1\n").error().code == ErrorCode::too_large);
    const std::string text = two_levels();
    for (std::size_t place = 0; place < text.size(); ++place) {
        std::string flipped = text;
        flipped[place] = static_cast<char>(flipped[place] ^ 0x20);
        (void)parse_policy(flipped);
        CHECK_FALSE(parse_policy(text.substr(0, place)));
    }
}

TEST_CASE("policy: a note is judged by its log's key and its witnesses") {
    const std::string text = "log " + log_key(1) + "\nwitness w " + witness_key(2) + "\nquorum w\n";
    const Policy policy = parse_policy(text).value();
    const Checkpoint checkpoint{"log.example", 3, {}};
    const std::string note = sign_checkpoint(checkpoint, signer(1)).value();
    const auto alone = judge_checkpoint(policy, note).value();
    CHECK(alone.checkpoint == checkpoint);
    CHECK_FALSE(alone.quorum.met);
    const std::string line =
        cosign_line(checkpoint_text(checkpoint), "w.example", signer(2), 77).value();
    const auto both = judge_checkpoint(policy, note + line).value();
    CHECK(both.quorum.met);
    CHECK(both.cosignatures.front().time == 77);
    CHECK_FALSE(judge_checkpoint(policy, sign_checkpoint(checkpoint, signer(3)).value() + line));
}

}  // namespace
}  // namespace tyst
