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
    // Asked for on the day of the records, looked at on that of the question.
    Result<void> still_whole(const ErasureRequested& request) {
        return still_whole(
            request, shipped_reference().retention_rules(), day(kAskedOn), day(kAskedOn)
        );
    }
    Result<void> still_whole(
        const ErasureRequested& request,
        std::span<const RetentionRule> rules,
        Date today,
        Date clock_day
    ) {
        ErasureCase erasure;
        erasure.recorded = records.fixture.clock.now();
        erasure.asked = request;
        return check_still_whole(records.ledger(), erasure, all(), rules, today, clock_day);
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
    request.ground = kRetentionEnded;
    request.not_before = day("2020-01-01");  // as somebody may have written it
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
    check_not_allowed(ledger.still_whole(request), "disputed");
    request.ground = "court-order";
    CHECK(ledger.still_whole(request));
}

TEST_CASE("an erasure that was asked for: the delay of the rule counts from when it was recorded") {
    RetentionLedger ledger;
    const ErasureRequested request = request_for(ledger.one(ledger.born("V0001", "1940-05-01")));
    std::vector<RetentionRule> rules = shipped_reference().retention_rules();
    struct Row {
        int delay_days;
        std::string_view first;
    };
    // Recorded on 14 September 2020. A rule lengthens the default and never shortens it.
    for (const Row& row : {Row{0, "2020-10-12"}, Row{28, "2020-10-12"}, Row{60, "2020-11-13"}}) {
        for (RetentionRule& rule : rules) {
            rule.delay_days = row.delay_days;
        }
        const Date first = day(row.first);
        check_not_allowed(
            ledger.still_whole(request, rules, first, first.plus_days(-1)), to_text(first)
        );
        CHECK(ledger.still_whole(request, rules, first, first));
    }
    // No rule at all, and a ground that needs none.
    ErasureRequested wrong = request;
    wrong.ground = "wrongly-held";
    const Date early = day("2020-10-11");
    check_not_allowed(ledger.still_whole(wrong, {}, early, early), "2020-10-12");
    CHECK(ledger.still_whole(wrong, {}, early.plus_days(1), early.plus_days(1)));
    wrong.not_before = day("2021-01-01");
    check_not_allowed(ledger.still_whole(wrong, {}, early, day("2020-12-31")), "2021-01-01");
}

TEST_CASE("plan of an erasure: where no rule concerns the record the delay is the default") {
    RetentionLedger ledger;
    const RetainedRecord record = ledger.one(ledger.born("V0001", "2010-05-01"));
    const auto plan = plan_erasure(record, {}, {}, day(kAskedOn), day("2022-01-03"), true);
    REQUIRE(plan);
    CHECK(plan->request.not_before == day("2022-01-31"));
}

TEST_CASE("retained records: joined records with two birth dates are never due, in either order") {
    for (const auto& [one, two] :
         {std::pair{"1990-05-01", "1940-05-01"}, std::pair{"1940-05-01", "1990-05-01"}}) {
        RetentionLedger ledger;
        const StreamId first = ledger.born("V0001", one);
        ledger.records.join(first, ledger.born("V0002", two));
        const auto plan = plan_of(ledger.one(first));
        REQUIRE_FALSE(plan);
        CHECK(plan.error().context.find("disputed") != std::string::npos);
    }
}

TEST_CASE("retained records: what is kept apart is lost by no order in which it is found") {
    RetentionLedger ledger;
    // Each names the reference under which the other is found, and the case record is not there.
    const StreamId adoption = ledger.apart("V0001", Compartment::adoption);
    const StreamId restricted = ledger.apart("V0001", Compartment::restricted);
    for (const StreamId& stream : {adoption, restricted}) {
        ledger.records.add(stream, ChildRegistered{"sample", "V0001"}, "2019-01-01");
    }
    const StreamId other = ledger.born("V0002", "1940-05-01");
    auto all = ledger.all();
    REQUIRE(all.size() == 2);
    const auto of = [&](const StreamId& stream) {
        return std::ranges::count_if(all, [&](const RetainedRecord& record) {
            return record.holds(stream);
        });
    };
    CHECK(of(adoption) == 1);
    CHECK(of(restricted) == 1);
    CHECK(of(other) == 1);
    // With the case record they are all one, which the case record names.
    const StreamId child = ledger.born("V0001", "1940-05-01");
    ledger.records.add(child, ChildRegistered{"sample", "V0001"}, "2019-01-01");
    all = ledger.all();
    REQUIRE(all.size() == 2);
    const auto whole = std::ranges::find(all, child, &RetainedRecord::person);
    REQUIRE(whole != all.end());
    CHECK(whole->streams_of({}) == sorted({adoption, restricted, child}));
    CHECK(whole->streams_of(std::vector{Compartment::restricted}) == Streams{restricted});
}

TEST_CASE("retained records: what stays may have lost what it is counted from") {
    RetentionLedger ledger;
    const StreamId child = ledger.born("V0001", "1940-05-01");
    const StreamId restricted = ledger.apart("V0001", Compartment::restricted);
    ledger.records.add(restricted, PersonStatementRecorded{"words", {}, {}}, "2019-01-01");
    const auto rest_of = [&] {
        const auto rest = retention_of_rest(
            ledger.records.ledger(),
            ledger.one(child),
            Streams{child},
            shipped_reference().retention_rules(),
            asked(kAskedOn),
            test_codes(),
            day(kAskedOn)
        );
        REQUIRE(rest);
        REQUIRE(rest->size() == 1);
        CHECK(rest->front().streams == Streams{restricted});
        return rest->front();
    };
    CHECK(rest_of().never == NeverDue::birth_unknown);
    IdentityRecorded identity;
    identity.birth_date = day("1940-05-01");
    ledger.records.add(restricted, identity, "2019-01-02");
    CHECK(rest_of().first_day == day("2015-05-02"));
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
    request.ground = kRetentionEnded;
    request.not_before = day("2020-01-01");
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
