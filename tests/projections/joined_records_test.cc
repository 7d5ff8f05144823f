#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "projections/query.h"
#include "tests/projections/person_builder.h"
#include "tests/projections/records.h"

namespace tyst {
namespace {

using test::answer_of;
using test::asked;
using test::count;
using test::day;
using test::Entries;
using test::kBasis;
using test::meet;
using test::Meeting;
using test::Met;
using test::now;
using test::PersonBuilder;
using test::Records;
using test::references;
using test::sorted;
using test::Streams;
using test::streams_of;
using test::test_codes;
using test::value;

Streams others_said(Records& records, const StreamId& stream, const Question& question) {
    const auto events = records.ledger().read_stream(stream, ReadDepth::event_only);
    REQUIRE(events);
    return joined_to(*events, question);
}

// ---- what one stream says ----

SubjectLink link(std::uint8_t number) {
    SubjectLink other;
    other.stream.bytes[0] = number;
    return other;
}

Streams said(const PersonBuilder& record, const Question& question = now()) {
    return joined_to(record.events(), question);
}

TEST_CASE("joined to: every other stream that is said to be the same person, sorted, once") {
    PersonBuilder record;
    CHECK(said(record).empty());
    record.add(ChildRegistered{"sample", "V0001"}, "2019-01-01");
    for (const SubjectLink& other : {link(9), link(4), link(7), link(9)}) {
        record.add(RecordsJoined{other, ""}, "2019-03-01");
    }
    CHECK(said(record) == Streams{link(4).stream, link(7).stream, link(9).stream});
    record.add(RecordsParted{link(7), ""}, "2019-04-01");
    record.add(RecordsParted{link(5), ""}, "2019-04-01");
    CHECK(said(record) == Streams{link(4).stream, link(9).stream});
    CHECK(said(record, asked("2021-12-31", "2019-02-28")).empty());
}

TEST_CASE("joined to: the log decides which of joining and parting is later, not the day given") {
    PersonBuilder record;
    record.add(RecordsParted{link(9), ""}, "2019-05-01");
    record.add(RecordsJoined{link(9), ""}, "2019-03-01");
    CHECK(said(record) == Streams{link(9).stream});
    record.add(RecordsParted{link(9), ""}, "2019-02-01");
    CHECK(said(record).empty());
}

TEST_CASE("joined to: a join that is corrected names the other stream from when that is known") {
    PersonBuilder record;
    const EventId joined = record.add(RecordsJoined{link(9), ""}, "2019-03-01");
    record.correct(joined, RecordsJoined{link(4), ""}, {"other"}, "2019-04-01");
    CHECK(said(record, asked("2021-12-31", "2019-03-31")) == Streams{link(9).stream});
    CHECK(said(record) == Streams{link(4).stream});
}

TEST_CASE("joined to: a join cannot be undone by a reversal, only by parting or annulment") {
    PersonBuilder record;
    const EventId joined = record.add(RecordsJoined{link(9), ""}, "2019-03-01");
    record.reverse(joined, "2019-04-01");
    CHECK(said(record) == Streams{link(9).stream});
    CHECK(count(record.fold(now()), FindingKind::reversal_without_effect) == 1);
    record.annul(joined, "2019-05-01");
    CHECK(said(record).empty());
}

// ---- who is one person ----

TEST_CASE("joined records: what both sides say makes one person, named by the older stream") {
    Records records;
    const StreamId older = records.child("V0001");
    const StreamId newer = records.child("V0002");
    records.join(newer, older);
    const Streams both = sorted({older, newer});
    const Meeting meeting = meet(records, now());
    REQUIRE(meeting.people.size() == 1);
    CHECK(meeting.people[0].person == older);
    CHECK(meeting.people[0].streams == both);
    CHECK(meeting.people[0].events == 4);
    CHECK(meeting.people[0].one_sided.empty());
    CHECK(meeting.summary.children == 1);
    CHECK(meeting.summary.events == 4);
    CHECK(meeting.summary.log_size == 4);
    CHECK(meeting.summary.erased == 0);
    for (const StreamId& stream : both) {
        CHECK(streams_of(records, stream, now()) == both);
        const auto person =
            read_person(records.ledger(), stream, now(), test_codes(), ReadDepth::event_only);
        REQUIRE(person);
        CHECK(person->history.person == older);
        CHECK(person->history.streams == both);
        CHECK(person->history.findings.empty());
        REQUIRE(person->history.references.size() == 2);
        CHECK(person->history.references[0].reference == "V0001");
        CHECK(person->history.references[1].reference == "V0002");
        REQUIRE(person->events->size() == 4);
        CHECK(std::ranges::is_sorted(*person->events, {}, &StoredEvent::index));
    }
}

TEST_CASE("joined records: care that is told in two records is one life") {
    Records records;
    records.cover_everything();
    const StreamId one = records.child("V0001");
    const StreamId other = records.child("V0002");
    records.add(one, LookedAfterStarted{"not-stated", "voluntary", "N1", {}}, "2019-04-01");
    LegalStatusStarted order;
    order.status = "care-order";
    records.add(other, order, "2019-06-01");
    records.join(one, other);
    const PopulationAnswer answer = answer_of(records, asked("2019-06-30"));
    REQUIRE(references(answer) == std::vector<std::string>{"V0001"});
    CHECK(answer.rows[0].status == "care-order");
    CHECK(answer.rows[0].looked_after_since == day("2019-04-01"));
    CHECK(answer.rows[0].findings == 0);
    CHECK(value(answer, "looked-after") == 1);
    CHECK(value(answer, "legal-status.care-order") == 1);
    CHECK(value(answer, "legal-status.voluntary") == 0);
}

TEST_CASE("joined records: what only one side says joins nobody, and is found") {
    Records records;
    const StreamId one = records.child("V0001");
    const StreamId other = records.child("V0002");
    records.says_joined(one, other);
    const Meeting meeting = meet(records, now());
    REQUIRE(meeting.people.size() == 2);
    CHECK(meeting.summary.children == 2);
    CHECK(meeting.summary.events == 3);
    CHECK(meeting.with(one).streams == Streams{one});
    CHECK(meeting.with(one).events == 2);
    CHECK(meeting.with(one).one_sided == Entries{LogIndex{2}});
    CHECK(meeting.with(other).streams == Streams{other});
    CHECK(meeting.with(other).events == 1);
    CHECK(meeting.with(other).one_sided.empty());
    CHECK(others_said(records, one, now()) == Streams{other});
    CHECK(others_said(records, other, now()).empty());
    CHECK(streams_of(records, one, now()) == Streams{one});
    CHECK(streams_of(records, other, now()) == Streams{other});

    records.says_joined(other, one);
    const Meeting joined = meet(records, now());
    REQUIRE(joined.people.size() == 1);
    CHECK(joined.people[0].streams == sorted({one, other}));
    CHECK(joined.people[0].one_sided.empty());
    CHECK(streams_of(records, other, now()) == sorted({one, other}));
}

TEST_CASE("joined records: a record that is named but holds nothing joins nobody") {
    Records records;
    const StreamId one = records.child("V0001");
    StreamId named;
    SECTION("its key was made, and nothing was ever recorded") {
        named = records.fixture.child("V0002");
    }
    SECTION("there is no such stream") {
        named.bytes.fill(0x5a);
    }
    records.says_joined(one, named);
    CHECK(streams_of(records, one, now()) == Streams{one});
    const Meeting meeting = meet(records, now());
    REQUIRE(meeting.people.size() == 1);
    CHECK(meeting.people[0].streams == Streams{one});
    CHECK(meeting.people[0].one_sided == Entries{LogIndex{1}});
}

TEST_CASE("joined records: parted again they are two, joined anew they are one") {
    Records records;
    const StreamId one = records.child("V0001");
    const StreamId other = records.child("V0002");
    records.join(one, other);
    REQUIRE(meet(records, now()).people.size() == 1);
    records.part(one, other);
    const Meeting parted = meet(records, now());
    REQUIRE(parted.people.size() == 2);
    for (const StreamId& stream : {one, other}) {
        CHECK(parted.with(stream).streams == Streams{stream});
        CHECK(parted.with(stream).events == 3);
        CHECK(parted.with(stream).one_sided.empty());
        CHECK(others_said(records, stream, now()).empty());
        CHECK(streams_of(records, stream, now()) == Streams{stream});
    }
    records.join(one, other);
    const Meeting again = meet(records, now());
    REQUIRE(again.people.size() == 1);
    CHECK(again.people[0].events == 8);
    CHECK(streams_of(records, one, now()) == sorted({one, other}));
}

TEST_CASE("joined records: parted by one side they are two, and the other side is found") {
    Records records;
    const StreamId one = records.child("V0001");
    const StreamId other = records.child("V0002");
    records.join(one, other);
    records.says_parted(one, other);
    const Meeting meeting = meet(records, now());
    REQUIRE(meeting.people.size() == 2);
    CHECK(meeting.with(one).one_sided.empty());
    CHECK(meeting.with(other).one_sided == Entries{LogIndex{3}});
    CHECK(streams_of(records, one, now()) == Streams{one});
    CHECK(streams_of(records, other, now()) == Streams{other});
}

TEST_CASE("joined records: a join that is annulled does not hold") {
    Records records;
    const StreamId one = records.child("V0001");
    const StreamId other = records.child("V0002");
    const EventId here = records.says_joined(one, other);
    const EventId there = records.says_joined(other, one);
    const EventId first = records.annul(one, here);
    const Meeting half = meet(records, now());
    REQUIRE(half.people.size() == 2);
    CHECK(half.with(one).one_sided.empty());
    CHECK(half.with(other).one_sided == Entries{LogIndex{3}});
    CHECK(streams_of(records, one, now()) == Streams{one});

    const EventId second = records.annul(other, there);
    const Meeting whole = meet(records, now());
    REQUIRE(whole.people.size() == 2);
    CHECK(whole.with(one).one_sided.empty());
    CHECK(whole.with(other).one_sided.empty());
    CHECK(streams_of(records, other, now()) == Streams{other});

    records.annul(one, first);
    records.annul(other, second);
    CHECK(meet(records, now()).people.size() == 1);
    CHECK(streams_of(records, one, now()) == sorted({one, other}));
}

TEST_CASE("joined records: a parting that is annulled leaves them joined") {
    Records records;
    const StreamId one = records.child("V0001");
    const StreamId other = records.child("V0002");
    records.join(one, other);
    const EventId here = records.says_parted(one, other);
    const EventId there = records.says_parted(other, one);
    REQUIRE(meet(records, now()).people.size() == 2);
    records.annul(one, here);
    CHECK(meet(records, now()).people.size() == 2);
    records.annul(other, there);
    CHECK(meet(records, now()).people.size() == 1);
    CHECK(streams_of(records, other, now()) == sorted({one, other}));
}

TEST_CASE("joined records: a join or parting is not seen before it was known") {
    Records records;
    const StreamId one = records.child("V0001");
    const StreamId other = records.child("V0002");
    records.on("2020-09-20");
    records.says_joined(one, other);
    records.on("2020-09-25");
    records.says_joined(other, one);
    records.on("2020-10-01");
    records.part(one, other);
    struct Row {
        const char* known_on;
        std::size_t people;
        std::uint64_t events;
        std::size_t one_sided;
    };
    const std::vector<Row> rows = {
        {"2020-09-13", 0, 0, 0},
        {"2020-09-19", 2, 2, 0},
        {"2020-09-20", 2, 3, 1},
        {"2020-09-24", 2, 3, 1},
        {"2020-09-25", 1, 4, 0},
        {"2020-09-30", 1, 4, 0},
        {"2020-10-01", 2, 6, 0}
    };
    for (const Row& row : rows) {
        CAPTURE(row.known_on);
        // The day asked about may lie before the day of the join: who somebody is does not change.
        for (const char* as_at : {"2020-09-16", "2020-12-31"}) {
            CAPTURE(as_at);
            const Question question = asked(as_at, row.known_on);
            const Meeting meeting = meet(records, question);
            CHECK(meeting.people.size() == row.people);
            CHECK(meeting.summary.children == row.people);
            CHECK(meeting.summary.events == row.events);
            CHECK(meeting.summary.log_size == 6);
            std::size_t one_sided = 0;
            for (const Met& met : meeting.people) {
                one_sided += met.one_sided.size();
            }
            CHECK(one_sided == row.one_sided);
            const Streams expected = row.people == 1 ? sorted({one, other}) : Streams{one};
            CHECK(streams_of(records, one, question) == expected);
        }
    }
}

TEST_CASE("joined records: a join that is only claimed to be known joins nobody as witnessed") {
    Records records;
    const StreamId one = records.child("V0001");
    const StreamId other = records.child("V0002");
    records.on("2020-09-20");
    const auto joined = [](const StreamId& stream) {
        return RecordsJoined{{stream, {}}, std::string(kBasis)};
    };
    records.write(
        {records.claimed(one, joined(other), "2020-09-15", "2020-09-15"),
         records.claimed(other, joined(one), "2020-09-15", "2020-09-15")}
    );
    struct Row {
        const char* known_on;
        bool witnessed;
        std::size_t people;
        bool rests_on_claimed_time;
    };
    const auto row = GENERATE(
        Row{"2020-09-14", false, 2, false},
        Row{"2020-09-15", false, 1, true},
        Row{"2020-09-15", true, 2, false},
        Row{"2020-09-20", false, 1, true},
        Row{"2020-09-20", true, 1, false}
    );
    CAPTURE(row.known_on, row.witnessed);
    Question question = asked("2020-12-31", row.known_on);
    question.witnessed = row.witnessed;
    const Meeting meeting = meet(records, question);
    CHECK(meeting.people.size() == row.people);
    CHECK(meeting.summary.rests_on_claimed_time == row.rests_on_claimed_time);
    const Streams expected = row.people == 1 ? sorted({one, other}) : Streams{other};
    CHECK(streams_of(records, other, question) == expected);
    const auto person =
        read_person(records.ledger(), other, question, test_codes(), ReadDepth::event_only);
    REQUIRE(person);
    CHECK(person->history.streams == expected);
    CHECK(person->history.rests_on_claimed_time == row.rests_on_claimed_time);
}

TEST_CASE("joined records: a chain of three is one person, from whichever end it is asked") {
    Records records;
    const StreamId first = records.child("V0001");
    const StreamId second = records.child("V0002");
    const StreamId third = records.child("V0003");
    std::size_t events = 7;
    SECTION("told from its beginning") {
        records.join(first, second);
        records.join(second, third);
    }
    SECTION("told from its end") {
        records.join(third, second);
        records.join(second, first);
    }
    SECTION("the first record in the middle") {
        records.join(first, second);
        records.join(first, third);
    }
    SECTION("closed to a ring") {
        records.join(first, second);
        records.join(second, third);
        records.join(third, first);
        events = 9;
    }
    const Streams all = sorted({first, second, third});
    const Meeting meeting = meet(records, now());
    REQUIRE(meeting.people.size() == 1);
    CHECK(meeting.people[0].person == first);
    CHECK(meeting.people[0].streams == all);
    CHECK(meeting.people[0].events == events);
    CHECK(meeting.people[0].one_sided.empty());
    for (const StreamId& stream : all) {
        CHECK(streams_of(records, stream, now()) == all);
    }
}

TEST_CASE("joined records: a chain holds only over links that both sides say") {
    Records records;
    const StreamId first = records.child("V0001");
    const StreamId second = records.child("V0002");
    const StreamId third = records.child("V0003");
    records.join(first, second);
    Entries found;
    SECTION("the last link was never answered") {
        records.says_joined(third, second);
        found = {LogIndex{5}};
    }
    SECTION("the last link was parted") {
        records.join(second, third);
        records.part(second, third);
    }
    const Streams two = sorted({first, second});
    const Meeting meeting = meet(records, now());
    REQUIRE(meeting.people.size() == 2);
    CHECK(meeting.with(first).streams == two);
    CHECK(meeting.with(first).one_sided.empty());
    CHECK(meeting.with(third).streams == Streams{third});
    CHECK(meeting.with(third).one_sided == found);
    CHECK(streams_of(records, first, now()) == two);
    CHECK(streams_of(records, second, now()) == two);
    CHECK(streams_of(records, third, now()) == Streams{third});
}

TEST_CASE("joined records: a ring that is parted in one place still holds over the other way") {
    Records records;
    const StreamId first = records.child("V0001");
    const StreamId second = records.child("V0002");
    const StreamId third = records.child("V0003");
    records.join(first, second);
    records.join(second, third);
    records.join(third, first);
    records.part(first, second);
    CHECK(meet(records, now()).people.size() == 1);
    CHECK(streams_of(records, second, now()) == sorted({first, second, third}));
    records.part(third, first);
    CHECK(meet(records, now()).people.size() == 2);
    CHECK(streams_of(records, first, now()) == Streams{first});
    CHECK(streams_of(records, second, now()) == sorted({second, third}));
}

}  // namespace
}  // namespace tyst
