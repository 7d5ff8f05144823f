#include "projections/retained_records.h"

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/projections/person_builder.h"
#include "tests/projections/records.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::Records;
using test::shipped_reference;
using test::sorted;
using test::Streams;
using test::test_codes;

constexpr std::string_view kAskedOn = "2021-12-31";

// Records of people who are old enough for something to be due.
class RetentionLedger {
  public:
    Records records;

    StreamId born(const std::string& reference, std::string_view birth_date) {
        const StreamId stream = records.child(reference);
        IdentityRecorded identity;
        identity.birth_date = day(birth_date);
        records.add(stream, identity, "2019-01-01");
        return stream;
    }
    StreamId apart(const std::string& reference, Compartment compartment) {
        const auto stream = records.ledger().find_or_create(
            SubjectReference{SubjectKind::child, compartment, "sample", reference}
        );
        REQUIRE(stream);
        return *stream;
    }
    std::vector<RetainedRecord> all() {
        auto found = retained_records(records.ledger(), asked(kAskedOn), test_codes(), 2);
        REQUIRE(found);
        return *std::move(found);
    }
    RetainedRecord one(const StreamId& stream) {
        const auto person = read_person(
            records.ledger(), stream, asked(kAskedOn), test_codes(), ReadDepth::event_only
        );
        REQUIRE(person);
        auto record = retained_record(records.ledger(), person->history, test_codes());
        REQUIRE(record);
        return *std::move(record);
    }
    Result<void> still_whole(const ErasureRequested& request) {
        return check_still_whole(
            records.ledger(), request, all(), shipped_reference().retention_rules(), day(kAskedOn)
        );
    }
};

Result<ErasurePlan> plan_of(
    const RetainedRecord& record,
    std::vector<Compartment> compartments = {},
    bool before_due = false
) {
    return plan_erasure(
        record,
        compartments,
        shipped_reference().retention_rules(),
        day(kAskedOn),
        day("2022-01-03"),
        before_due
    );
}

ErasureRequested request_for(const RetainedRecord& record) {
    const auto plan = plan_of(record);
    INFO((plan ? "" : plan.error().context));
    REQUIRE(plan);
    ErasureRequested request = plan->request;
    request.ground = "retention-ended";
    return request;
}

void check_not_allowed(const Result<void>& outcome, std::string_view why) {
    REQUIRE_FALSE(outcome);
    INFO(outcome.error().context);
    CHECK(outcome.error().code == ErrorCode::erasure_not_allowed);
    CHECK(outcome.error().context.find(why) != std::string::npos);
}

TEST_CASE("retained records: joined records and what is kept apart are one record") {
    RetentionLedger ledger;
    const StreamId one = ledger.born("V0001", "1940-05-01");
    const StreamId two = ledger.born("V0002", "1940-05-01");
    const StreamId other = ledger.born("V0003", "2010-05-01");
    const StreamId adoption = ledger.apart("V0002", Compartment::adoption);
    LookedAfterEnded adopted;
    adopted.route = "adoption-order";
    ledger.records.add(adoption, adopted, "2006-02-01");
    const StreamId empty = ledger.apart("V0001", Compartment::restricted);
    ledger.records.join(one, two);

    const auto all = ledger.all();
    REQUIRE(all.size() == 2);
    const auto found =
        std::ranges::find_if(all, [&](const RetainedRecord& record) { return record.holds(one); });
    REQUIRE(found != all.end());
    CHECK(found->streams_of({}) == sorted({one, two, adoption}));
    CHECK_FALSE(found->holds(empty));
    CHECK_FALSE(found->holds(other));
    CHECK(found->streams_of(std::vector{Compartment::adoption}) == Streams{adoption});
    CHECK(found->facts.adopted == day("2006-02-01"));
    CHECK(found->facts.birth_date == day("1940-05-01"));

    const RetainedRecord read = ledger.one(two);
    CHECK(read.parts == found->parts);
    CHECK(read.facts == found->facts);
}

TEST_CASE("plan of an erasure: every stream, the rule, its day and the delay; nothing before it") {
    RetentionLedger ledger;
    const StreamId one = ledger.born("V0001", "1940-05-01");
    const StreamId two = ledger.born("V0002", "1940-05-01");
    ledger.records.join(one, two);
    const auto plan = plan_of(ledger.one(one));
    REQUIRE(plan);
    CHECK(plan->request.subjects == sorted({one, two}));
    CHECK(plan->request.rule == "K-case-record 2015");
    CHECK(plan->request.due == day("2015-05-02"));
    CHECK(plan->request.not_before == day("2022-01-31"));

    const RetainedRecord young = ledger.one(ledger.born("V0003", "2010-05-01"));
    const auto early = plan_of(young);
    REQUIRE_FALSE(early);
    CHECK(early.error().code == ErrorCode::erasure_not_allowed);
    CHECK(early.error().context.find("2085-05-02") != std::string::npos);
    CHECK(plan_of(young, {}, true));
    CHECK(plan_of(young, {Compartment::adoption}, true).error().code == ErrorCode::not_found);
}

TEST_CASE("plan of an erasure: the adoption record outlives the case record") {
    RetentionLedger ledger;
    const StreamId child = ledger.born("V0001", "1940-05-01");
    const StreamId adoption = ledger.apart("V0001", Compartment::adoption);
    LookedAfterEnded adopted;
    adopted.route = "adoption-order";
    ledger.records.add(adoption, adopted, "2006-02-01");
    const RetainedRecord record = ledger.one(child);
    CHECK_FALSE(plan_of(record));
    CHECK_FALSE(plan_of(record, {Compartment::adoption}));
    const auto plan = plan_of(record, {Compartment::child_case});
    REQUIRE(plan);
    CHECK(plan->request.subjects == Streams{child});
    // A day after 2100 cannot stand in an event.
    CHECK_FALSE(plan_of(record, {}, true)->request.due);
}

TEST_CASE("an erasure that was asked for: it still names one whole person, or is refused") {
    RetentionLedger ledger;
    const StreamId one = ledger.born("V0001", "1940-05-01");
    const StreamId two = ledger.born("V0002", "1940-05-01");
    ErasureRequested request = request_for(ledger.one(one));
    CHECK(ledger.still_whole(request));
    ledger.records.join(one, two);
    check_not_allowed(ledger.still_whole(request), "joined or parted");
    request = request_for(ledger.one(one));
    CHECK(ledger.still_whole(request));
    ledger.records.part(one, two);
    check_not_allowed(ledger.still_whole(request), "joined or parted");
    request.subjects = {StreamId{}};
    check_not_allowed(ledger.still_whole(request), "not here any more");
}

TEST_CASE("an erasure that was asked for: a birth date corrected since may undo its ground") {
    RetentionLedger ledger;
    const StreamId child = ledger.born("V0001", "1940-05-01");
    ErasureRequested request = request_for(ledger.one(child));
    IdentityRecorded identity;
    identity.birth_date = day("1950-05-01");
    ledger.records.add(child, identity, "2019-06-01");
    check_not_allowed(ledger.still_whole(request), "2025-05-02");
    request.ground = "court-order";
    CHECK(ledger.still_whole(request));
}

TEST_CASE("an erasure that was asked for: a hold on any joined record or over all stops it") {
    RetentionLedger ledger;
    const StreamId one = ledger.born("V0001", "1940-05-01");
    const StreamId two = ledger.born("V0002", "1940-05-01");
    const StreamId restricted = ledger.apart("V0001", Compartment::restricted);
    ledger.records.add(restricted, PersonStatementRecorded{"words", {}, {}}, "2019-01-01");
    ledger.records.join(one, two);
    const auto plan = plan_of(ledger.one(one), {Compartment::child_case});
    REQUIRE(plan);
    ErasureRequested request = plan->request;
    request.ground = "retention-ended";
    CHECK(ledger.still_whole(request));
    // The restricted compartment is not to go, and is a stream of the person all the same.
    for (const StreamId& stream : {two, restricted, ledger.records.ledger().authority_stream()}) {
        const EventId hold =
            ledger.records.add(stream, LegalHoldPlaced{"record", "claim", "legal"}, "2020-09-14");
        check_not_allowed(ledger.still_whole(request), "legal hold");
        ledger.records.add(stream, LegalHoldLifted{hold, "settled"}, "2020-09-14");
        CHECK(ledger.still_whole(request));
    }
}

}  // namespace
}  // namespace tyst
