#include "ledger/event_reader.h"

#include <catch2/catch.hpp>

#include "ledger/erasure_records.h"
#include "tests/ledger/damage.h"
#include "tests/ledger/erasure_fixture.h"

// Rows that are cut as an erasure cuts them, although no key is destroyed.
namespace tyst {
namespace {

namespace rows = storage::log_rows;

struct Cut : test::ErasureFixture {
    Cut() : record_of(child("C1")) {
        PreparedEvent document = identity(record_of, "Synthetic");
        document.event.attachments.push_back({"order.txt", "words of an invented order"});
        REQUIRE(append({std::move(document)}));
        REQUIRE(append({placement(record_of, "Synthetic Carer")}));
        (void)hold(record_of);
    }
    void cut(std::uint64_t revision, std::uint16_t part, bool attachment = false) {
        close();
        test::damage_row(
            *this,
            attachment ? rows::kAttachments : rows::kSealed,
            rows::part_key({record_of, StreamRevision{revision}, part}),
            test::cut_row
        );
        open();
    }
    [[nodiscard]] Error read_stream(ReadDepth depth) {
        const auto read = ledger().read_stream(record_of, depth);
        REQUIRE_FALSE(read);
        return read.error();
    }
    [[nodiscard]] ErrorCode read(std::uint64_t revision, ReadDepth depth) {
        for (std::uint64_t index = 0; index < ledger().size(); ++index) {
            const EntrySummary entry = ledger().entries(index, index + 1).value().at(0);
            if (entry.stream == record_of && entry.revision.value == revision) {
                const auto stored = ledger().read(entry.index, depth);
                REQUIRE_FALSE(stored);
                return stored.error().code;
            }
        }
        return ErrorCode::not_found;
    }
    [[nodiscard]] Result<void> scan() {
        return ledger().scan_streams(ledger().size(), 0, 1, [](Ledger::StreamContent&& content) {
            CHECK_FALSE(content.erased);
            return Result<void>();
        });
    }

    StreamId record_of;
};

TEST_CASE("event reader: a cut event whose key lives is damage, and its record is not erased") {
    Cut fixture;
    fixture.cut(0, 0);
    const Error error = fixture.read_stream(ReadDepth::event_only);
    CHECK(error.code == ErrorCode::corrupt_part);
    CHECK(error.context.find("part 0: its bytes are gone") != std::string::npos);
    CHECK(fixture.read(0, ReadDepth::event_only) == ErrorCode::corrupt_part);
    const auto scanned = fixture.scan();
    REQUIRE_FALSE(scanned);
    CHECK(scanned.error().code == ErrorCode::corrupt_part);
}

TEST_CASE("event reader: a cut document whose key lives is damage") {
    Cut fixture;
    fixture.cut(0, 1, true);
    CHECK(fixture.read_stream(ReadDepth::with_attachments).code == ErrorCode::corrupt_part);
    CHECK(fixture.read(0, ReadDepth::with_attachments) == ErrorCode::corrupt_part);
    CHECK(fixture.scan());
}

TEST_CASE("event reader: a cut citation of a person whose key lives is damage, not a pseudonym") {
    Cut fixture;
    fixture.cut(1, 1);
    const Error error = fixture.read_stream(ReadDepth::with_people);
    CHECK(error.code == ErrorCode::corrupt_part);
    CHECK(error.context.find("part 1: its bytes are gone") != std::string::npos);
    CHECK(fixture.read(1, ReadDepth::with_people) == ErrorCode::corrupt_part);
    CHECK(fixture.scan());
}

TEST_CASE("event reader: a hold that was cut does not vanish, and nothing is erased") {
    Cut fixture;
    const EventId asked = fixture.ready({fixture.record_of});
    CHECK(fixture.erase(asked).error().code == ErrorCode::erasure_not_allowed);
    fixture.cut(2, 0);
    const auto holds = holds_over(fixture.ledger(), std::span(&fixture.record_of, 1));
    REQUIRE_FALSE(holds);
    CHECK(holds.error().code == ErrorCode::corrupt_part);
    CHECK(fixture.erase(asked).error().code == ErrorCode::corrupt_part);
    CHECK(fixture.ledger().root_key_generation() == 0);
}

// A record with a document, and another that cites a carer by name.
struct Keyless : test::ErasureFixture {
    Keyless() : victim(child("VICTIM")), cited(child("CITED")) {
        PreparedEvent named = identity(victim, "Synthetic");
        named.event.attachments.push_back({"plan.txt", "attached text"});
        first = append({named}).value().front().index;
        citing = append({placement(cited, "Synthetic Carer")}).value().front().index;
        carer = ledger().sealed_part(citing, 1).value().subject;
    }
    void empty(const StreamId& subject) {
        close();
        test::empty_key_row(open_options.directory, subject);
        open();
    }
    template <class T>
    void require_named(const Result<T>& result, const StreamId& subject) {
        REQUIRE_FALSE(result);
        CHECK(result.error().code == ErrorCode::subject_without_key);
        CHECK(result.error().context.find(to_hex(subject.view())) != std::string::npos);
    }

    StreamId victim;
    StreamId cited;
    StreamId carer;
    LogIndex first;
    LogIndex citing;
};

TEST_CASE("event reader: one record or event whose key went without a receipt is not erased") {
    Keyless fixture;
    const bool beside_a_real_one = GENERATE(false, true);
    if (beside_a_real_one) {
        fixture.destroy({fixture.child("CITED")});
    }
    fixture.empty(fixture.victim);
    Ledger& ledger = fixture.ledger();
    fixture.require_named(ledger.read(fixture.first, ReadDepth::event_only), fixture.victim);
    fixture.require_named(
        ledger.read_stream(fixture.victim, ReadDepth::event_only), fixture.victim
    );
    fixture.require_named(ledger.part_key(fixture.first, 0), fixture.victim);
    fixture.require_named(
        ledger.scan_streams(
            ledger.size(), 0, 1, [](Ledger::StreamContent&&) { return Result<void>(); }
        ),
        fixture.victim
    );
    if (beside_a_real_one) {
        CHECK(
            ledger.read(fixture.citing, ReadDepth::event_only).error().code ==
            ErrorCode::part_erased
        );
        CHECK(
            ledger.read_stream(fixture.cited, ReadDepth::event_only).error().code ==
            ErrorCode::part_erased
        );
    }
    // Whose bytes are cut as well.
    fixture.close();
    test::damage_row(
        fixture,
        rows::kSealed,
        rows::part_key({fixture.victim, StreamRevision{0}, 0}),
        test::cut_row
    );
    fixture.open();
    fixture.require_named(fixture.ledger().sealed_part(fixture.first, 0), fixture.victim);
}

TEST_CASE("event reader: a cited person whose key went without a receipt is not a pseudonym") {
    Keyless fixture;
    fixture.empty(fixture.carer);
    Ledger& ledger = fixture.ledger();
    fixture.require_named(ledger.read(fixture.citing, ReadDepth::with_people), fixture.carer);
    fixture.require_named(ledger.read_stream(fixture.cited, ReadDepth::with_people), fixture.carer);
    CHECK(ledger.read_stream(fixture.cited, ReadDepth::event_only));
    CHECK(ledger.read(fixture.citing, ReadDepth::event_only));
}

TEST_CASE("event reader: a pseudonym that nobody was given is no record, and nothing is wrong") {
    Keyless fixture;
    StreamId nobody;
    nobody.bytes.fill(0x5a);
    CHECK(
        fixture.ledger().read_stream(nobody, ReadDepth::event_only).error().code ==
        ErrorCode::key_not_found
    );
}

}  // namespace
}  // namespace tyst
