#include "ledger/witnessing/witness_round.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "ledger/witnessing/witness.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst {
namespace {

// Witnesses by address, without a network.
class PretendedNetwork final : public WitnessTransport {
  public:
    using Server = std::function<Result<HttpReply>(std::string_view body)>;
    std::map<std::string, Server> servers;
    std::vector<std::string> asked;  // first lines of the requests

    Result<HttpReply> post(const std::string& url, std::string_view, std::string_view body)
        override {
        asked.emplace_back(body.substr(0, body.find('\n')));
        const auto server = servers.find(url);
        if (server == servers.end()) {
            return fail(ErrorCode::io_failed, url + ": no route");
        }
        return server->second(body);
    }
};

struct Village : test::LedgerFixture {
    PretendedNetwork network;
    std::map<std::string, std::unique_ptr<Witness>> witnesses;
    std::string policy_lines;

    Village() { policy_lines = "log " + ledger().verifier_key() + "\n"; }

    std::string url(const std::string& name) {
        return "https://" + name + ".example/add-checkpoint";
    }
    void add_witness(const std::string& name) {
        auto signer = WitnessSigner::generate(name + ".example", entropy).value();
        policy_lines +=
            "witness " + name + " " + signer.key().text() + " https://" + name + ".example/\n";
        witnesses[name] = Witness::open(
                              std::move(signer),
                              {parse_verifier_key(ledger().verifier_key()).value()},
                              directory / name
        )
                              .value();
        network.servers[url(name)] = [this, name](std::string_view body) -> Result<HttpReply> {
            TYST_ASSIGN(
                const WitnessAnswer answer, witnesses[name]->add_checkpoint(body, clock.now())
            );
            return HttpReply{
                static_cast<unsigned>(answer.status), answer.content_type, answer.body
            };
        };
    }
    void answer(const std::string& name, unsigned status, const std::string& body) {
        network.servers[url(name)] = [status, body](std::string_view) {
            return Result<HttpReply>(HttpReply{status, "text/plain", body});
        };
    }
    Policy policy(const std::string& rest) { return parse_policy(policy_lines + rest).value(); }
    WitnessRound round(const Policy& with) {
        auto done = run_witness_round(ledger(), with, network, ledger().authority_stream());
        INFO((done ? "" : done.error().context));
        REQUIRE(done);
        return std::move(*done);
    }
};

TEST_CASE("witness round: cosignatures are kept with the checkpoint, sizes between runs") {
    Village village;
    village.add_witness("a");
    village.add_witness("b");
    const Policy policy = village.policy("group g all a b\nquorum g\n");
    village.fill(20);
    const WitnessRound first = village.round(policy);
    CHECK(first.quorum == QuorumReport{true, 2, 2, {}});
    CHECK_FALSE(first.recorded);
    const auto judged = judge_checkpoint(policy, village.ledger().checkpoint_of(20).value());
    CHECK(judged.value().quorum.met);
    village.fill(30);
    village.reopen();
    village.network.asked.clear();
    CHECK(village.round(policy).quorum.met);
    CHECK(village.network.asked == std::vector<std::string>{"old 20", "old 20"});
    // Nothing new: nobody is asked again.
    village.network.asked.clear();
    const WitnessRound again = village.round(policy);
    CHECK(again.reports.front().outcome == WitnessOutcome::cosigned_before);
    CHECK(village.network.asked.empty());
}

TEST_CASE("witness round: a size that is not known any more is asked for once") {
    Village village;
    village.add_witness("a");
    const Policy policy = village.policy("quorum a\n");
    village.fill(20);
    REQUIRE(village.round(policy).quorum.met);
    std::filesystem::remove(village.ledger().directory() / "witness-sizes");
    village.fill(5);
    village.network.asked.clear();
    CHECK(village.round(policy).quorum.met);
    CHECK(village.network.asked == std::vector<std::string>{"old 0", "old 20"});
}

TEST_CASE("witness round: a missed quorum leaves the checkpoint published and is recorded") {
    Village village;
    village.add_witness("a");
    village.add_witness("b");
    village.network.servers.erase(village.url("b"));
    village.fill(7);
    const WitnessRound missed = village.round(village.policy("group g all a b\nquorum g\n"));
    CHECK(missed.quorum == QuorumReport{false, 2, 1, {"b"}});
    CHECK(missed.reports[1].outcome == WitnessOutcome::unreachable);
    REQUIRE(missed.recorded);
    const StoredEvent event =
        village.ledger().read(*missed.recorded, ReadDepth::event_only).value();
    const auto& body = std::get<WitnessQuorumMissed>(event.event.body);
    CHECK(body.size == 7);
    CHECK(body.root == village.ledger().root_at(7).value());
    CHECK(body.needed == 2);
    CHECK(body.got == 1);
    CHECK(body.missing == std::vector<std::string>{"b"});
    CHECK(village.ledger().checkpoint_of(7));
    CHECK(village.ledger().verify({}).value().findings.empty());
}

TEST_CASE("witness round: each refusal has its name, and no bad line is kept") {
    Village village;
    village.add_witness("a");
    const Policy policy = village.policy("quorum none\n");
    village.fill(4);
    const auto outcome = [&](unsigned status, const std::string& body) {
        village.answer("a", status, body);
        return village.round(policy).reports.front().outcome;
    };
    const SigningKey stranger = SigningKey::from_seed({}).value();
    const std::string text = parse_note(village.ledger().checkpoint().value()).value().text;
    const std::string foreign = cosign_line(text, "a.example", stranger, 1).value();
    CHECK(outcome(403, "") == WitnessOutcome::not_trusted);
    CHECK(outcome(404, "") == WitnessOutcome::unknown_log);
    CHECK(outcome(422, "") == WitnessOutcome::proof_refused);
    CHECK(outcome(400, "") == WitnessOutcome::refused);
    CHECK(outcome(302, "") == WitnessOutcome::refused);
    CHECK(outcome(409, "99\n") == WitnessOutcome::ahead);
    CHECK(outcome(409, "0\n") == WitnessOutcome::contradicted);
    CHECK(outcome(409, "2\n") == WitnessOutcome::contradicted);
    CHECK(outcome(409, "many\n") == WitnessOutcome::bad_reply);
    CHECK(outcome(200, "") == WitnessOutcome::bad_reply);
    CHECK(outcome(200, "<html>") == WitnessOutcome::bad_reply);
    CHECK(outcome(200, foreign) == WitnessOutcome::bad_reply);
    CHECK(village.ledger().checkpoint_of(4).value() == village.ledger().checkpoint().value());
}

TEST_CASE("policy file: must name this log, and stands in for the default once set") {
    test::LedgerFixture fixture;
    Ledger& ledger = fixture.ledger();
    CHECK(ledger.policy_text().value() == "log " + ledger.verifier_key() + "\nquorum none\n");
    CHECK(ledger.set_policy("quorum none\n").error().code == ErrorCode::invalid_value);
    // Of an earlier generation alone: refused with the line that is missing.
    const VerifierKey own = parse_verifier_key(ledger.verifier_key()).value();
    const std::string earlier = VerifierKey{"tyst.example/earlier", own.key}.text();
    const auto refused = ledger.set_policy("log " + earlier + "\nquorum none\n");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().context.find("only tyst.example/earlier") != std::string::npos);
    CHECK(refused.error().context.find("log " + ledger.verifier_key()) != std::string::npos);
    CHECK(refused.error().context.find("tyst witness policy --set") != std::string::npos);
    const std::string text = "# ours\nlog " + ledger.verifier_key() + "\nquorum none\n";
    REQUIRE(ledger.set_policy(text));
    fixture.reopen();
    CHECK(fixture.ledger().policy_text().value() == text);
}

}  // namespace
}  // namespace tyst
