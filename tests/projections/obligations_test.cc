#include "projections/obligations.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "projections/explain.h"
#include "projections/rule_engine.h"
#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::PersonBuilder;
using test::shipped_reference;

// A child known to one source that covers everything, or what the test says.
class Case {
  public:
    explicit Case(std::string_view born = "2010-05-05") {
        child.add(ChildRegistered{"sample", "V0001"}, born);
        child.born(born);
        cover("1990-01-01", std::nullopt);
    }

    void cover(std::string_view from, std::optional<std::string_view> to) {
        StoredEvent declared;
        declared.index = {authority_.size()};
        declared.event.id.bytes[1] = static_cast<std::uint8_t>(authority_.size() + 1);
        CoverageDeclared body;
        body.source = "sample";
        body.facts = {"looked-after", "review", "permanence-plan"};
        body.from = day(from);
        if (to) body.to = day(*to);
        declared.event.body = std::move(body);
        authority_.push_back(std::move(declared));
    }
    void cover_nothing() { authority_.clear(); }

    Obligations ask(std::string_view as_at) {
        const Question question = asked(as_at);
        history = child.fold(question);
        coverage = Coverage::fold(authority_, question);
        return RuleEngine::from(shipped_reference()).apply(history, coverage);
    }

    PersonBuilder child;
    History history;
    Coverage coverage;

  private:
    std::vector<StoredEvent> authority_;
};

const Obligation* find(const Obligations& all, std::string_view rule, std::uint32_t number = 1) {
    for (const Obligation& obligation : all.all) {
        if (obligation.rule->id == rule && obligation.number == number) return &obligation;
    }
    return nullptr;
}

const Alert* alert(const Obligations& all, std::string_view rule) {
    const auto found = std::ranges::find_if(all.alerts, [&](const Alert& raised) {
        return raised.rule->id == rule;
    });
    return found == all.alerts.end() ? nullptr : &*found;
}

TEST_CASE("reviews: the first falls due 20 working days after entry, the second three months on") {
    struct Row {
        const char* enters;
        const char* first;
        const char* second;
    };
    // domain.md 3.1: Easter lies between; Christmas lies between.
    const auto row = GENERATE(
        Row{"2019-04-01", "2019-05-01", "2019-08-01"}, Row{"2019-12-09", "2020-01-09", "2020-04-09"}
    );
    CAPTURE(row.enters);
    Case one;
    one.child.enters(row.enters, "care-order");
    one.child.reviewed(row.first);
    const Obligations all = one.ask(row.first);
    const Obligation* first = find(all, "R-first-review");
    REQUIRE(first != nullptr);
    CHECK(first->trigger_day == day(row.enters));
    CHECK(first->due == day(row.first));
    CHECK(first->status == ObligationStatus::satisfied);
    CHECK_FALSE(first->late);
    const Obligation* second = find(all, "R-second-review");
    REQUIRE(second != nullptr);
    CHECK(second->due == day(row.second));
    CHECK(second->status == ObligationStatus::open);
    CHECK(all.next_review() == second);
    CHECK(all.open_alerts() == 0);
}

TEST_CASE("reviews: one that is not held is overdue from the day after it was due") {
    Case one;
    one.child.enters("2019-04-01", "care-order");
    CHECK(one.ask("2019-05-01").open_alerts() == 0);
    const Obligations all = one.ask("2019-05-03");
    REQUIRE(all.open_alerts() == 1);
    CHECK(all.alerts[0].rule->id == "D1");
    CHECK(all.alerts[0].rule->grade == RuleGrade::duty);
    CHECK(all.alerts[0].since == day("2019-05-02"));
    CHECK(all.alerts[0].days_over == 2);
    CHECK(all.open_alerts() == 1);
    CHECK(all.next_review()->status == ObligationStatus::overdue);
}

TEST_CASE("reviews: a late first review moves the second") {
    Case one;
    one.child.enters("2019-04-01", "care-order");
    one.child.reviewed("2019-05-31");
    const Obligations all = one.ask("2019-06-30");
    const Obligation* first = find(all, "R-first-review");
    CHECK(first->late);
    CHECK(first->days_over == 30);
    CHECK(find(all, "R-second-review")->due == day("2019-08-31"));
    CHECK(all.open_alerts() == 0);
}

TEST_CASE("reviews: later ones follow one another by six calendar months") {
    Case one;
    one.child.enters("2018-04-03", "care-order");
    one.child.reviewed("2018-04-20");
    one.child.reviewed("2018-07-20");
    one.child.reviewed("2018-12-31");
    const Obligations all = one.ask("2019-06-30");
    REQUIRE(find(all, "R-later-review", 1) != nullptr);
    CHECK(find(all, "R-later-review", 1)->due == day("2019-01-20"));
    CHECK(find(all, "R-later-review", 1)->status == ObligationStatus::satisfied);
    REQUIRE(find(all, "R-later-review", 2) != nullptr);
    CHECK(find(all, "R-later-review", 2)->due == day("2019-06-30"));
    CHECK(find(all, "R-later-review", 2)->status == ObligationStatus::open);
    CHECK(alert(one.ask("2019-07-01"), "D1") != nullptr);
}

TEST_CASE("reviews: one dated after it was learned satisfies nothing") {
    Case one;
    one.child.enters("2019-04-01", "care-order");
    one.child.reviewed("2019-04-20");
    one.child.recorded_on("2019-04-10");
    const Obligations all = one.ask("2019-06-01");
    CHECK(find(all, "R-first-review")->status == ObligationStatus::overdue);
    CHECK(alert(all, "D1") != nullptr);
}

TEST_CASE("reviews: children placed for adoption and on short breaks are exempt") {
    Case one;
    SECTION("adoption") {
        one.child.enters("2019-04-01", "placement-order");
        one.child.placed("placed-for-adoption", "2019-04-10");
    }
    SECTION("short breaks") {
        one.child.enters("2019-04-01", "short-breaks-each");
    }
    const Obligations all = one.ask("2020-06-01");
    CHECK(find(all, "R-first-review")->status == ObligationStatus::exempt);
    CHECK(all.open_alerts() == 0);
}

TEST_CASE("reviews: what ended with the period of care is lapsed and raises nothing") {
    Case one;
    one.child.enters("2019-04-01", "care-order");
    one.child.leaves("2019-07-01");
    const Obligations all = one.ask("2019-08-01");
    const Obligation* first = find(all, "R-first-review");
    CHECK(first->status == ObligationStatus::lapsed);
    CHECK(first->days_over == 61);
    CHECK(all.open_alerts() == 0);
    CHECK(all.next_review() == nullptr);
}

TEST_CASE("plan of permanence: missing at the second review, held or fallen due") {
    Case one;
    one.child.enters("2019-04-01", "care-order");
    one.child.reviewed("2019-05-01");
    CHECK(alert(one.ask("2019-08-01"), "D3") == nullptr);
    const Obligations due = one.ask("2019-08-03");
    REQUIRE(alert(due, "D3") != nullptr);
    CHECK(alert(due, "D3")->rule->grade == RuleGrade::plan);
    CHECK(alert(due, "D3")->days_over == 2);
    CHECK(due.alerts[0].rule->id == "D1");
    one.child.reviewed("2019-07-15");
    const Obligations held = one.ask("2019-07-20");
    REQUIRE(alert(held, "D3") != nullptr);
    CHECK(alert(held, "D3")->since == day("2019-07-16"));
    one.child.planned("2019-07-19");
    const Obligations planned = one.ask("2019-07-20");
    CHECK(alert(planned, "D3") == nullptr);
    CHECK(find(planned, "D3")->late);
}

TEST_CASE("plan of permanence: one from before the second review is in time") {
    Case one;
    one.child.enters("2019-04-01", "care-order");
    one.child.planned("2019-04-20");
    one.child.reviewed("2019-05-01");
    one.child.reviewed("2019-07-15");
    const Obligations all = one.ask("2019-09-20");
    CHECK(find(all, "D3")->status == ObligationStatus::satisfied);
    CHECK_FALSE(find(all, "D3")->late);
}

TEST_CASE("plan of permanence: with no first review, due three months after that was due") {
    Case one;
    one.child.enters("2019-04-01", "care-order");
    const Obligations all = one.ask("2019-08-02");
    REQUIRE(alert(all, "D3") != nullptr);
    CHECK(find(all, "D3")->due == day("2019-08-01"));
    const ChildExplanation why = explain(one.history, all);
    const auto d3 = std::ranges::find(why.alerts, "D3", &AlertExplanation::rule);
    REQUIRE(d3 != why.alerts.end());
    REQUIRE(d3->obligation.terms.size() == 2);
    CHECK(d3->obligation.terms[0].rule == "R-first-review");
    CHECK(d3->obligation.terms[1].term.unit == TermUnit::calendar_months);
}

TEST_CASE("coverage: facts that no source supplies are not held here, never overdue") {
    Case one;
    one.cover_nothing();
    one.child.enters("2019-04-01", "care-order");
    const Obligations all = one.ask("2020-04-01");
    CHECK(find(all, "R-first-review")->status == ObligationStatus::not_held);
    CHECK(all.open_alerts() == 0);
    REQUIRE(alert(all, "D1") != nullptr);
    CHECK(alert(all, "D1")->status == AlertStatus::not_held);
    CHECK(all.next_review() == nullptr);
}

TEST_CASE("coverage: after a gap a review is overdue only when no unseen one can excuse it") {
    Case one;
    one.cover_nothing();
    one.cover("2018-01-01", "2019-04-15");
    one.cover("2019-06-16", std::nullopt);
    one.child.enters("2019-04-01", "care-order");
    // One may have been held unseen until 2019-06-15: the next is owed six months after that.
    CHECK(one.ask("2019-12-15").open_alerts() == 0);
    const Obligations all = one.ask("2019-12-16");
    REQUIRE(alert(all, "D1") != nullptr);
    CHECK(alert(all, "D1")->status == AlertStatus::open);
    const Obligation& owed = all.all[alert(all, "D1")->obligation];
    CHECK(owed.trigger_day == day("2019-06-15"));
    CHECK(owed.due == day("2019-12-15"));
    REQUIRE(alert(all, "D3") != nullptr);
    CHECK(alert(all, "D3")->status == AlertStatus::not_held);
}

TEST_CASE("coverage: a record that begins in the middle of care owes what it can see") {
    Case one;
    one.cover_nothing();
    one.cover("2018-04-01", "2019-03-31");
    one.child.enters("2016-06-01", "care-order");
    one.child.reviewed("2018-09-01");
    const Obligations all = one.ask("2019-03-31");
    REQUIRE(alert(all, "D1") != nullptr);
    CHECK(alert(all, "D1")->status == AlertStatus::open);
    CHECK(all.next_review()->due == day("2019-03-01"));
    const Obligation* seen = find(all, "R-later-review", 1);
    CHECK(seen->satisfied_on == day("2018-09-01"));
    CHECK_FALSE(seen->late);
    CHECK(alert(one.ask("2019-02-28"), "D1") == nullptr);
}

TEST_CASE("care that began before its first record: its first day starts no first review") {
    Case one;
    one.child.add(LookedAfterStarted{"began-earlier", "care-order", "N1", {}}, "2019-04-01");
    const Obligations first = one.ask("2019-09-30");
    CHECK(find(first, "R-first-review")->status == ObligationStatus::not_held);
    CHECK(find(first, "R-second-review") == nullptr);
    CHECK(first.open_alerts() == 0);
    // One may have been held on the day before: the next is owed six months after the first day.
    CHECK(first.next_review()->due == day("2019-10-01"));
    const Obligations missed = one.ask("2019-10-02");
    REQUIRE(alert(missed, "D1") != nullptr);
    CHECK(alert(missed, "D1")->since == day("2019-10-02"));
    one.child.reviewed("2019-08-01");
    const Obligations later = one.ask("2020-02-02");
    CHECK_FALSE(find(later, "R-later-review", 1)->late);
    CHECK(alert(later, "D1")->since == day("2020-02-02"));
}

TEST_CASE("care older than every rule: its later reviews are owed all the same") {
    Case one;
    one.cover_nothing();
    one.cover("2014-01-01", std::nullopt);
    one.child.enters("2005-05-31", "care-order");
    one.child.reviewed("2018-08-01");
    const Obligations all = one.ask("2019-02-01");
    CHECK(find(all, "R-first-review") == nullptr);
    CHECK(all.open_alerts() == 0);
    REQUIRE(all.next_review() != nullptr);
    CHECK(all.next_review()->due == day("2019-02-01"));
    CHECK(all.next_review()->trigger_day == day("2018-08-01"));
    const Obligations missed = one.ask("2019-02-02");
    REQUIRE(alert(missed, "D1") != nullptr);
    CHECK(alert(missed, "D1")->since == day("2019-02-02"));
}

TEST_CASE("explanation: an alert names rule, law, arithmetic, days skipped and events") {
    Case one;
    one.child.enters("2019-04-01", "care-order");
    const Obligations all = one.ask("2019-05-10");
    const ChildExplanation why = explain(one.history, all);
    REQUIRE_FALSE(why.alerts.empty());
    const AlertExplanation& d1 = why.alerts[0];
    CHECK(d1.rule == "D1");
    CHECK_FALSE(d1.citation.empty());
    CHECK_FALSE(d1.clears.empty());
    REQUIRE_FALSE(d1.steps_en.empty());
    CHECK(d1.steps_en.front() == "2019-04-01 is day 0 of 20 working days (R-first-review 2016)");
    CHECK(d1.steps_en.back() == "2019-05-01 is the last day in time");
    REQUIRE(d1.obligation.terms.size() == 1);
    const auto good_friday =
        std::ranges::find(d1.obligation.terms[0].steps, day("2019-04-19"), &ArithmeticStep::date);
    REQUIRE(good_friday != d1.obligation.terms[0].steps.end());
    CHECK(good_friday->kind == ArithmeticStep::Kind::skipped);
    CHECK(good_friday->why.en == "Good Friday");
    REQUIRE(d1.events.size() == 1);
    CHECK(d1.events[0].index == LogIndex{2});
    CHECK(d1.events[0].type == EventType::looked_after_started);
    const std::string json = to_json(why);
    CHECK(json.find(R"("reference":"V0001")") != std::string::npos);
    CHECK(json.find("Good Friday") != std::string::npos);
}

}  // namespace
}  // namespace tyst
