#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "ledger/scrubber.h"
#include "tests/ledger/damage.h"
#include "tests/ledger/ledger_fixture.h"

namespace tyst {
namespace {

// Counts pauses and stops after some of them.
class CountedSleeper final : public Sleeper {
  public:
    explicit CountedSleeper(std::size_t allowed) : allowed_(allowed) {}
    bool pause(std::chrono::milliseconds time) override {
        pauses.push_back(time);
        return pauses.size() <= allowed_;
    }
    std::vector<std::chrono::milliseconds> pauses;

  private:
    std::size_t allowed_;
};

Scrubber::Options slices_of(std::uint64_t entries) {
    Scrubber::Options options;
    options.slice = entries;
    options.entries_per_second = 50;
    return options;
}

TEST_CASE("scrub: reads everything in slices with pauses, and the log says so") {
    test::LedgerFixture fixture;
    fixture.fill(700);
    Ledger& ledger = fixture.ledger();
    REQUIRE(ledger.checkpoint());
    const Hash root = ledger.root_at(700).value();
    CountedSleeper sleeper(100);
    Scrubber scrubber(ledger, ledger.authority_stream(), sleeper, slices_of(100));
    const auto pass = scrubber.run_pass({}).value();
    REQUIRE(pass);
    CHECK(sleeper.pauses == std::vector<std::chrono::milliseconds>(6, std::chrono::seconds(2)));
    const StoredEvent event = ledger.read(pass->recorded, ReadDepth::event_only).value();
    const auto& body = std::get<ScrubCompleted>(event.event.body);
    CHECK(body.size == 700);
    CHECK(body.root == root);
    CHECK(body.parts == 700);
    CHECK(body.findings == 0);
    CHECK(body.first_finding.empty());
    CHECK_FALSE(std::filesystem::exists(ledger.directory() / "scrub"));
}

TEST_CASE("scrub: goes on after a restart where it stood, entries appended meanwhile left out") {
    test::LedgerFixture fixture;
    fixture.fill(600);
    {
        CountedSleeper sleeper(2);
        Scrubber scrubber(
            fixture.ledger(), fixture.ledger().authority_stream(), sleeper, slices_of(100)
        );
        CHECK_FALSE(scrubber.run_pass({}).value());
    }
    fixture.fill(50);
    fixture.reopen();
    CountedSleeper sleeper(100);
    Scrubber scrubber(
        fixture.ledger(), fixture.ledger().authority_stream(), sleeper, slices_of(100)
    );
    const auto pass = scrubber.run_pass({}).value();
    REQUIRE(pass);
    CHECK(sleeper.pauses.size() == 2);  // three slices were left
    CHECK(pass->state.size == 600);
    CHECK(pass->state.parts == 600);
    CHECK(pass->state.findings == 0);
    CHECK(pass->state.root == fixture.ledger().root_at(600).value());
}

TEST_CASE("scrub: runs pass after pass until it is stopped") {
    test::LedgerFixture fixture;
    fixture.fill(10);
    CountedSleeper sleeper(2);
    Scrubber scrubber(
        fixture.ledger(), fixture.ledger().authority_stream(), sleeper, slices_of(100)
    );
    REQUIRE(scrubber.run({}));
    // Three passes, each with the entry of the one before.
    CHECK(fixture.ledger().size() == 13);
    CHECK(sleeper.pauses.back() == std::chrono::hours(24));
}

TEST_CASE("scrub: damage of each kind is found, and told by number and place only") {
    namespace rows = storage::log_rows;
    struct Row {
        storage::FamilyNumber family;
        std::string key;
        std::size_t byte;
        std::string first;
    };
    test::LedgerFixture original;
    original.fill(300);
    REQUIRE(original.ledger().checkpoint());
    const auto child = original.child("F0");
    original.close();
    for (const Row& row : std::vector<Row>{
             {rows::kEntries, rows::number_key(70), 40, "corrupt_part 401 at entry 70"},
             {rows::kSealed,
              rows::part_key({child, {3}, 0}),
              90,
              "part_digest_mismatch 448 at entry 21"},
             {rows::kSealed,
              rows::part_key({child, {3}, 0}),
              40,
              "key_not_committed 449 at entry 21"},
             {rows::kCheckpoints, rows::number_key(300), 30, "corrupt_checkpoint 403"}
         }) {
        test::LedgerFixture fixture(original);
        test::damage_row(fixture, row.family, row.key, test::flip_bit(row.byte));
        fixture.open();
        Ledger& ledger = fixture.ledger();
        CountedSleeper sleeper(100);
        Scrubber scrubber(ledger, ledger.authority_stream(), sleeper, slices_of(64));
        const auto pass = scrubber.run_pass({});
        INFO("family " << row.family << " byte " << row.byte);
        REQUIRE(pass);
        REQUIRE(pass->has_value());
        const ScrubState& state = (**pass).state;
        CHECK(state.findings > 0);
        INFO(state.first_finding);
        if (row.family != rows::kEntries) {
            CHECK(state.first_finding == row.first);
        } else {
            CHECK_THAT(state.first_finding, Catch::EndsWith(" at entry 70"));
        }
    }
}

// The first finding of a whole pass over a closed ledger, and how many there are.
std::pair<std::string, std::uint32_t> scrubbed(test::LedgerFixture& fixture) {
    fixture.open();
    CountedSleeper sleeper(100);
    Scrubber scrubber(
        fixture.ledger(), fixture.ledger().authority_stream(), sleeper, slices_of(64)
    );
    const auto pass = scrubber.run_pass({}).value();
    REQUIRE(pass);
    return {pass->state.first_finding, pass->state.findings};
}

TEST_CASE("scrub: a changed, moved or missing row of an event id is found at its entry") {
    namespace rows = storage::log_rows;
    test::LedgerFixture original;
    original.fill(90);
    const EventId id = original.ledger().read(LogIndex{70}, ReadDepth::event_only)->event.id;
    const EventId other = original.ledger().read(LogIndex{3}, ReadDepth::event_only)->event.id;
    original.close();
    const std::string key(as_text(id.view()));
    const std::pair<std::string, std::uint32_t> found{"corrupt_id 417 at entry 70", 1};

    const std::size_t byte = GENERATE(range(std::size_t{0}, rows::kIdRowBytes, std::size_t{5}));
    INFO("byte " << byte);
    test::LedgerFixture changed(original);
    test::damage_row(changed, rows::kIds, key, test::flip_bit(byte));
    CHECK(scrubbed(changed) == found);

    if (byte == 0) {
        test::LedgerFixture missing(original);
        test::remove_row(missing, rows::kIds, key);
        CHECK(scrubbed(missing) == found);
        // A whole row of another event in its place, as somebody would copy it.
        test::LedgerFixture moved(original);
        std::string foreign;
        test::damage_row(moved, rows::kIds, std::string(as_text(other.view())), [&](auto& value) {
            foreign = value;
        });
        test::damage_row(moved, rows::kIds, key, [&](auto& value) { value = foreign; });
        CHECK(scrubbed(moved) == found);
        test::LedgerFixture shortened(original);
        test::damage_row(shortened, rows::kIds, key, [](auto& value) { value.pop_back(); });
        CHECK(scrubbed(shortened) == found);
    }
}

TEST_CASE("scrub: its position reads back, and any other text is refused") {
    const ScrubState state{700, 300, {}, 301, 2, 1, "corrupt_part 401 at entry 7"};
    const std::string text = to_text(state);
    CHECK(parse_scrub_state(text).value() == state);
    for (std::size_t place = 0; place < text.size(); ++place) {
        std::string flipped = text;
        flipped[place] = static_cast<char>(flipped[place] ^ 1);
        INFO(place);
        CHECK_FALSE(parse_scrub_state(flipped));
        CHECK_FALSE(parse_scrub_state(text.substr(0, place)));
    }
}

}  // namespace
}  // namespace tyst
