#include "projections/clock_satisfaction.h"

#include <algorithm>

#include "schema/date_arithmetic.h"

namespace tyst {
namespace {

bool speaks_of_decision(const DatedFact& fact, const ClockStart& start) {
    if (start.decision == nullptr) return true;
    const auto* actioned = std::get_if<ReviewDecisionActioned>(&fact.body());
    return actioned != nullptr && actioned->decision == start.decision->id;
}

// The first day on which an event can satisfy it.
Date earliest(
    const ClockContext& context, const Rule& rule, const ClockStart& start, const ClockScope& scope
) {
    if (rule.earlier_within) {
        return lead_date(start.day, *rule.earlier_within, context.holidays).value_or(start.day);
    }
    if (!rule.earlier_counts) return start.day;
    return scope.care == kNone ? Date::of(kYearMin, 1, 1) : context.history.care[scope.care].from;
}

// One event does not satisfy two obligations of a chain.
bool same_type(const DatedFact& one, const DatedFact& other) {
    return one.body().index() == other.body().index();
}

const DatedFact* first_of(
    const ClockContext& context,
    const RuleSatisfier& satisfier,
    const Rule& rule,
    const ClockStart& start,
    const ClockScope& scope
) {
    const bool chain = start.after != nullptr && !rule.earlier_counts;
    const Date from = earliest(context, rule, start, scope);
    for (const DatedFact* fact : context.facts.of(satisfier.event.type)) {
        if (!fact->counts() || fact->day < from || fact->day > scope.last) continue;
        if (chain && fact <= start.after && same_type(*fact, *start.after)) continue;
        if (!satisfier.event.matches(fact->body())) continue;
        if (links(satisfier.event, *fact, start) && speaks_of_decision(*fact, start)) return fact;
    }
    return nullptr;
}

}  // namespace

bool links(const EventPattern& pattern, const DatedFact& fact, const ClockStart& start) {
    if (pattern.link == nullptr || start.event == nullptr) return true;
    const EventId named = pattern.link(fact.body());
    return named.is_zero() || named == start.event->event.id;
}

const DatedFact* stopped(
    const ClockContext& context, const Rule& rule, const ClockStart& start, const ClockScope& scope
) {
    const DatedFact* first = nullptr;
    for (const EventPattern& pattern : rule.stopped_by) {
        for (const DatedFact* fact : context.facts.of(pattern.type)) {
            const bool counts = fact->counts() && fact->event != start.event &&
                                start.day <= fact->day && fact->day <= scope.last &&
                                pattern.matches(fact->body()) && links(pattern, *fact, start);
            if (counts && (first == nullptr || fact < first)) first = fact;
        }
    }
    return first;
}

std::optional<ClockDone> satisfying(
    const ClockContext& context, const Rule& rule, const ClockStart& start, const ClockScope& scope
) {
    std::optional<ClockDone> first;
    for (const RuleSatisfier& satisfier : rule.satisfied_by) {
        if (const DatedFact* fact = first_of(context, satisfier, rule, start, scope);
            fact != nullptr && (!first || fact < first->fact)) {
            first = ClockDone{fact->event, fact, &satisfier, fact->day};
        }
    }
    const DatedFact* stop = stopped(context, rule, start, scope);
    if (first && stop != nullptr && stop < first->fact) return std::nullopt;
    if (!first && rule.ends && scope.to) return ClockDone{scope.end, nullptr, nullptr, *scope.to};
    return first;
}

void satisfy(Obligation& obligation, const ClockDone& done) {
    obligation.status = ObligationStatus::satisfied;
    obligation.satisfied_by = done.event;
    obligation.satisfied_on = done.day;
    const auto at = instant_of(done.event);
    obligation.late =
        obligation.due_at && at ? *at > *obligation.due_at : done.day > obligation.due;
    obligation.days_over = obligation.late ? done.day.days - obligation.due.days : 0;
}

std::optional<Date> last_uncovered(
    const ClockContext& context,
    const Rule& rule,
    Date start,
    const std::optional<ClockDone>& done,
    const ClockScope& scope
) {
    const Date last = done ? std::max(done->day, start) : scope.last;
    const bool wide = rule.earlier_counts && scope.care != kNone && !rule.earlier_within;
    const Date first =
        wide ? context.history.care[scope.care].from : std::min(start.plus_days(1), last);
    return context.facts.last_day_not_covered(rule, first, last);
}

std::optional<Situation> exemption(
    const ClockContext& context, const Rule& rule, const ClockScope& scope
) {
    for (const Situation& exempt : rule.exemptions) {
        if (context.facts.holds(exempt, scope.care, scope.last) == true) return exempt;
    }
    return std::nullopt;
}

}  // namespace tyst
