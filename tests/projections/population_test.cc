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
using test::day;
using test::kBasis;
using test::meet;
using test::Meeting;
using test::Met;
using test::now;
using test::Records;
using test::references;
using test::sorted;
using test::Streams;
using test::value;

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
    CHECK(answer.rows[0].open_alerts.empty());
    CHECK(answer.rows[1].person == overdue);
    CHECK(answer.rows[1].age == 10);
    CHECK(answer.rows[1].placement == "residential");
    CHECK(answer.rows[1].next_review_due == day("2020-06-29"));
    CHECK(answer.rows[1].next_review_overdue);
    CHECK(answer.rows[1].open_alerts == std::vector<std::string>{"D1"});
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
    CHECK(std::ranges::count(claimed.rows[0].not_held, "D1") == 1);

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
    CHECK(std::ranges::count(claimed_later.rows[0].not_held, "D1") == 0);
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
