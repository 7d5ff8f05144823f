#include "projections/query.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/ledger/ledger_fixture.h"
#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::count;
using test::day;
using test::LedgerFixture;
using test::PersonBuilder;
using test::shipped_reference;
using test::test_codes;

using Entries = std::vector<LogIndex>;
using Streams = std::vector<StreamId>;

constexpr std::string_view kBasis = "Same name and date of birth";

template <class T>
ErrorCode code_of(const Result<T>& result) {
    return result ? ErrorCode::internal : result.error().code;
}

Streams sorted(Streams streams) {
    std::ranges::sort(streams);
    return streams;
}

// A ledger on disk, into which the records of a few children are written as people would write
// them, on days that the test chooses.
class Records {
  public:
    Records() { on("2020-09-14"); }

    // What follows is recorded on this day; the days of a test never go back.
    void on(std::string_view date) {
        today_ = date;
        fixture.clock.set(start_of_london_day(day(date)));
    }

    [[nodiscard]] PreparedEvent event(
        const StreamId& stream, Body body, std::string_view occurred
    ) {
        PreparedEvent prepared = fixture.identity(stream, "");
        prepared.event.occurred.date = day(occurred);
        prepared.event.body = std::move(body);
        return prepared;
    }
    // The same, from a source that claims to have known it since `learned_on`.
    [[nodiscard]] PreparedEvent claimed(
        const StreamId& stream, Body body, std::string_view occurred, std::string_view learned_on
    ) {
        PreparedEvent prepared = event(stream, std::move(body), occurred);
        prepared.event.learned = start_of_london_day(day(learned_on));
        prepared.event.source = {"sample", "rows", 1};
        return prepared;
    }
    void write(std::vector<PreparedEvent> events) {
        const auto receipts = fixture.append(std::move(events));
        INFO((receipts ? "" : receipts.error().context));
        REQUIRE(receipts);
    }
    EventId add(const StreamId& stream, Body body, std::string_view occurred) {
        PreparedEvent prepared = event(stream, std::move(body), occurred);
        const EventId id = prepared.event.id;
        write({std::move(prepared)});
        return id;
    }

    // A child with one event.
    [[nodiscard]] StreamId child(const std::string& reference) {
        const StreamId stream = fixture.child(reference);
        add(stream, ChildRegistered{"sample", reference}, "2019-01-01");
        return stream;
    }
    void cover_everything() {
        CoverageDeclared declared;
        declared.source = "sample";
        declared.facts = {"looked-after", "review", "permanence-plan"};
        declared.from = day("2000-01-01");
        add(ledger().authority_stream(), std::move(declared), "2019-01-01");
    }

    EventId says_joined(const StreamId& stream, const StreamId& other) {
        return add(stream, RecordsJoined{{other, {}}, std::string(kBasis)}, today_);
    }
    EventId says_parted(const StreamId& stream, const StreamId& other) {
        return add(stream, RecordsParted{{other, {}}, "Twins"}, today_);
    }
    void join(const StreamId& one, const StreamId& other) {
        says_joined(one, other);
        says_joined(other, one);
    }
    void part(const StreamId& one, const StreamId& other) {
        says_parted(one, other);
        says_parted(other, one);
    }
    EventId annul(const StreamId& stream, const EventId& target) {
        PreparedEvent prepared = event(stream, NoBody{}, today_);
        prepared.event.reason = "recorded for the wrong child";
        prepared.event.relation = {RelationKind::annuls, target, {}, "manager"};
        const EventId id = prepared.event.id;
        write({std::move(prepared)});
        return id;
    }

    [[nodiscard]] Ledger& ledger() { return fixture.ledger(); }

    LedgerFixture fixture;

  private:
    std::string today_;
};

// What a pass over all children showed of one person.
struct Met {
    StreamId person;
    Streams streams;
    std::size_t events = 0;
    Entries one_sided;  // the events behind this finding
    unsigned thread = 0;
};

struct Meeting {
    PopulationSummary summary;
    std::vector<Met> people;  // in no fixed order

    [[nodiscard]] const Met& with(const StreamId& stream) const {
        const auto found = std::ranges::find_if(people, [&](const Met& met) {
            return std::ranges::binary_search(met.streams, stream);
        });
        REQUIRE(found != people.end());
        return *found;
    }
};

Meeting meet(Records& records, const Question& question, unsigned threads = 1) {
    std::vector<std::vector<Met>> met(threads);
    const auto summary = for_each_child(
        records.ledger(),
        question,
        test_codes(),
        threads,
        [&met](unsigned thread, const History& history) -> Result<void> {
            Met& one = met.at(thread).emplace_back();
            one.person = history.person;
            one.streams = history.streams;
            one.events = history.events_known;
            one.thread = thread;
            for (const HistoryFinding& finding : history.findings) {
                if (finding.kind == FindingKind::records_joined_one_sided) {
                    one.one_sided.push_back(finding.event->index);
                }
            }
            return {};
        }
    );
    INFO((summary ? "" : summary.error().context));
    REQUIRE(summary);
    Meeting meeting{*summary, {}};
    for (std::vector<Met>& share : met) {
        std::ranges::move(share, std::back_inserter(meeting.people));
    }
    return meeting;
}

Streams streams_of(Records& records, const StreamId& stream, const Question& question) {
    const auto streams = streams_of_person(records.ledger(), stream, question);
    INFO((streams ? "" : streams.error().context));
    REQUIRE(streams);
    return *streams;
}

Streams others_said(Records& records, const StreamId& stream, const Question& question) {
    const auto events = records.ledger().read_stream(stream, ReadDepth::event_only);
    REQUIRE(events);
    return joined_to(*events, question);
}

// Everything that was ever recorded in these tests.
Question now() {
    return asked("2021-12-31");
}

PopulationAnswer answer_of(
    Records& records,
    const Question& question,
    std::optional<Period> period = std::nullopt,
    unsigned threads = 1
) {
    auto answer = ask_population(records.ledger(), question, shipped_reference(), period, threads);
    INFO((answer ? "" : answer.error().context));
    REQUIRE(answer);
    return *std::move(answer);
}

std::uint64_t value(const PopulationAnswer& answer, std::string_view id) {
    const auto found = std::ranges::find(answer.figures, id, &Figure::id);
    REQUIRE(found != answer.figures.end());
    return found->value;
}

std::vector<std::string> references(const PopulationAnswer& answer) {
    std::vector<std::string> names;
    for (const CaseloadRow& row : answer.rows) {
        names.push_back(row.reference);
    }
    return names;
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

// ---- caseload and figures of all ----

TEST_CASE("population: rows in order of reference, figures of the year, facts of the authority") {
    Records records;
    records.cover_everything();
    const auto tell = [&](const std::string& reference, std::string_view born) {
        const StreamId stream = records.child(reference);
        IdentityRecorded identity;
        identity.birth_date = day(born);
        records.add(stream, identity, born);
        return stream;
    };
    const auto enter = [&](const StreamId& stream, std::string_view basis, std::string_view on) {
        records.add(stream, LookedAfterStarted{"not-stated", Code(basis), "N1", {}}, on);
    };
    const StreamId left = tell("V0003", "2008-01-31");
    enter(left, "voluntary", "2020-05-01");
    records.add(left, LookedAfterEnded{"other", "other"}, "2020-08-01");
    const StreamId overdue = tell("V0002", "2010-05-17");
    enter(overdue, "care-order", "2020-06-01");
    PlacementStarted home;
    home.setting = "childrens-home";
    records.add(overdue, home, "2020-06-01");
    const StreamId reviewed = tell("V0001", "2012-12-24");
    enter(reviewed, "voluntary", "2019-11-04");
    for (const char* held : {"2019-11-20", "2020-02-18", "2020-08-17"}) {
        records.add(reviewed, ReviewHeld{}, held);
    }
    records.add(reviewed, PermanencePlanRecorded{{"long-term-foster"}, std::nullopt}, "2020-01-10");

    const PopulationAnswer answer = answer_of(records, asked("2020-09-20"));
    REQUIRE(references(answer) == std::vector<std::string>{"V0001", "V0002"});
    CHECK(answer.rows[0].person == reviewed);
    CHECK(answer.rows[0].status == "voluntary");
    CHECK(answer.rows[0].next_review_due == day("2021-02-17"));
    CHECK_FALSE(answer.rows[0].next_review_overdue);
    CHECK(answer.rows[0].alerts.empty());
    CHECK(answer.rows[1].person == overdue);
    CHECK(answer.rows[1].age == 10);
    CHECK(answer.rows[1].placement == "residential");
    CHECK(answer.rows[1].next_review_due == day("2020-06-29"));
    CHECK(answer.rows[1].next_review_overdue);
    CHECK(answer.rows[1].open_alerts == std::vector<std::string>{"D1"});
    REQUIRE(answer.rows[1].alerts.size() == 1);
    CHECK(answer.rows[1].alerts[0].days_over == 83);

    CHECK(value(answer, "looked-after") == 2);
    CHECK(value(answer, "legal-status.voluntary") == 1);
    CHECK(value(answer, "legal-status.care-order") == 1);
    CHECK(value(answer, "placement.residential") == 1);
    CHECK(value(answer, "placement.other") == 1);
    CHECK(value(answer, "starts") == 3);
    CHECK(value(answer, "ceased") == 1);
    CHECK(answer.summary.children == 3);
    CHECK(answer.summary.events == 15);
    CHECK(answer.summary.log_size == 16);
    CHECK_FALSE(answer.summary.rests_on_claimed_time);
    CHECK(answer.authority.coverage.all().size() == 3);
    CHECK(answer.authority.reference_set() == nullptr);

    const PopulationAnswer summer =
        answer_of(records, asked("2020-09-20"), Period{day("2020-05-15"), day("2020-07-31")});
    CHECK(value(summer, "looked-after") == 2);
    CHECK(value(summer, "starts") == 1);
    CHECK(value(summer, "ceased") == 0);
}

TEST_CASE("population: a witnessed question leaves out what was only claimed to be known") {
    Records records;
    records.cover_everything();
    const LookedAfterStarted care{"not-stated", "care-order", "N1", {}};
    const StreamId imported = records.fixture.child("V0001");
    records.write(
        {records.claimed(imported, ChildRegistered{"sample", "V0001"}, "2019-01-01", "2019-01-02"),
         records.claimed(imported, care, "2019-01-10", "2019-01-12")}
    );
    records.add(records.child("V0002"), care, "2019-01-15");

    Question then = asked("2019-06-30", "2019-06-30");
    const PopulationAnswer claimed = answer_of(records, then);
    REQUIRE(references(claimed) == std::vector<std::string>{"V0001"});
    CHECK(claimed.summary.children == 1);
    CHECK(claimed.summary.events == 2);
    CHECK(claimed.summary.log_size == 5);
    CHECK(claimed.summary.rests_on_claimed_time);
    CHECK(value(claimed, "looked-after") == 1);
    // Nobody had said yet that the source supplies reviews.
    CHECK(claimed.rows[0].open_alerts.empty());
    CHECK(claimed.rows[0].not_held == std::vector<std::string>{"D1"});

    then.witnessed = true;
    const PopulationAnswer witnessed = answer_of(records, then);
    CHECK(witnessed.rows.empty());
    CHECK(witnessed.summary.children == 0);
    CHECK(witnessed.summary.events == 0);
    CHECK(witnessed.summary.log_size == 5);
    CHECK_FALSE(witnessed.summary.rests_on_claimed_time);
    CHECK(value(witnessed, "looked-after") == 0);

    Question later = asked("2019-06-30", "2020-09-14");
    const PopulationAnswer claimed_later = answer_of(records, later);
    REQUIRE(references(claimed_later) == std::vector<std::string>{"V0001", "V0002"});
    CHECK(claimed_later.summary.rests_on_claimed_time);
    CHECK(claimed_later.rows[0].open_alerts == std::vector<std::string>{"D1", "D3"});
    CHECK(claimed_later.rows[0].not_held.empty());
    later.witnessed = true;
    const PopulationAnswer witnessed_later = answer_of(records, later);
    CHECK_FALSE(witnessed_later.summary.rests_on_claimed_time);
    CHECK(witnessed_later.summary.children == 2);
    CHECK((witnessed_later.rows == claimed_later.rows));
    CHECK((witnessed_later.figures == claimed_later.figures));
}

TEST_CASE("population: the care of a join known later is two rows before and one row after") {
    Records records;
    records.cover_everything();
    const LookedAfterStarted care{"not-stated", "care-order", "N1", {}};
    const StreamId one = records.child("V0001");
    const StreamId other = records.child("V0002");
    records.add(one, care, "2020-03-02");
    records.add(other, care, "2020-03-03");
    records.on("2020-09-20");
    records.join(one, other);
    const PopulationAnswer before = answer_of(records, asked("2020-09-16", "2020-09-19"));
    CHECK(references(before) == std::vector<std::string>{"V0001", "V0002"});
    CHECK(value(before, "looked-after") == 2);
    CHECK(value(before, "starts") == 2);
    const PopulationAnswer after = answer_of(records, asked("2020-09-16", "2020-09-20"));
    REQUIRE(references(after) == std::vector<std::string>{"V0001"});
    CHECK(after.rows[0].looked_after_since == day("2020-03-02"));
    CHECK(after.rows[0].findings == 1);  // becomes looked after while looked after
    CHECK(value(after, "looked-after") == 1);
    CHECK(value(after, "starts") == 1);
}

// ---- many threads ----

constexpr std::size_t kCrowd = 40;

// Forty records with lives of their own: each fourth child has left, each fifth was reviewed; four
// pairs and a chain of three are joined, one join was never answered, one time is only claimed.
class Crowd {
  public:
    Crowd() {
        records.cover_everything();
        for (std::size_t number = 0; number < kCrowd; ++number) {
            streams.push_back(records.fixture.child("V" + std::to_string(1000 + number)));
            tell(number);
        }
        for (const std::size_t first : {0U, 4U, 8U, 12U, 16U, 17U}) {
            say_joined(first, first + 1);
            say_joined(first + 1, first);
        }
        say_joined(20, 21);
        records.write(std::exchange(waiting_, {}));
    }

    Records records;
    Streams streams;

  private:
    void tell(std::size_t number) {
        const StreamId& stream = streams[number];
        const auto add = [&](Body body, Date on) {
            waiting_.push_back(records.event(stream, std::move(body), to_text(on)));
        };
        const ChildRegistered registered{"sample", "V" + std::to_string(1000 + number)};
        if (number + 1 == kCrowd) {
            waiting_.push_back(records.claimed(stream, registered, "2019-01-01", "2020-09-01"));
        } else {
            add(registered, day("2019-01-01"));
        }
        const int step = static_cast<int>(number);
        IdentityRecorded identity;
        identity.birth_date = Date::of(2004 + step % 14, 1 + static_cast<unsigned>(step % 12), 9);
        add(identity, day("2019-01-01"));
        const Date entered = day("2019-02-01").plus_days(11 * step);
        const Code basis = step % 3 == 0 ? "voluntary" : "care-order";
        add(LookedAfterStarted{"not-stated", basis, "N1", {}}, entered);
        PlacementStarted placement;
        placement.setting = step % 2 == 0 ? "foster" : "childrens-home";
        placement.carer_relationship = step % 2 == 0 ? "kin" : "";
        add(placement, entered);
        if (step % 5 == 0) add(ReviewHeld{}, entered.plus_days(15));
        if (step % 4 == 3) add(LookedAfterEnded{"other", "other"}, entered.plus_days(40));
    }
    void say_joined(std::size_t one, std::size_t other) {
        waiting_.push_back(records.event(
            streams[one], RecordsJoined{{streams[other], {}}, std::string(kBasis)}, "2020-09-14"
        ));
    }

    std::vector<PreparedEvent> waiting_;
};

TEST_CASE("threads: however many share the work, each child is visited once") {
    Crowd crowd;
    for (const unsigned threads : {1U, 2U, 5U, 16U}) {
        CAPTURE(threads);
        const Meeting meeting = meet(crowd.records, now(), threads);
        CHECK(meeting.summary.children == 34);
        CHECK(meeting.summary.events == 191);
        CHECK(meeting.summary.log_size == 192);
        CHECK(meeting.summary.rests_on_claimed_time);
        CHECK(meeting.people.size() == 34);
        Streams visited;
        std::size_t one_sided = 0;
        for (const Met& met : meeting.people) {
            visited.insert(visited.end(), met.streams.begin(), met.streams.end());
            one_sided += met.one_sided.size();
            if (met.streams.size() > 1) CHECK(met.thread == 0);
        }
        CHECK(sorted(visited) == sorted(crowd.streams));
        CHECK(one_sided == 1);
        CHECK(meeting.with(crowd.streams[20]).one_sided.size() == 1);
        CHECK(meeting.with(crowd.streams[21]).one_sided.empty());
        CHECK(
            meeting.with(crowd.streams[17]).streams ==
            sorted({crowd.streams[16], crowd.streams[17], crowd.streams[18]})
        );
    }
}

TEST_CASE("threads: however many share the work, the answer is the same") {
    Crowd crowd;
    for (const bool witnessed : {false, true}) {
        CAPTURE(witnessed);
        Question question = asked("2020-09-30");
        question.witnessed = witnessed;
        const PopulationAnswer alone = answer_of(crowd.records, question);
        CHECK(alone.rows.size() == 24);
        CHECK(value(alone, "looked-after") == 24);
        CHECK(alone.summary.children == 34);
        CHECK(alone.summary.events == 191);
        CHECK(alone.summary.rests_on_claimed_time == !witnessed);
        for (const unsigned threads : {2U, 5U, 16U}) {
            CAPTURE(threads);
            const PopulationAnswer shared =
                answer_of(crowd.records, question, std::nullopt, threads);
            CHECK(references(shared) == references(alone));
            CHECK((shared.rows == alone.rows));
            CHECK((shared.figures == alone.figures));
            CHECK(shared.summary.log_size == alone.summary.log_size);
            CHECK(shared.summary.children == alone.summary.children);
            CHECK(shared.summary.erased == alone.summary.erased);
            CHECK(shared.summary.events == alone.summary.events);
            CHECK(shared.summary.rests_on_claimed_time == alone.summary.rests_on_claimed_time);
            CHECK((shared.authority.coverage.all() == alone.authority.coverage.all()));
        }
    }
}

}  // namespace
}  // namespace tyst
