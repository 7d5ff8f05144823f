#include "ledger/erasure_check.h"

#include <algorithm>
#include <optional>
#include <vector>

#include <catch2/catch.hpp>

#include "ledger/backup.h"
#include "tests/ledger/damage.h"
#include "tests/ledger/erasure_fixture.h"

// Who can write the files, and makes a record look erased, or an erasure look carried out.
namespace tyst {
namespace {

struct Watched : test::ErasureFixture {
    Watched() : asked_for(child("W1")), victim(child("W2")), bystander(child("W3")) {
        for (int round = 0; round < 2; ++round) {
            REQUIRE(append({identity(asked_for, "A"), identity(victim, "V")}));
            REQUIRE(append({placement(bystander, "Synthetic Carer")}));
        }
    }
    [[nodiscard]] std::vector<Finding> verified() {
        auto report = ledger().verify({});
        REQUIRE(report);
        return std::move(report->findings);
    }
    [[nodiscard]] std::vector<Finding> scrubbed() {
        ScrubState state;
        state.size = ledger().size();
        auto found = ledger().scrub(state, state.size);
        REQUIRE(found);
        return *std::move(found);
    }
    [[nodiscard]] std::vector<Finding> verified_in_backup() {
        const auto place = directory / "backup";
        REQUIRE(create_backup(ledger(), place, today().plus_days(30), second));
        auto report = verify_backup(place, {open_options.root_key_file, {}}, entropy, {});
        REQUIRE(report);
        return std::move(report->log.findings);
    }

    StreamId asked_for;
    StreamId victim;
    StreamId bystander;
};

// Of a code, at an index; nothing means at none.
bool has_at(
    const std::vector<Finding>& findings, ErrorCode code, const std::optional<LogIndex>& index
) {
    return std::ranges::any_of(findings, [&](const Finding& finding) {
        return finding.error.code == code && finding.index == index;
    });
}

void require_everywhere(
    Watched& fixture, ErrorCode code, const std::optional<LogIndex>& index, std::size_t findings
) {
    for (const auto& found :
         {fixture.verified(), fixture.scrubbed(), fixture.verified_in_backup()}) {
        for (const Finding& finding : found) {
            UNSCOPED_INFO(finding.error.context);
        }
        CHECK(found.size() == findings);
        CHECK(has_at(found, code, index));
    }
}

TEST_CASE("erasure adversary: an erasure that was asked for is no finding, here or in a backup") {
    Watched fixture;
    fixture.destroy({fixture.asked_for, fixture.victim});
    fixture.destroy({fixture.bystander});
    CHECK(fixture.verified().empty());
    CHECK(fixture.scrubbed().empty());
    CHECK(fixture.verified_in_backup().empty());
}

TEST_CASE("erasure adversary: a key emptied by hand is found, with and without real erasures") {
    Watched fixture;
    if (GENERATE(false, true)) {
        fixture.destroy({fixture.asked_for});
    }
    const auto events = fixture.ledger().read_stream(fixture.victim, ReadDepth::event_only).value();
    fixture.close();
    test::destroy_by_hand(fixture, fixture.victim);
    fixture.open();
    CHECK(fixture.verified()[0].error.context.find("no record_erased") != std::string::npos);
    require_everywhere(fixture, ErrorCode::subject_without_key, events.back().index, 1);
}

TEST_CASE("erasure adversary: a key emptied by hand of a subject without entries is found") {
    Watched fixture;
    const StreamId carer = fixture.worker("FC001");
    fixture.close();
    // Its rows stand in others' streams, so its own has none to cut.
    test::empty_key_row(fixture.open_options.directory, carer);
    fixture.open();
    require_everywhere(fixture, ErrorCode::subject_without_key, std::nullopt, 1);
}

TEST_CASE("erasure adversary: a receipt whose subject's key lives is found at the receipt") {
    Watched fixture;
    const EventId asked = fixture.request({fixture.victim});
    RecordErased forged;
    forged.request = asked;
    forged.approval = fixture.record_in(
        fixture.ledger().authority_stream(), ErasureApproved{asked}, fixture.second
    );
    forged.erased = {{fixture.victim, {}, 2, 1, 2}};
    forged.root_generation = 1;
    const LogIndex index = fixture.record(forged, fixture.second);
    // The other finding: the keys lie under no root that an erasure made.
    require_everywhere(fixture, ErrorCode::keys_before_erasure, index, 2);
    CHECK(has_at(fixture.verified(), ErrorCode::keys_before_erasure, std::nullopt));
}

TEST_CASE("erasure adversary: a receipt to cover a key emptied by hand rests on nothing") {
    Watched fixture;
    RecordErased forged;
    forged.request = fixture.request({fixture.victim});
    forged.approval = fixture.record_in(
        fixture.ledger().authority_stream(), ErasureApproved{forged.request}, fixture.first
    );
    forged.erased = {{fixture.victim, {}, 2, 1, 2}};
    forged.root_generation = 1;
    const LogIndex index = fixture.record(forged, fixture.first);
    fixture.close();
    test::destroy_by_hand(fixture, fixture.victim);
    fixture.open();
    require_everywhere(fixture, ErrorCode::erasure_not_allowed, index, 2);
}

TEST_CASE("erasure check: an event of the authority that does not open is told, nothing guessed") {
    namespace rows = storage::log_rows;
    Watched fixture;
    const Receipt receipt = fixture.destroy({fixture.asked_for});
    fixture.close();
    test::damage_row(
        fixture,
        rows::kSealed,
        rows::part_key({receipt.stream, receipt.revision, 0}),
        test::flip_bit(rows::kPartRowHeadBytes + 3)
    );
    fixture.open();
    const auto found = fixture.verified();
    REQUIRE(found.size() == 1);
    CHECK(has_at(found, ErrorCode::part_digest_mismatch, receipt.index));
}

}  // namespace
}  // namespace tyst
