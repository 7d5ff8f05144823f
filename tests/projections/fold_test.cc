#include <catch2/catch.hpp>

#include "projections/history.h"
#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::count;
using test::day;
using test::PersonBuilder;
using test::status_code;

std::string_view setting(const History& history) {
    const Placement* placement = history.counted_placement();
    return placement == nullptr ? std::string_view("none")
                                : std::string_view(placement->what().setting);
}

TEST_CASE("fold: arrivals count at the end of their day, leavers do not") {
    PersonBuilder child;
    child.born("2010-05-05");
    child.enters("2019-01-10", "voluntary");
    child.leaves("2019-02-10");
    CHECK_FALSE(child.fold(asked("2019-01-09")).looked_after());
    CHECK(child.fold(asked("2019-01-10")).looked_after());
    CHECK(child.fold(asked("2019-02-09")).looked_after());
    CHECK_FALSE(child.fold(asked("2019-02-10")).looked_after());
}

TEST_CASE("fold: the basis on day one opens a legal status that an event of the day takes over") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    CHECK(status_code(child.fold(asked("2019-01-10"))) == "voluntary");
    const EventId status = child.status("voluntary", "2019-01-10");
    const History history = child.fold(asked("2019-01-10"));
    REQUIRE(history.statuses.size() == 1);
    CHECK(history.statuses[0].start->event.id == status);
}

TEST_CASE("fold: leaving and coming back on one day makes two periods of care") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    child.enters("2019-03-01", "care-order");
    child.leaves("2019-03-01");
    const History history = child.fold(asked("2019-03-01"));
    REQUIRE(history.care.size() == 2);
    CHECK(history.care[0].to == day("2019-03-01"));
    CHECK(history.looked_after());
    CHECK(status_code(history) == "care-order");
    CHECK(history.findings.empty());
}

TEST_CASE("fold: an end on the day of its start sorts after it") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    child.leaves("2019-01-10");
    const History history = child.fold(asked("2019-01-10"));
    REQUIRE(history.care.size() == 1);
    CHECK(history.care[0].to == day("2019-01-10"));
    CHECK(history.care[0].first_status != kNone);
    CHECK(history.findings.empty());
}

TEST_CASE("fold: a new legal basis ends the one before") {
    PersonBuilder child;
    child.enters("2019-01-10", "police-protection");
    child.status("interim-care-order", "2019-01-13");
    const History history = child.fold(asked("2019-01-13"));
    REQUIRE(history.statuses.size() == 2);
    CHECK(history.statuses[0].to == day("2019-01-13"));
    CHECK(history.statuses[0].closed == ClosedBy::next);
    CHECK(status_code(history) == "interim-care-order");
}

TEST_CASE("fold: a placement order hides the care order, which revives when it is revoked") {
    PersonBuilder child;
    child.enters("2018-01-10", "interim-care-order");
    child.status("placement-order", "2018-06-01");
    child.status("care-order", "2018-06-01");
    const EventId order = child.events()[1].event.id;
    child.status_ends(order, "2019-02-01", "revoked");
    CHECK(status_code(child.fold(asked("2018-06-01"))) == "placement-order");
    const History revived = child.fold(asked("2019-02-01"));
    CHECK(status_code(revived) == "care-order");
    CHECK(revived.current_status()->from == day("2018-06-01"));
    CHECK(revived.findings.empty());
    REQUIRE(revived.episodes.size() == 3);
    CHECK(revived.episodes[2].from == day("2019-02-01"));
}

TEST_CASE("fold: another order after a placement order ends the hidden care order too") {
    PersonBuilder child;
    child.enters("2018-01-10", "care-order");
    child.status("placement-order", "2018-06-01");
    child.status("voluntary", "2018-07-01");
    const History history = child.fold(asked("2018-07-01"));
    CHECK(status_code(history) == "voluntary");
    CHECK(history.statuses[0].to == day("2018-07-01"));
}

TEST_CASE("fold: secure accommodation lies on top of the legal basis") {
    PersonBuilder child;
    child.enters("2018-01-10", "care-order");
    child.status("secure-accommodation-order", "2018-06-01");
    const History history = child.fold(asked("2018-06-01"));
    CHECK(status_code(history) == "care-order");
    REQUIRE(history.current_overlays().size() == 1);
    child.leaves("2018-07-01");
    CHECK(child.fold(asked("2018-07-01")).current_overlays().empty());
}

TEST_CASE("fold: a temporary stay counts as the placement that it interrupts") {
    PersonBuilder child;
    child.enters("2018-01-10", "care-order");
    child.placed("childrens-home", "2018-01-10");
    const EventId stay = child.placed("hospital", "2018-03-01", true);
    const History during = child.fold(asked("2018-03-01"));
    CHECK(during.current_placement()->what().setting == "hospital");
    CHECK(setting(during) == "childrens-home");
    child.placement_ends(stay, "2018-03-05");
    const History after = child.fold(asked("2018-03-05"));
    CHECK(after.current_placement()->what().setting == "childrens-home");
    CHECK(after.current_placement()->from == day("2018-01-10"));
}

TEST_CASE("fold: a temporary stay written as a move counts as the placement that ended that day") {
    PersonBuilder child;
    child.enters("2018-01-10", "care-order");
    const EventId home = child.placed("childrens-home", "2018-01-10");
    child.placement_ends(home, "2018-03-01");
    child.placed("hospital", "2018-03-01", true);
    CHECK(setting(child.fold(asked("2018-03-01"))) == "childrens-home");
}

TEST_CASE("fold: care ceases on the day before the 18th birthday at the latest") {
    struct Row {
        const char* born;
        const char* ceases;
    };
    const auto row = GENERATE(
        Row{"2001-04-01", "2019-03-31"},
        Row{"2000-02-29", "2018-02-28"},
        Row{"2001-03-01", "2019-02-28"},
        Row{"2002-03-01", "2020-02-29"}
    );
    CAPTURE(row.born);
    PersonBuilder child;
    child.born(row.born);
    child.enters("2016-01-10", "care-order");
    const Date ceases = day(row.ceases);
    const auto on = [&](Date date) { return child.fold({date, asked("2020-01-01").known_at}); };
    CHECK(on(ceases.plus_days(-1)).looked_after());
    const History ceased = on(ceases);
    CHECK_FALSE(ceased.looked_after());
    CHECK(ceased.care[0].to == ceases);
    CHECK(ceased.care[0].closed == ClosedBy::eighteenth_year);
    CHECK(ceased.current_status() == nullptr);
    CHECK(count(ceased, FindingKind::care_ceased_by_age) == 1);
}

TEST_CASE("fold: an end recorded for the birthday tells why care ceased the day before") {
    PersonBuilder child;
    child.born("2001-04-01");
    child.enters("2016-01-10", "care-order");
    child.leaves("2019-04-01", "turned-18");
    const History history = child.fold(asked("2019-06-01"));
    REQUIRE(history.care.size() == 1);
    CHECK(history.care[0].to == day("2019-03-31"));
    REQUIRE(history.care[0].end != nullptr);
    CHECK(count(history, FindingKind::end_without_start) == 0);
}

TEST_CASE("fold: an unknown or unborn birth date answers no age and ends nothing") {
    const auto certainty = GENERATE("unknown", "unborn");
    PersonBuilder child;
    child.born("2001-04-01", certainty);
    child.enters("2016-01-10", "care-order");
    const History history = child.fold(asked("2025-01-01"));
    CHECK(history.looked_after());
    CHECK_FALSE(history.age());
    CHECK_FALSE(history.identity.birth_date_known());
}

TEST_CASE("fold: a late entry counts on its day, but only from when it was known") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    child.status("care-order", "2019-02-01");
    child.recorded_on("2019-05-01");
    CHECK(status_code(child.fold(asked("2019-03-01", "2019-04-30"))) == "voluntary");
    CHECK(status_code(child.fold(asked("2019-03-01", "2019-05-01"))) == "care-order");
}

TEST_CASE("fold: claimed knowledge counts unless only witnessed time is asked for") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    child.recorded_on("2024-05-01").learned_on("2019-01-12");
    Question question = asked("2019-03-01", "2019-03-01");
    const History claimed = child.fold(question);
    CHECK(claimed.looked_after());
    CHECK(claimed.rests_on_claimed_time);
    question.witnessed = true;
    CHECK_FALSE(child.fold(question).looked_after());
    question = asked("2019-03-01", "2024-05-01");
    question.witnessed = true;
    const History witnessed = child.fold(question);
    CHECK(witnessed.looked_after());
    CHECK_FALSE(witnessed.rests_on_claimed_time);
}

TEST_CASE("fold: a fact dated after it was learned waits for its day, with a finding") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    child.status("care-order", "2019-06-01");
    child.recorded_on("2019-03-01");
    const History before = child.fold(asked("2019-05-31"));
    CHECK(status_code(before) == "voluntary");
    CHECK(count(before, FindingKind::dated_after_learned) == 1);
    CHECK(status_code(child.fold(asked("2019-06-01"))) == "care-order");
}

TEST_CASE("fold: two placements of one day that only the index settles are a finding") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    child.placed("childrens-home", "2019-01-10");
    child.placed("residential-school", "2019-01-10");
    const History history = child.fold(asked("2019-01-10"));
    CHECK(setting(history) == "residential-school");
    REQUIRE(count(history, FindingKind::order_by_index_only) == 1);
    child.events()[1].event.occurred.sequence = 2;
    const History settled = child.fold(asked("2019-01-10"));
    CHECK(setting(settled) == "childrens-home");
    CHECK(count(settled, FindingKind::order_by_index_only) == 0);
}

TEST_CASE("fold: an end of nothing is a finding and ends nothing") {
    PersonBuilder child;
    child.leaves("2019-01-09");
    child.enters("2019-01-10", "voluntary");
    child.placement_ends(EventId{}, "2019-01-11");
    const History history = child.fold(asked("2019-02-01"));
    CHECK(history.looked_after());
    CHECK(count(history, FindingKind::end_without_start) == 2);
}

TEST_CASE("fold: an end by code ends what begins that day, not what an earlier care ended with") {
    PersonBuilder child;
    child.enters("2018-01-10", "care-order");
    child.leaves("2018-01-28");
    child.enters("2018-02-12", "");
    child.status("care-order", "2018-02-23");
    child.add(LegalStatusEnded{"care-order", {}, "discharged"}, "2018-02-23");
    const History history = child.fold(asked("2018-02-23"));
    CHECK(status_code(history) == "none");
    CHECK(history.statuses[1].to == day("2018-02-23"));
    CHECK(history.statuses[0].closed == ClosedBy::care_ended);
}

TEST_CASE("fold: a child with parents under voluntary accommodation is a finding") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    child.placed("with-parents", "2019-01-10");
    CHECK(count(child.fold(asked("2019-01-10")), FindingKind::placed_with_parents_unlawful) == 1);
}

TEST_CASE("fold: a later allocation of the same role takes over, others go on") {
    PersonBuilder child;
    child.allocated("iro", 7, "2019-01-10");
    child.allocated("social-worker", 8, "2019-01-10");
    child.allocated("iro", 9, "2019-02-10");
    const History history = child.fold(asked("2019-02-10"));
    CHECK(history.current_allocation("iro")->what().worker->person.bytes[0] == 9);
    CHECK(history.current_allocation("social-worker")->what().worker->person.bytes[0] == 8);
    CHECK(history.current_allocation("team") == nullptr);
}

TEST_CASE("fold: short breaks are care, but not looked after") {
    PersonBuilder child;
    child.enters("2019-01-10", "short-breaks-each");
    const History history = child.fold(asked("2019-01-10"));
    CHECK(history.current_care() != nullptr);
    CHECK_FALSE(history.looked_after());
}

TEST_CASE("history: section 20 is section 76 from 6 April 2016 on") {
    CHECK(accommodation_section("voluntary", day("2016-04-05")) == "section-20");
    CHECK(accommodation_section("voluntary", day("2016-04-06")) == "section-76");
    CHECK(accommodation_section("care-order", day("2016-04-06")).empty());
}

TEST_CASE("history: ages turn on the birthday, on 1 March for 29 February") {
    CHECK(age_on(day("2004-02-29"), day("2019-02-28")) == 14);
    CHECK(age_on(day("2004-02-29"), day("2019-03-01")) == 15);
    CHECK(age_on(day("2004-02-29"), day("2020-02-29")) == 16);
    CHECK(birthday(day("2004-02-29"), 18) == day("2022-03-01"));
    CHECK(birthday(day("2004-02-29"), 16) == day("2020-02-29"));
}

}  // namespace
}  // namespace tyst
