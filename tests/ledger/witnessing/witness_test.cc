#include "ledger/witnessing/witness.h"

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "ledger/system.h"
#include "tests/ledger/witnessing/small_log.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/test_keys.h"

namespace tyst {
namespace {

using test::SmallLog;

constexpr Timestamp kNow{1'600'000'000'000'000};

std::vector<VerifierKey> log_keys() {
    return {SmallLog::key()};
}

struct Desk {
    test::TemporaryDirectory directory;
    SystemEntropy entropy;
    std::unique_ptr<Witness> witness;

    Desk() {
        auto signer = WitnessSigner::generate("witness.example", entropy).value();
        REQUIRE(signer.write_new(directory / "key"));
        open();
    }
    void open() {
        witness =
            Witness::open(
                WitnessSigner::read(directory / "key").value(), log_keys(), directory / "state"
            )
                .value();
    }
    WitnessAnswer send(const std::string& body) {
        return witness->add_checkpoint(body, kNow).value();
    }
};

TEST_CASE("witness: cosigns a log that grows, and keeps it over a restart") {
    Desk desk;
    SmallLog log('a');
    log.grow(5);
    const WitnessAnswer first = desk.send(log.request(0));
    REQUIRE(first.status == WitnessStatus::cosigned);
    const Note note = parse_note(log.note() + first.body).value();
    const auto held = verify_cosignatures(note, std::span(&desk.witness->key(), 1)).value();
    REQUIRE(held.size() == 1);
    CHECK(held.front().time == 1'600'000'000);
    desk.open();
    CHECK(desk.witness->newest().size == 5);
    log.grow(9);
    CHECK(desk.send(log.request(5)).status == WitnessStatus::cosigned);
    CHECK(desk.send(log.request(9)).status == WitnessStatus::cosigned);  // again, no proof
}

TEST_CASE("witness: what it keeps is on the disk before it answers") {
    Desk desk;
    SmallLog log('a');
    log.grow(3);
    const WitnessAnswer answer = desk.send(log.request(0));
    const auto state = read_witness_state(desk.directory / "state", desk.witness->key()).value();
    REQUIRE(state);
    CHECK(state->newest.size == 3);
    CHECK(state->note == log.note() + answer.body);
    // Where it cannot be kept, nothing is cosigned and the old size stands.
    std::filesystem::create_directory(desk.directory / "state.new");
    log.grow(4);
    CHECK_FALSE(desk.witness->add_checkpoint(log.request(3), kNow));
    CHECK(desk.witness->newest().size == 3);
}

TEST_CASE("witness: one that signed another root of the same size refuses") {
    Desk desk;
    SmallLog log('a');
    SmallLog other('b');
    log.grow(5);
    other.grow(5);
    REQUIRE(desk.send(log.request(0)).status == WitnessStatus::cosigned);
    const WitnessAnswer answer = desk.send(other.request(5));
    CHECK(answer.status == WitnessStatus::conflict);
    CHECK(answer.body == "5\n");
    CHECK(
        desk.witness->newest().root !=
        parse_checkpoint_text(parse_note(other.note()).value().text).value().root
    );
}

TEST_CASE("witness: requests at once never roll it back") {
    Desk desk;
    SmallLog log('a');
    constexpr std::uint64_t kSteps = 40;
    std::vector<std::string> requests;
    for (std::uint64_t size = 1; size <= kSteps; ++size) {
        log.grow(size);
        requests.push_back(log.request(size - 1));
    }
    // Both send every step, again until it is past: each step is cosigned, by one or by the other.
    const auto send_all = [&] {
        for (std::uint64_t step = 0; step < kSteps; ++step) {
            while (desk.witness->newest().size <= step) {
                (void)desk.witness->add_checkpoint(requests[step], kNow);
            }
        }
    };
    {
        const std::jthread first(send_all);
        const std::jthread second(send_all);
    }
    CHECK(desk.witness->newest().size == kSteps);
    const auto state = read_witness_state(desk.directory / "state", desk.witness->key()).value();
    CHECK(state->newest.size == kSteps);
}

TEST_CASE("witness: every reply code has its cause") {
    Desk desk;
    SmallLog log('a');
    SmallLog other('b');
    log.grow(5);
    other.grow(8);
    REQUIRE(desk.send(log.request(0)).status == WitnessStatus::cosigned);
    log.grow(8);
    const std::string good = log.request(5);
    CHECK(desk.send("").status == WitnessStatus::bad_request);
    CHECK(desk.send("old 05\n\n" + log.note()).status == WitnessStatus::bad_request);
    CHECK(desk.send("old 9\n\n" + log.note()).status == WitnessStatus::bad_request);
    CHECK(desk.send("old 5\n\nno note\n").status == WitnessStatus::bad_request);
    CHECK(desk.send("old 5\n\n" + log.note(2)).status == WitnessStatus::not_trusted);
    const SigningKey key = SigningKey::from_seed(test::key_of(1)).value();
    const std::string elsewhere = sign_checkpoint({"elsewhere.example", 8, {}}, key).value();
    CHECK(desk.send("old 5\n\n" + elsewhere).status == WitnessStatus::unknown_log);
    const WitnessAnswer conflict = desk.send(log.request(3));
    CHECK(conflict.status == WitnessStatus::conflict);
    CHECK(conflict.content_type == "text/x.tlog.size");
    CHECK(conflict.body == "5\n");
    CHECK(desk.send("old 5\n\n" + log.note()).status == WitnessStatus::not_consistent);
    CHECK(desk.send(other.request(5)).status == WitnessStatus::not_consistent);
    CHECK(desk.witness->newest().size == 5);
    CHECK(desk.send(good).status == WitnessStatus::cosigned);
    Desk fresh;
    const std::string wrong_empty = sign_checkpoint({SmallLog::kOrigin, 0, {}}, key).value();
    CHECK(fresh.send("old 0\n\n" + wrong_empty).status == WitnessStatus::not_consistent);
    CHECK(
        fresh.send(add_checkpoint_text({0, {Hash{}}, log.note()})).status ==
        WitnessStatus::not_consistent
    );
}

TEST_CASE("witness: a changed state file is refused, whatever bit") {
    Desk desk;
    SmallLog log('a');
    log.grow(2);
    REQUIRE(desk.send(log.request(0)).status == WitnessStatus::cosigned);
    const WitnessKey key = desk.witness->key();
    const auto state = read_witness_state(desk.directory / "state", key).value().value();
    const std::string text = to_text(state);
    for (std::size_t place = 0; place < text.size(); ++place) {
        std::string flipped = text;
        flipped[place] = static_cast<char>(flipped[place] ^ 1);
        const auto read = parse_witness_state(flipped, key);
        INFO("byte " << place);
        // A bit in the log's own signature line changes nothing that the witness said.
        const bool harmless = read && read->newest == state.newest;
        CHECK((!read || harmless));
    }
    CHECK_FALSE(parse_witness_state(text, {"witness.example", log_keys().front().key}));
}

}  // namespace
}  // namespace tyst
