// What real witnesses answered, byte for byte: recorded/README.md tells which, and how.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "ledger/system.h"
#include "ledger/witnessing/curl_transport.h"
#include "ledger/witnessing/witness.h"
#include "ledger/witnessing/witness_client.h"
#include "tests/ledger/witnessing/small_log.h"
#include "tests/support/temporary_directory.h"

namespace tyst {
namespace {

using test::SmallLog;

constexpr const char* kElsewhere = "elsewhere.example";
constexpr std::uint8_t kStranger = 2;
constexpr const char* kRecordings[] = {"litewitness", "omniwitness"};

struct Exchange {
    std::string name;
    std::string request;
    HttpReply reply;
};

std::vector<Hash> changed_proof(std::vector<Hash> proof) {
    proof.front().bytes[0] ^= 1;
    return proof;
}

// The requests that each witness was sent, in this order, of a log of 5, 100 and 200 entries.
std::vector<Exchange> conversation() {
    SmallLog log('a');
    SmallLog other('b');
    std::vector<Exchange> said;
    const auto say = [&](const std::string& name, const std::string& request) {
        said.push_back({name, request, {}});
    };
    log.grow(5);
    say("first", log.request(0));
    say("unknown log", add_checkpoint_text({0, {}, log.note(1, kElsewhere)}));
    log.grow(100);
    other.grow(100);
    say("grown", log.request(5));
    say("same again", log.request(100));
    say("another root", add_checkpoint_text({100, {}, other.note()}));
    log.grow(200);
    say("stale", log.request(5));
    say("from nothing", log.request(0));
    say("wrong proof", add_checkpoint_text({100, changed_proof(log.proof(100)), log.note()}));
    say("no proof", add_checkpoint_text({100, {}, log.note()}));
    say("stranger", add_checkpoint_text({100, log.proof(100), log.note(kStranger)}));
    say("beyond", add_checkpoint_text({201, {}, log.note()}));
    say("no size", "old many\n\n" + log.note());
    say("no blank", "old 100\n" + log.note());
    say("after the conflict", log.request(100));
    return said;
}

struct Recording {
    std::string source;
    WitnessKey witness;
    std::vector<Exchange> said;

    [[nodiscard]] const Exchange& at(const std::string& name) const {
        for (const Exchange& exchange : said) {
            if (exchange.name == name) {
                return exchange;
            }
        }
        FAIL("no exchange " << name);
        return said.front();
    }
};

std::string text_in(const boost::json::object& object, const char* name) {
    return std::string(object.at(name).as_string());
}

Recording recording_of(const std::string& name) {
    std::ifstream file(TYST_RECORDED_WITNESSES "/" + name + ".json");
    INFO(name);
    REQUIRE(file);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const boost::json::value parsed = boost::json::parse(text);
    const boost::json::object& object = parsed.as_object();
    Recording recording{
        text_in(object, "source"), parse_witness_key(text_in(object, "witness_key")).value(), {}
    };
    for (const boost::json::value& value : object.at("exchanges").as_array()) {
        const boost::json::object& exchange = value.as_object();
        recording.said.push_back(
            {text_in(exchange, "name"),
             text_in(exchange, "request"),
             {static_cast<unsigned>(exchange.at("status").as_int64()),
              text_in(exchange, "content_type"),
              text_in(exchange, "reply")}}
        );
    }
    return recording;
}

// Gives the recorded reply to exactly the recorded request.
class RecordedTransport final : public WitnessTransport {
  public:
    explicit RecordedTransport(const Recording& recording) {
        for (const Exchange& exchange : recording.said) {
            replies_.emplace(exchange.request, exchange.reply);
        }
    }
    Result<HttpReply> post(const std::string& url, std::string_view type, std::string_view body)
        override {
        CHECK(url == "https://witness.example/add-checkpoint");
        CHECK(type.starts_with("text/plain"));
        const auto known = replies_.find(std::string(body));
        if (known == replies_.end()) {
            return fail(ErrorCode::io_failed, "never asked:\n" + std::string(body));
        }
        asked.emplace_back(body);
        return known->second;
    }
    std::vector<std::string> asked;

  private:
    std::map<std::string, HttpReply> replies_;
};

// Asks a recorded witness, which is believed to have seen `seen` entries.
WitnessReport ask_recorded(
    const Recording& recording,
    std::uint64_t seen,
    const Checkpoint& checkpoint,
    const std::string& note,
    const WitnessClient::Prove& prove
) {
    const test::TemporaryDirectory place;
    WitnessSizes sizes = WitnessSizes::open(place / "sizes").value();
    REQUIRE(sizes.set(recording.witness, seen));
    RecordedTransport transport(recording);
    WitnessClient client(prove, transport, sizes);
    auto report =
        client.ask({"recorded", recording.witness, "https://witness.example/"}, checkpoint, note);
    REQUIRE(report);
    INFO(report->detail);
    if (report->outcome == WitnessOutcome::cosigned) {
        CHECK(sizes.of(recording.witness) == checkpoint.size);
    }
    CHECK(report->outcome != WitnessOutcome::unreachable);
    return std::move(*report);
}

TEST_CASE("recorded witnesses: were sent the requests that this program makes") {
    const std::vector<Exchange> ours = conversation();
    for (const char* name : kRecordings) {
        const Recording recording = recording_of(name);
        REQUIRE(recording.said.size() == ours.size());
        for (std::size_t at = 0; at < ours.size(); ++at) {
            INFO(name << ": " << ours[at].name);
            CHECK(recording.said[at].name == ours[at].name);
            CHECK(recording.said[at].request == ours[at].request);
        }
    }
}

// What our client makes of a refusal on account of the log or its key.
WitnessOutcome refusal_of(const Exchange& exchange) {
    switch (exchange.reply.status) {
        case 403:
            return WitnessOutcome::not_trusted;
        case 404:
            return WitnessOutcome::unknown_log;
        default:
            CHECK(exchange.reply.status == 500);
            return WitnessOutcome::refused;
    }
}

TEST_CASE("recorded witnesses: our client takes their lines, and knows each of their refusals") {
    for (const char* name : kRecordings) {
        INFO(name);
        const Recording recording = recording_of(name);
        SmallLog log('a');
        const WitnessClient::Prove prove = [&](std::uint64_t from, std::uint64_t) {
            return Result<std::vector<Hash>>(log.proof(from));
        };
        log.grow(5);
        const WitnessReport first = ask_recorded(recording, 0, log.checkpoint(), log.note(), prove);
        CHECK(first.outcome == WitnessOutcome::cosigned);
        const Note cosigned = parse_note(log.note() + first.lines).value();
        CHECK(verify_cosignatures(cosigned, std::span(&recording.witness, 1)).value().size() == 1);
        const WitnessReport unknown =
            ask_recorded(recording, 0, log.checkpoint(kElsewhere), log.note(1, kElsewhere), prove);
        CHECK(unknown.outcome == refusal_of(recording.at("unknown log")));

        log.grow(100);
        CHECK(
            ask_recorded(recording, 5, log.checkpoint(), log.note(), prove).outcome ==
            WitnessOutcome::cosigned
        );
        CHECK(
            ask_recorded(recording, 100, log.checkpoint(), log.note(), prove).outcome ==
            WitnessOutcome::cosigned
        );
        SmallLog other('b');
        other.grow(100);
        CHECK(
            ask_recorded(recording, 100, other.checkpoint(), other.note(), prove).outcome ==
            WitnessOutcome::contradicted
        );

        log.grow(200);
        CHECK(
            ask_recorded(recording, 5, log.checkpoint(), log.note(), prove).outcome ==
            WitnessOutcome::cosigned  // told the size that is kept, it proves from there
        );
        const WitnessClient::Prove wrongly = [&](std::uint64_t from, std::uint64_t) {
            return Result<std::vector<Hash>>(changed_proof(log.proof(from)));
        };
        CHECK(
            ask_recorded(recording, 100, log.checkpoint(), log.note(), wrongly).outcome ==
            WitnessOutcome::proof_refused
        );
        CHECK(
            ask_recorded(recording, 100, log.checkpoint(), log.note(kStranger), prove).outcome ==
            refusal_of(recording.at("stranger"))
        );
    }
}

// Where a witness answers otherwise than the specification, which ours follows.
unsigned status_of_ours(const std::string& witness, const Exchange& exchange) {
    static const std::map<std::pair<std::string, std::string>, unsigned> kOtherwise = {
        {{"litewitness", "unknown log"}, 404},   // it says 403
        {{"litewitness", "another root"}, 409},  // both say 422
        {{"omniwitness", "another root"}, 409},
        {{"omniwitness", "unknown log"}, 404},  // it says 500
        {{"omniwitness", "stranger"}, 403},     // it says 500
    };
    const auto known = kOtherwise.find({witness, exchange.name});
    if (known == kOtherwise.end()) {
        return exchange.reply.status;
    }
    CHECK(exchange.reply.status != known->second);
    return known->second;
}

TEST_CASE("recorded witnesses: ours answers the same requests as they did") {
    for (const char* name : kRecordings) {
        const Recording recording = recording_of(name);
        const test::TemporaryDirectory place;
        SystemEntropy entropy;
        auto signer = WitnessSigner::generate("witness.example", entropy).value();
        const auto witness =
            Witness::open(std::move(signer), {SmallLog::key()}, place / "state").value();
        for (const Exchange& exchange : recording.said) {
            INFO(name << ": " << exchange.name);
            const WitnessAnswer answer =
                witness->add_checkpoint(exchange.request, {1'600'000'000'000'000}).value();
            INFO(answer.reason);
            CHECK(static_cast<unsigned>(answer.status) == status_of_ours(name, exchange));
            if (exchange.reply.status == 409) {
                CHECK(answer.body == exchange.reply.body);
                CHECK(answer.content_type == exchange.reply.content_type);
            }
        }
        CHECK(witness->newest().size == 200);
    }
}

// Not run by default: asks a running witness and writes down what it says (recorded/README.md).
TEST_CASE("recorded witnesses: record", "[.record]") {
    const auto given = [](const char* name) {
        const char* const value = std::getenv(name);
        INFO(name);
        REQUIRE(value != nullptr);
        return std::string(value);
    };
    CurlTransport network({});
    boost::json::array exchanges;
    for (const Exchange& exchange : conversation()) {
        const auto reply = network.post(
            given("TYST_WITNESS_URL") + "/add-checkpoint",
            "text/plain; charset=utf-8",
            exchange.request
        );
        REQUIRE(reply);
        exchanges.push_back(
            {{"name", exchange.name},
             {"request", exchange.request},
             {"status", reply->status},
             {"content_type", reply->content_type},
             {"reply", reply->body}}
        );
    }
    const boost::json::object recording{
        {"source", given("TYST_WITNESS_SOURCE")},
        {"witness_key", given("TYST_WITNESS_KEY")},
        {"exchanges", std::move(exchanges)}
    };
    std::ofstream(given("TYST_WITNESS_RECORDING")) << boost::json::serialize(recording) << "\n";
}

}  // namespace
}  // namespace tyst
