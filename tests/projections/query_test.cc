#include "projections/query.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/projections/person_builder.h"
#include "tests/projections/records.h"

namespace tyst {
namespace {

using test::asked;
using test::count;
using test::day;
using test::meet;
using test::Meeting;
using test::now;
using test::Records;
using test::Streams;
using test::test_codes;

template <class T>
ErrorCode code_of(const Result<T>& result) {
    return result ? ErrorCode::internal : result.error().code;
}

// ---- one person ----

TEST_CASE("one person: asking for a stream that does not exist fails with its error") {
    Records records;
    records.says_joined(records.child("V0001"), records.child("V0002"));
    StreamId nobody;
    nobody.bytes.fill(0x5a);
    CHECK(code_of(streams_of_person(records.ledger(), nobody, now())) == ErrorCode::key_not_found);
    CHECK(
        code_of(read_person(records.ledger(), nobody, now(), test_codes(), ReadDepth::event_only)
        ) == ErrorCode::key_not_found
    );
}

TEST_CASE("one person: a record in which nothing stands yet is an empty history") {
    Records records;
    (void)records.child("V0001");
    const StreamId empty = records.fixture.child("V0002");
    CHECK(streams_of(records, empty, now()) == Streams{empty});
    const auto person =
        read_person(records.ledger(), empty, now(), test_codes(), ReadDepth::with_attachments);
    REQUIRE(person);
    CHECK(person->events->empty());
    CHECK(person->history.events_known == 0);
    CHECK(person->history.streams.empty());
    CHECK(meet(records, now()).people.size() == 1);
}

TEST_CASE("one person: names of others are read only where the depth asks for them") {
    Records records;
    const StreamId child = records.child("V0001");
    AllocationStarted allocation;
    allocation.role = "iro";
    allocation.worker = PersonCitation{
        records.fixture.worker("IRO01"), "sample", "IRO01", "Synthetic Aled", "reviewing officer"
    };
    records.add(child, allocation, "2019-04-01");
    const auto worker_read = [&](ReadDepth depth) {
        const auto person = read_person(records.ledger(), child, now(), test_codes(), depth);
        REQUIRE(person);
        const Allocation* current = person->history.current_allocation("iro");
        REQUIRE(current != nullptr);
        return *current->what().worker;
    };
    CHECK(worker_read(ReadDepth::event_only).person == records.fixture.worker("IRO01"));
    CHECK(worker_read(ReadDepth::event_only).name.empty());
    CHECK(worker_read(ReadDepth::with_people).name == "Synthetic Aled");
    CHECK(worker_read(ReadDepth::with_people).reference == "IRO01");
}

// ---- all people ----

TEST_CASE("every child: other subjects are passed over, and count as entries only") {
    Records records;
    records.cover_everything();
    REQUIRE(records.ledger().find_or_register({"os-user", "test", "query", "query"}));
    const StreamId child = records.child("V0001");
    const Meeting meeting = meet(records, now());
    REQUIRE(meeting.people.size() == 1);
    CHECK(meeting.people[0].person == child);
    CHECK(meeting.summary.children == 1);
    CHECK(meeting.summary.events == 1);
    CHECK(meeting.summary.log_size == 3);
}

TEST_CASE("every child: a child of whom nothing was known yet is not visited") {
    Records records;
    const StreamId early = records.child("V0001");
    records.on("2020-09-20");
    (void)records.child("V0002");
    const Meeting meeting = meet(records, asked("2020-12-31", "2020-09-19"));
    REQUIRE(meeting.people.size() == 1);
    CHECK(meeting.people[0].person == early);
    CHECK(meeting.summary.children == 1);
    CHECK(meeting.summary.log_size == 2);
}

TEST_CASE("every child: an empty ledger has none") {
    Records records;
    const Meeting meeting = meet(records, now(), 3);
    CHECK(meeting.people.empty());
    CHECK(meeting.summary.children == 0);
    CHECK(meeting.summary.log_size == 0);
    CHECK_FALSE(meeting.summary.rests_on_claimed_time);
}

TEST_CASE("every child: a visit that fails ends the pass with its error") {
    Records records;
    const StreamId one = records.child("V0001");
    const StreamId other = records.child("V0002");
    SECTION("of a child with one record") {}
    SECTION("of joined records") {
        records.join(one, other);
    }
    for (const unsigned threads : {1U, 2U, 16U}) {
        CAPTURE(threads);
        const auto visited = for_each_child(
            records.ledger(),
            now(),
            test_codes(),
            threads,
            [](unsigned, const History&) -> Result<void> {
                return fail(ErrorCode::disk_full, "no room for the row");
            }
        );
        REQUIRE_FALSE(visited);
        CHECK(visited.error().code == ErrorCode::disk_full);
        CHECK(visited.error().context == "no room for the row");
    }
}

TEST_CASE("every child: a time of learning that equals the recorded time is no claim") {
    Records records;
    const StreamId child = records.fixture.child("V0001");
    records.write(
        {records.claimed(child, ChildRegistered{"sample", "V0001"}, "2019-01-01", "2020-09-14")}
    );
    REQUIRE(records.ledger().last_recorded() == start_of_london_day(day("2020-09-14")));
    CHECK_FALSE(meet(records, now()).summary.rests_on_claimed_time);
    records.write({records.claimed(
        child, LookedAfterStarted{"not-stated", "voluntary", "N1", {}}, "2019-01-01", "2020-09-13"
    )});
    CHECK(meet(records, now()).summary.rests_on_claimed_time);
}

}  // namespace
}  // namespace tyst
