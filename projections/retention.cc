#include "projections/retention.h"

#include <algorithm>
#include <map>
#include <set>

namespace tyst {
namespace {

bool by_adoption(const LookedAfterEnded& ended) {
    return ended.route == "adoption-order" || ended.reason.starts_with("adopted-");
}

bool by_death(const LookedAfterEnded& ended) {
    return ended.route == "died" || ended.reason == "died";
}

void take_adoption(RetentionFacts& facts, Date day) {
    facts.adopted = std::max(facts.adopted.value_or(day), day);
}

// What one rule makes of one record.
struct Judgement {
    std::vector<RetentionStep> steps;
    std::optional<Date> first_day;
    std::optional<NeverDue> never;
};

Judgement never(NeverDue reason) {
    return {{}, std::nullopt, reason};
}

bool is_certain(std::string_view certainty) {
    return certainty.empty() || certainty == "known";
}

std::optional<NeverDue> why_birth_is_unusable(const RetentionFacts& facts) {
    const std::string& certainty = facts.birth_date_certainty;
    if (certainty == "unborn") return NeverDue::birth_unborn;
    if (certainty == "estimated") return NeverDue::birth_estimated;
    if (certainty == "disputed") return NeverDue::birth_disputed;
    return facts.birth_date && is_certain(certainty) ? std::nullopt
                                                     : std::optional(NeverDue::birth_unknown);
}

// The start of a term that applies; nothing where the next term is to be tried.
struct Start {
    std::optional<Date> day;
    std::optional<NeverDue> never;
};

Start start_from_birth(const RetentionFacts& facts, std::vector<RetentionStep>& steps) {
    if (const auto reason = why_birth_is_unusable(facts)) return {std::nullopt, reason};
    steps.push_back({RetentionStep::Kind::born, *facts.birth_date});
    return {facts.birth_date, std::nullopt};
}

Start start_from_death(const RetentionFacts& facts, Date today, std::vector<RetentionStep>& steps) {
    if (!facts.died) return {};
    if (const auto reason = why_birth_is_unusable(facts)) return {std::nullopt, reason};
    if (!facts.death_date) return {std::nullopt, NeverDue::death_without_day};
    if (*facts.death_date < *facts.birth_date || today < *facts.death_date) {
        return {std::nullopt, NeverDue::dates_contradict};
    }
    const Date adult = birthday(*facts.birth_date, kAdultAge);
    if (adult <= *facts.death_date) return {};
    steps.push_back({RetentionStep::Kind::born, *facts.birth_date});
    steps.push_back({RetentionStep::Kind::died, *facts.death_date});
    steps.push_back({RetentionStep::Kind::eighteenth_birthday, adult});
    return {facts.death_date, std::nullopt};
}

Start start_from_adoption(const RetentionFacts& facts, std::vector<RetentionStep>& steps) {
    if (!facts.adopted) return {};
    steps.push_back({RetentionStep::Kind::adopted, *facts.adopted});
    return {facts.adopted, std::nullopt};
}

Start start_of(
    const RetentionTerm& term,
    const RetentionFacts& facts,
    Date today,
    std::vector<RetentionStep>& steps
) {
    switch (term.start) {
        case RetentionStart::birth:
            return start_from_birth(facts, steps);
        case RetentionStart::death_before_18:
            return start_from_death(facts, today, steps);
        case RetentionStart::adoption:
            return start_from_adoption(facts, steps);
    }
    return {};
}

// An anniversary of 29 February is 1 March in other years: the later of the two days in question.
Judgement count(const RetentionTerm& term, Date start, std::vector<RetentionStep> steps) {
    if (term.since && start < *term.since) return never(NeverDue::before_the_law);
    const Date anniversary = birthday(start, term.years);
    const Date last = term.first_day_counts ? anniversary.plus_days(-1) : anniversary;
    const Date first = last.plus_days(1);
    steps.push_back({RetentionStep::Kind::last_day, last});
    steps.push_back({RetentionStep::Kind::first_day, first});
    return {std::move(steps), first, std::nullopt};
}

Judgement judge(const RetentionRule& rule, const RetentionFacts& facts, Date today) {
    for (const RetentionTerm& term : rule.terms) {
        std::vector<RetentionStep> steps;
        const Start start = start_of(term, facts, today, steps);
        if (start.never) return never(*start.never);
        if (start.day) return count(term, *start.day, std::move(steps));
    }
    const bool counts_adoption = std::ranges::any_of(rule.terms, [](const RetentionTerm& term) {
        return term.start == RetentionStart::adoption;
    });
    return never(counts_adoption ? NeverDue::no_adoption : NeverDue::no_rule);
}

void decide(CompartmentRetention& kept, const RetentionRule& rule, Judgement judgement) {
    const bool first_rule = kept.rule == nullptr;
    const bool longer = !first_rule && kept.first_day &&
                        (!judgement.first_day || *kept.first_day < *judgement.first_day);
    if (!first_rule && !longer) return;
    kept.rule = &rule;
    kept.steps = std::move(judgement.steps);
    kept.first_day = judgement.first_day;
    kept.never = judgement.never;
}

void take_death(RetentionFacts& facts, std::optional<Date> day) {
    if (!day) return;
    facts.died = true;
    facts.death_date = std::max(facts.death_date.value_or(*day), *day);
}

// What one of the joined streams says about birth.
struct SaidOfBirth {
    std::set<Date> certain;
    std::set<Date> uncertain;
    std::string_view certainty;  // the latest

    // An estimate is overtaken by the date established later in the same stream.
    [[nodiscard]] std::set<Date> dates() const {
        std::set<Date> dates = certain;
        if (certain.empty() || !is_certain(certainty)) {
            dates.insert(uncertain.begin(), uncertain.end());
        }
        return dates;
    }
};

// The fold takes the latest statement, whichever stream it stands in. Here every statement in force
// must agree: of two dates nobody can say which one is wrong, and counting from the earlier one
// could destroy a record early.
void take_births(RetentionFacts& facts, const History& history) {
    std::map<StreamId, SaidOfBirth> streams;
    for (const DatedFact& fact : history.facts) {
        const auto* said = std::get_if<IdentityRecorded>(&fact.body());
        if (said == nullptr) continue;
        SaidOfBirth& stream = streams[fact.event->stream];
        if (!said->birth_date_certainty.empty()) stream.certainty = said->birth_date_certainty;
        if (!said->birth_date) continue;
        (is_certain(said->birth_date_certainty) ? stream.certain : stream.uncertain)
            .insert(*said->birth_date);
    }
    std::set<Date> dates;
    for (const auto& [stream, said] : streams) {
        dates.merge(said.dates());
        if (!is_certain(said.certainty)) facts.birth_date_certainty = said.certainty;
    }
    if (dates.size() > 1 && is_certain(facts.birth_date_certainty)) {
        facts.birth_date_certainty = "disputed";
    }
}

}  // namespace

RetentionFacts retention_facts(const History& history) {
    RetentionFacts facts;
    facts.birth_date = history.identity.birth_date;
    facts.birth_date_certainty = history.identity.birth_date_certainty;
    take_births(facts, history);
    for (const DatedFact& fact : history.facts) {
        if (const auto* said = std::get_if<IdentityRecorded>(&fact.body())) {
            take_death(facts, said->death_date);
        }
        if (!fact.counts()) continue;
        if (const auto* ended = std::get_if<LookedAfterEnded>(&fact.body())) {
            facts.died |= by_death(*ended);
            if (by_adoption(*ended)) take_adoption(facts, fact.day);
        } else if (const auto* status = std::get_if<LegalStatusStarted>(&fact.body())) {
            if (status->status == "adoption-order") take_adoption(facts, fact.day);
        }
    }
    for (const Application& application : history.applications) {
        if (application.what().application == "adoption-order" &&
            application.outcome() == "granted") {
            take_adoption(facts, application.decided->event.occurred.date);
        }
    }
    return facts;
}

void merge(RetentionFacts& facts, const RetentionFacts& other) {
    const bool differ =
        facts.birth_date && other.birth_date && *facts.birth_date != *other.birth_date;
    if (!facts.birth_date) facts.birth_date = other.birth_date;
    if (is_certain(facts.birth_date_certainty)) {
        if (differ) {
            facts.birth_date_certainty = "disputed";
        } else if (!is_certain(other.birth_date_certainty)) {
            facts.birth_date_certainty = other.birth_date_certainty;
        }
    }
    take_death(facts, other.death_date);
    facts.died |= other.died;
    if (other.adopted) take_adoption(facts, *other.adopted);
}

std::string_view name(NeverDue reason) {
    switch (reason) {
        case NeverDue::no_rule:
            return "no-rule";
        case NeverDue::unverified_rule:
            return "unverified-rule";
        case NeverDue::birth_unknown:
            return "birth-unknown";
        case NeverDue::birth_unborn:
            return "birth-unborn";
        case NeverDue::birth_estimated:
            return "birth-estimated";
        case NeverDue::birth_disputed:
            return "birth-disputed";
        case NeverDue::death_without_day:
            return "death-without-day";
        case NeverDue::dates_contradict:
            return "dates-contradict";
        case NeverDue::no_adoption:
            return "no-adoption";
        case NeverDue::before_the_law:
            return "before-the-law";
    }
    return "";
}

std::string_view words(NeverDue reason) {
    switch (reason) {
        case NeverDue::no_rule:
            return "no rule in force says how long it is kept";
        case NeverDue::unverified_rule:
            return "the rule is unverified, and nobody has adopted it";
        case NeverDue::birth_unknown:
            return "the date of birth is not known";
        case NeverDue::birth_unborn:
            return "the child is recorded as unborn";
        case NeverDue::birth_estimated:
            return "the date of birth is an estimate";
        case NeverDue::birth_disputed:
            return "the date of birth is disputed";
        case NeverDue::death_without_day:
            return "care ended by death, and no day of death is recorded";
        case NeverDue::dates_contradict:
            return "the day of death lies before the birth or in the future";
        case NeverDue::no_adoption:
            return "no adoption is recorded from which to count";
        case NeverDue::before_the_law:
            return "the adoption is older than the law that the rule follows";
    }
    return "";
}

std::string_view name(RetentionStep::Kind kind) {
    switch (kind) {
        case RetentionStep::Kind::born:
            return "born";
        case RetentionStep::Kind::died:
            return "died";
        case RetentionStep::Kind::eighteenth_birthday:
            return "18th birthday";
        case RetentionStep::Kind::adopted:
            return "adopted";
        case RetentionStep::Kind::last_day:
            return "kept to the end of";
        case RetentionStep::Kind::first_day:
            return "may be destroyed from";
    }
    return "";
}

std::vector<CompartmentRetention> retention_of(
    const RetentionFacts& facts,
    std::span<const RecordPart> parts,
    std::span<const RetentionRule> rules,
    Date today,
    std::string_view jurisdiction
) {
    std::map<Compartment, CompartmentRetention> compartments;
    for (const RecordPart& part : parts) {
        CompartmentRetention& kept = compartments[part.compartment];
        kept.compartment = part.compartment;
        kept.streams.push_back(part.stream);
    }
    std::vector<CompartmentRetention> answer;
    for (auto& [compartment, kept] : compartments) {
        std::ranges::sort(kept.streams);
        const RetentionRule* unverified = nullptr;
        for (const RetentionRule& rule : rules) {
            if (rule.jurisdiction != jurisdiction || !rule.concerns(compartment) ||
                !rule.in_force_on(today)) {
                continue;
            }
            if (rule.kind == RuleKind::unverified) {
                unverified = &rule;
            } else {
                decide(kept, rule, judge(rule, facts, today));
            }
        }
        if (kept.rule == nullptr) {
            kept.rule = unverified;
            kept.never = unverified != nullptr ? NeverDue::unverified_rule : NeverDue::no_rule;
        }
        answer.push_back(std::move(kept));
    }
    return answer;
}

}  // namespace tyst
