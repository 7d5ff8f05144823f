#include <algorithm>

#include "projections/measures/child_measures.h"
#include "projections/welsh_care.h"

namespace tyst {
namespace {

constexpr int kLeaverAge = 16;     // who leaves care earlier is no care leaver
constexpr int kLeaverAgeEnd = 21;  // of leavers_in_year
constexpr unsigned kQuarterStartMonth = 1;

Candidate on_day(Date day, Place care, const StoredEvent* event) {
    Candidate candidate;
    candidate.day = day;
    candidate.care = care;
    candidate.event = event;
    return candidate;
}

// ---- children counted on a day or over the year ----

bool short_breaks_now(const History& history) {
    return history.current_care() != nullptr && !history.looked_after();
}

std::vector<Candidate> at_end(const MeasureContext& context, bool counted) {
    if (!counted) return {};
    const History& history = context.history;
    const auto care = static_cast<Place>(history.care.size() - 1);
    const PeriodOfCare& since = history.care[first_of_care(history, care)];
    Candidate candidate = on_day(context.year.to, care, history.care[care].start);
    candidate.grounds.push_back({"looked-after-since", since.from, {}});
    return {std::move(candidate)};
}

// The last day in care in the year; short breaks left out.
std::vector<Candidate> in_care_in_year(const MeasureContext& context) {
    std::vector<Candidate> found;
    for (const Episode& episode : context.history.episodes) {
        const LegalStatus* status = context.facts.status_of(episode);
        const bool short_break =
            status != nullptr && status->facts != nullptr && status->facts->short_break;
        const bool touches =
            episode.from <= context.year.to && (!episode.to || context.year.from < *episode.to);
        if (short_break || !touches) continue;
        const Date last =
            episode.to ? std::min(episode.to->plus_days(-1), context.year.to) : context.year.to;
        const PeriodOfCare& care = context.history.care[episode.care];
        found = {on_day(std::max(last, episode.from), episode.care, care.start)};
        found.back().grounds.push_back({"looked-after-since", care.from, {}});
    }
    return found;
}

std::vector<Candidate> first_placements(const MeasureContext& context) {
    const History& history = context.history;
    std::vector<Candidate> found;
    for (std::size_t place = 0; place < history.care.size(); ++place) {
        const auto care = static_cast<Place>(place);
        const PeriodOfCare& period = history.care[place];
        if (period.began_earlier() || short_break_care(history, care) ||
            continues_care(history, care)) {
            continue;
        }
        for (const Placement& placement : history.placements) {
            const bool within =
                period.from <= placement.from && (!period.to || placement.from < *period.to);
            if (placement.what().temporary || !within) continue;
            if (context.in_year(placement.from)) {
                found.push_back(on_day(placement.from, care, placement.start));
                found.back().grounds.push_back(
                    {"placed", placement.from, std::string(name(placement_figure(placement.what())))
                    }
                );
            }
            break;
        }
    }
    return found;
}

// ---- duties ----

// Excused on the day on which it fell due.
bool excused(const Obligation& duty, const MeasureContext& context) {
    return std::ranges::any_of(duty.rule->exemptions, [&](const Situation& situation) {
        return context.facts.holds(situation, duty.care, duty.due) == true;
    });
}

// Counted from something that nobody here saw, or from a day that the calendar does not reach: its
// due day stands for an unknown one.
bool due_day_known(const Obligation& duty) {
    return duty.status != ObligationStatus::unknown &&
           (duty.status != ObligationStatus::not_held || duty.term || duty.due != duty.trigger_day);
}

std::vector<Candidate> duties_due(
    const MeasurePopulation& population, const MeasureContext& context
) {
    std::vector<Candidate> found;
    for (const Obligation& duty : context.obligations.all) {
        const bool named =
            std::ranges::find(population.rules, duty.rule->id) != population.rules.end();
        if (!named || duty.status == ObligationStatus::noted || !context.in_year(duty.due)) {
            continue;
        }
        const auto until = owed_until(duty, context);
        if ((until && *until < duty.due) || excused(duty, context)) continue;
        found.push_back(on_day(duty.due, duty.care, duty.trigger));
        found.back().duty = &duty;
        found.back().day_known = due_day_known(duty);
        found.back().grounds.push_back(
            {found.back().day_known ? "due" : "due-day-unknown", duty.due, duty.rule->id}
        );
    }
    return found;
}

// ---- events, registrations ----

std::vector<Candidate> events_in_year(
    const MeasurePopulation& population, const MeasureContext& context
) {
    std::vector<Candidate> found;
    for (const DatedFact* fact : context.facts.of(population.event.type)) {
        if (!fact->counts() || !context.in_year(fact->day) ||
            !population.event.matches(fact->body())) {
            continue;
        }
        found.push_back(on_day(fact->day, care_on(context.history, fact->day), fact->event));
        found.back().grounds.push_back(
            {"recorded", fact->day, std::string(name_of(population.event.type))}
        );
    }
    return found;
}

std::vector<Candidate> registrations_in_year(const MeasureContext& context) {
    std::vector<Candidate> found;
    for (const SupportStretch& stretch : context.support) {
        const bool touches =
            stretch.from <= context.year.to && (!stretch.to || context.year.from < *stretch.to);
        if (stretch.kind != SupportKind::registered || !touches) continue;
        found.push_back(on_day(stretch.from, care_on(context.history, stretch.from), stretch.start)
        );
        found.back().ended = stretch.to;
        found.back().grounds.push_back({"registered", stretch.from, {}});
        if (stretch.to) found.back().grounds.push_back({"off-the-register", *stretch.to, {}});
    }
    return found;
}

// ---- care and support ----

std::vector<Candidate> with_support(const MeasureContext& context, Date from) {
    if (context.year.to < from || !supported_throughout(context.support, from, context.year.to)) {
        return {};
    }
    Candidate candidate =
        on_day(context.year.to, care_on(context.history, context.year.to), nullptr);
    if (const auto since = supported_since(context.support, context.year.to)) {
        candidate.grounds.push_back({"care-and-support-since", *since, {}});
    }
    return {std::move(candidate)};
}

// ---- young people who left care ----

struct LeftCare {
    Place care = kNone;
    Date day;
};

// The last time that care ended, at 16 or over, and neither by death, adoption nor transfer;
// nothing for a child who is in care at the end of the year.
std::optional<LeftCare> left_care(const MeasureContext& context, Date born) {
    const History& history = context.history;
    if (history.care.empty() || history.current_care() != nullptr) return std::nullopt;
    const auto care = static_cast<Place>(history.care.size() - 1);
    const PeriodOfCare& last = history.care[care];
    if (short_break_care(history, care) || *last.to < birthday(born, kLeaverAge)) {
        return std::nullopt;
    }
    const std::string_view exit = wales_exit(last, context.codes);
    const bool leaver = exit != "died" && exit != "other-authority" && !exit.starts_with("adopted");
    return leaver ? std::optional(LeftCare{care, *last.to}) : std::nullopt;
}

std::vector<Candidate> leavers(const MeasurePopulation& population, const MeasureContext& context) {
    const Identity& identity = context.history.identity;
    const auto born = identity.best_birth_date();
    if (!born) return {};
    const auto left = left_care(context, *born);
    if (!left) return {};
    Date day = context.year.to;
    if (population.kind == PopulationKind::leavers_after) {
        day = plus_months(left->day, population.months);
    } else if (population.kind == PopulationKind::leavers_at_birthday) {
        day = birthday(*born, population.age);
    } else if (birthday(*born, kLeaverAge) > day || birthday(*born, kLeaverAgeEnd) <= day) {
        return {};
    }
    const bool died = identity.death_date && *identity.death_date <= day;
    if (!context.in_year(day) || died) return {};
    Candidate candidate = on_day(day, left->care, context.history.care[left->care].start);
    candidate.grounds.push_back({"left-care", left->day, {}});
    return {std::move(candidate)};
}

// The day on which something stopped the clock; nothing where nothing did.
std::optional<Date> stopped_on(const Obligation& duty, const MeasureContext& context) {
    std::optional<Date> first;
    for (const EventPattern& stop : duty.rule->stopped_by) {
        for (const DatedFact* fact : context.facts.of(stop.type)) {
            if (!fact->counts() || fact->day < duty.trigger_day || !stop.matches(fact->body())) {
                continue;
            }
            if (!first || fact->day < *first) first = fact->day;
        }
    }
    return first;
}

}  // namespace

std::optional<Date> owed_until(const Obligation& duty, const MeasureContext& context) {
    const History& history = context.history;
    std::optional<Date> until;
    const auto end = [&until](std::optional<Date> day) {
        if (day && (!until || *day < *until)) until = day;
    };
    // The end of a scope is the first day that is not in it any more.
    const auto end_of_scope = [&end](std::optional<Date> to) {
        if (to) end(to->plus_days(-1));
    };
    if (duty.care != kNone) end_of_scope(history.care[duty.care].to);
    if (duty.placement != kNone) end_of_scope(history.placements[duty.placement].to);
    if (duty.legal_status != kNone) end_of_scope(history.statuses[duty.legal_status].to);
    if (duty.status == ObligationStatus::lapsed) {
        if (const auto stopped = stopped_on(duty, context)) end(stopped->plus_days(-1));
    }
    return until;
}

std::vector<Candidate> candidates(
    const MeasurePopulation& population, const MeasureContext& context
) {
    switch (population.kind) {
        case PopulationKind::looked_after_at_end:
            return at_end(context, context.history.looked_after());
        case PopulationKind::short_breaks_at_end:
            return at_end(context, short_breaks_now(context.history));
        case PopulationKind::looked_after_in_year:
            return in_care_in_year(context);
        case PopulationKind::first_placements:
            return first_placements(context);
        case PopulationKind::obligations_due:
            return duties_due(population, context);
        case PopulationKind::events:
            return events_in_year(population, context);
        case PopulationKind::care_and_support_at_end:
            return with_support(context, context.year.to);
        case PopulationKind::care_and_support_all_quarter:
            return with_support(
                context, Date::of(context.year.from.year() + 1, kQuarterStartMonth, 1)
            );
        case PopulationKind::registrations_in_year:
            return registrations_in_year(context);
        case PopulationKind::leavers_after:
        case PopulationKind::leavers_at_birthday:
        case PopulationKind::leavers_in_year:
            return leavers(population, context);
    }
    return {};
}

}  // namespace tyst
