#include <algorithm>

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

LegalStatusStarted status_body(std::string_view code) {
    LegalStatusStarted body;
    body.status = code;
    return body;
}

TEST_CASE("corrects: replaces the fields it names and keeps the target's place") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    const EventId order = child.status("care-order", "2019-02-01");
    child.correct(order, status_body("interim-care-order"), {"status"}, "2019-03-01");
    const History before = child.fold(asked("2019-04-01", "2019-02-28"));
    CHECK(status_code(before) == "care-order");
    const History after = child.fold(asked("2019-02-15", "2019-03-01"));
    CHECK(status_code(after) == "interim-care-order");
    CHECK(after.current_status()->from == day("2019-02-01"));
    CHECK(after.current_status()->start->index == LogIndex{1});
    REQUIRE(after.relations_on(LogIndex{1}).size() == 1);
    CHECK(after.relations_on(LogIndex{1})[0].relation->index == LogIndex{2});
}

TEST_CASE("corrects: several corrections of one event apply in the order of the log") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    const EventId order = child.status("care-order", "2019-02-01");
    child.correct(order, status_body("interim-care-order"), {"status"}, "2019-03-01");
    child.correct(order, status_body("emergency-protection-order"), {"status"}, "2019-03-02");
    CHECK(status_code(child.fold(asked("2019-04-01"))) == "emergency-protection-order");
}

TEST_CASE("corrects: the day on which it occurred can be corrected") {
    PersonBuilder child;
    const EventId start = child.enters("2019-01-10", "voluntary");
    child.correct(start, LookedAfterStarted{}, {"occurred"}, "2019-01-08");
    child.recorded_on("2019-03-01");
    CHECK(child.fold(asked("2019-01-08")).looked_after());
    CHECK_FALSE(child.fold(asked("2019-01-08", "2019-02-28")).looked_after());
}

TEST_CASE("corrects: a correction can be corrected, and keeps its place among the others") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    const EventId order = child.status("care-order", "2019-02-01");
    const EventId first = child.correct(order, status_body("remand"), {"status"}, "2019-03-01");
    child.correct(first, status_body("interim-care-order"), {"status"}, "2019-03-03");
    CHECK(status_code(child.fold(asked("2019-04-01"))) == "interim-care-order");
    CHECK(status_code(child.fold(asked("2019-04-01", "2019-03-02"))) == "remand");
}

TEST_CASE("corrects: a body of another type is ignored with a finding") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    const EventId order = child.status("care-order", "2019-02-01");
    child.correct(order, ReviewHeld{}, {"participation"}, "2019-03-01");
    const History history = child.fold(asked("2019-04-01"));
    CHECK(status_code(history) == "care-order");
    CHECK(count(history, FindingKind::correction_not_applicable) == 1);
}

TEST_CASE("annuls: what should never have been recorded is gone from its day on") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    const EventId order = child.status("care-order", "2019-02-01");
    child.annul(order, "2019-05-01");
    CHECK(status_code(child.fold(asked("2019-03-01"))) == "voluntary");
    CHECK(status_code(child.fold(asked("2019-03-01", "2019-04-30"))) == "care-order");
}

TEST_CASE("reverses: what was true stays true until the day on which it is undone") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    const EventId order = child.status("care-order", "2019-02-01");
    child.reverse(order, "2019-05-01");
    CHECK(status_code(child.fold(asked("2019-03-01"))) == "care-order");
    const History after = child.fold(asked("2019-05-01"));
    CHECK(status_code(after) == "none");
    CHECK(after.statuses[1].closed == ClosedBy::reversal);
    CHECK(after.findings.empty());
}

TEST_CASE("reverses: a discharge set aside lets the order hold again from that day") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    const EventId order = child.status("care-order", "2019-02-01");
    const EventId discharge = child.status_ends(order, "2019-05-01");
    child.reverse(discharge, "2019-06-01");
    CHECK(status_code(child.fold(asked("2019-05-31"))) == "none");
    const History after = child.fold(asked("2019-06-01"));
    CHECK(status_code(after) == "care-order");
    CHECK(after.current_status()->from == day("2019-06-01"));
}

TEST_CASE("annuls: an annulled correction, reversal or annulment is undone") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    const EventId order = child.status("care-order", "2019-02-01");
    SECTION("correction") {
        const EventId wrong = child.correct(order, status_body("remand"), {"status"}, "2019-03-01");
        child.annul(wrong, "2019-03-02");
    }
    SECTION("reversal") {
        const EventId wrong = child.reverse(order, "2019-03-01");
        child.annul(wrong, "2019-03-02");
    }
    SECTION("annulment") {
        const EventId wrong = child.annul(order, "2019-03-01");
        child.annul(wrong, "2019-03-02");
    }
    const History history = child.fold(asked("2019-04-01"));
    CHECK(status_code(history) == "care-order");
    CHECK(history.findings.empty());
}

TEST_CASE("relations: one whose target is not known yet is ignored with a finding") {
    PersonBuilder child;
    child.enters("2019-01-10", "voluntary");
    const EventId order = child.status("care-order", "2019-02-01");
    child.recorded_on("2019-06-01");
    child.annul(order, "2019-03-01");
    const History early = child.fold(asked("2019-04-01", "2019-05-01"));
    CHECK(status_code(early) == "voluntary");
    CHECK(count(early, FindingKind::relation_target_unknown) == 1);
    const History late = child.fold(asked("2019-04-01", "2019-06-01"));
    CHECK(status_code(late) == "voluntary");
    CHECK(count(late, FindingKind::relation_target_unknown) == 0);
}

TEST_CASE("relations: a fact confirmed by a correction after its day is no plan any more") {
    PersonBuilder child;
    const EventId review = child.reviewed("2019-06-01");
    child.recorded_on("2019-03-01");
    CHECK(child.fold(asked("2019-07-01")).reviews.at(0).dated_after_learned);
    child.correct(review, ReviewHeld{"PN1", {}, {}, {}, {}, {}}, {"participation"}, "2019-06-02");
    CHECK_FALSE(child.fold(asked("2019-07-01")).reviews.at(0).dated_after_learned);
}

}  // namespace
}  // namespace tyst
