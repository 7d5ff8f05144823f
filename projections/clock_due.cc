#include "projections/clock_due.h"

#include <algorithm>

#include "schema/date_arithmetic.h"

namespace tyst {
namespace {

bool give_day(Obligation& obligation, Date day) {
    obligation.due = day;
    return true;
}

std::optional<Date> day_given(const Rule& rule, const ClockStart& start) {
    return rule.due_field == nullptr || start.event == nullptr
               ? std::nullopt
               : rule.due_field(start.event->event.body);
}

bool count(
    const ClockContext& context,
    Obligation& obligation,
    const ClockStart& start,
    const DueTerm& term
) {
    obligation.counted_from = obligation.trigger_day;
    obligation.term = term;
    if (term.unit == TermUnit::hours) {
        // Where no time of day is known, the last one that is possible.
        const Timestamp from =
            instant_of(start.event).value_or(end_of_london_day(obligation.trigger_day));
        obligation.due_at = Timestamp{from.microseconds + term.count * kMicrosecondsPerHour};
        obligation.due = london_date(*obligation.due_at);
        return true;
    }
    const auto due = due_date(obligation.trigger_day, term, context.holidays);
    if (due) obligation.due = *due;
    return due.has_value();
}

const DueTerm* term_on(
    const ClockContext& context, const Rule& rule, const ClockScope& scope, Date day
) {
    for (const SituatedTerm& term : rule.terms) {
        const auto holds = context.facts.all_hold(term.during, scope.care, day);
        if (!holds) return nullptr;
        if (*holds) return &term.due;
    }
    return nullptr;
}

bool take_term(
    const ClockContext& context, Obligation& obligation, const DueTerm& term, Date from
) {
    const auto due = due_date(from, term, context.holidays);
    if (!due) return false;
    obligation.term = term;
    obligation.counted_from = from;
    obligation.due = *due;
    return true;
}

// Days after the trigger's on which a situation may be another: of any event, and one year into
// the placement.
std::vector<Date> days_of_change(
    const ClockContext& context, const Obligation& obligation, const ClockScope& scope
) {
    std::vector<Date> days;
    for (const DatedFact& fact : context.history.facts) {
        if (obligation.trigger_day < fact.day && fact.day <= scope.last) days.push_back(fact.day);
    }
    if (scope.placement != kNone) {
        const Date anniversary = plus_months(context.history.placements[scope.placement].from, 12);
        if (obligation.trigger_day < anniversary) {
            if (anniversary <= scope.last) {
                days.push_back(anniversary);
            } else {
                context.changes.push_back(anniversary);
            }
        }
    }
    std::ranges::sort(days);
    const auto repeated = std::ranges::unique(days);
    days.erase(repeated.begin(), repeated.end());
    return days;
}

// The term of the day that starts the clock; where the situation changes before it is due, the
// new term counts: a longer one from the same day, a shorter one so that nothing is late that
// could not yet be known to be.
bool count_situated(const ClockContext& context, Obligation& obligation, const ClockScope& scope) {
    const Rule& rule = *obligation.rule;
    const DueTerm* term = term_on(context, rule, scope, obligation.trigger_day);
    if (term == nullptr || !take_term(context, obligation, *term, obligation.trigger_day))
        return false;
    for (const Date day : days_of_change(context, obligation, scope)) {
        if (day > obligation.due) break;
        const DueTerm* now = term_on(context, rule, scope, day);
        if (now == nullptr) return false;
        if (*now == *term) continue;
        term = now;
        const Date before = obligation.due;
        if (!take_term(context, obligation, *now, obligation.trigger_day)) return false;
        if (obligation.due < day) {
            if (!take_term(context, obligation, *now, day)) return false;
            obligation.due = std::min(obligation.due, before);
        }
    }
    return true;
}

void extend(
    const ClockContext& context,
    Obligation& obligation,
    const ClockStart& start,
    const ClockScope& scope
) {
    const auto& extension = obligation.rule->extension;
    if (!extension) return;
    for (const DatedFact* fact : context.facts.of(extension->event.type)) {
        if (!fact->counts() || fact->day < start.day || fact->day > scope.last) continue;
        if (!extension->event.matches(fact->body())) continue;
        if (!links(extension->event, *fact, start)) continue;
        const auto given =
            extension->until == nullptr ? std::nullopt : extension->until(fact->body());
        Date due = obligation.due;
        if (given) {
            due = *given;
        } else if (extension->by) {
            due = due_date(obligation.due, *extension->by, context.holidays).value_or(due);
        }
        if (due <= obligation.due) continue;
        obligation.due = due;
        obligation.extended_by = fact->event;
        obligation.due_at.reset();
    }
}

}  // namespace

std::optional<bool> compute_due(
    const ClockContext& context,
    Obligation& obligation,
    const ClockStart& start,
    const ClockScope& scope
) {
    const Rule& rule = *obligation.rule;
    bool found = true;
    if (start.decision != nullptr) {
        obligation.due = *start.decision->by;
    } else if (rule.due_at_expiry) {
        const auto expires = context.history.statuses[scope.legal_status].expires;
        if (!expires && !rule.due) return std::nullopt;
        found =
            expires ? give_day(obligation, *expires) : count(context, obligation, start, *rule.due);
    } else if (const auto given = day_given(rule, start)) {
        obligation.due = *given;
    } else if (!rule.terms.empty()) {
        found = count_situated(context, obligation, scope);
    } else if (rule.due) {
        found = count(context, obligation, start, *rule.due);
    } else if (rule.due_field != nullptr) {
        return std::nullopt;
    } else {
        obligation.due = obligation.trigger_day;
    }
    if (found) extend(context, obligation, start, scope);
    return found;
}

}  // namespace tyst
