#include "projections/person_row.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "projections/authority.h"
#include "projections/code_facts.h"
#include "projections/query.h"
#include "projections/rule_engine.h"

namespace tyst {
namespace {

// Keeps the earliest day after `as_at`.
class NextChange {
  public:
    explicit NextChange(Date as_at) : as_at_(as_at) {}

    void may_change_on(Date day) {
        if (day > as_at_ && (!earliest_ || day < *earliest_)) {
            earliest_ = day;
        }
    }
    void may_change_around(Date day) {
        may_change_on(day);
        may_change_on(day.plus_days(1));
    }
    [[nodiscard]] std::optional<Date> earliest() const { return earliest_; }

  private:
    Date as_at_;
    std::optional<Date> earliest_;
};

std::optional<Date> next_change(
    const History& history, const Obligations& obligations, std::span<const Date> matters
) {
    NextChange next(history.question.as_at);
    if (history.next_event_day) {
        next.may_change_on(*history.next_event_day);
    }
    if (const auto birth = history.identity.best_birth_date()) {
        next.may_change_on(birthday(*birth, age_on(*birth, history.question.as_at) + 1));
        next.may_change_on(birthday(*birth, 18).plus_days(-1));
    }
    for (const LegalStatus& status : history.statuses) {
        if (status.expires) {
            next.may_change_around(*status.expires);
        }
    }
    for (const Obligation& obligation : obligations.all) {
        next.may_change_around(obligation.due);
    }
    for (const Date day : obligations.changes)
        next.may_change_on(day);
    const auto later = std::upper_bound(matters.begin(), matters.end(), history.question.as_at);
    if (later != matters.end()) {
        next.may_change_on(*later);
    }
    return next.earliest();
}

std::vector<AlertRow> alert_rows(const Obligations& obligations) {
    std::vector<AlertRow> rows;
    rows.reserve(obligations.alerts.size());
    for (const Alert& alert : obligations.alerts) {
        if (alert.status == AlertStatus::not_held) continue;
        AlertRow row;
        row.rule = alert.rule->id;
        row.version = alert.rule->version;
        row.grade = alert.rule->grade;
        row.status = alert.status;
        row.since = alert.since;
        if (alert.obligation != kNone) {
            row.due = obligations.all[alert.obligation].due;
        }
        row.leaves = alert.leaves;
        row.clears = alert.clears->en;
        rows.push_back(std::move(row));
    }
    return rows;
}

// The event that opened what the rule is asked for; nullptr where only a day did.
const StoredEvent* opened_by(const Obligation& obligation, const History& history) {
    if (obligation.placement != kNone) return history.placements[obligation.placement].start;
    if (obligation.legal_status != kNone) return history.statuses[obligation.legal_status].start;
    const bool of_care = obligation.rule->scope == RuleScope::care && obligation.care != kNone;
    return of_care ? history.care[obligation.care].start : obligation.trigger;
}

DueRow due_row(const Obligation& obligation, const History& history) {
    DueRow row;
    row.rule = obligation.rule->id;
    row.version = obligation.rule->version;
    row.number = obligation.number;
    row.due = obligation.due;
    row.overdue = obligation.status == ObligationStatus::overdue;
    if (const StoredEvent* event = opened_by(obligation, history)) {
        row.about = event->index;
    }
    row.decision = obligation.decision;
    return row;
}

std::vector<DueRow> due_rows(const Obligations& obligations, const History& history) {
    std::vector<DueRow> rows;
    for (const Obligation& obligation : obligations.all) {
        if (obligation.status == ObligationStatus::open ||
            obligation.status == ObligationStatus::overdue) {
            rows.push_back(due_row(obligation, history));
        }
    }
    std::ranges::sort(rows, {}, [](const DueRow& row) {
        return std::tie(row.due, row.rule, row.number, row.about, row.decision);
    });
    return rows;
}

std::vector<std::string> unknown_rules(const Obligations& obligations) {
    std::set<std::string> rules;
    for (const Obligation& obligation : obligations.all) {
        if (obligation.status == ObligationStatus::unknown && obligation.rule->raises()) {
            rules.insert(obligation.rule->id);
        }
    }
    return {rules.begin(), rules.end()};
}

}  // namespace

PersonRow person_row(
    const History& history, const Obligations& obligations, std::span<const Date> matters
) {
    PersonRow row;
    row.person = history.person;
    row.streams = history.streams;
    for (const KnownAs& known : history.references) {
        row.references.push_back({std::string(known.source), std::string(known.reference)});
    }
    row.caseload = caseload_row(history, obligations);
    if (row.caseload) {
        // They stand below, without days over, which change every day.
        row.caseload->alerts.clear();
    }
    row.alerts = alert_rows(obligations);
    row.unknown = unknown_rules(obligations);
    row.due = due_rows(obligations, history);
    row.changes_on = next_change(history, obligations, matters);
    row.rests_on_claimed_time = history.rests_on_claimed_time;
    return row;
}

std::vector<Date> dates_that_matter(const Coverage& coverage, const ReferenceSet& reference) {
    std::set<Date> days;
    for (const Coverage::Declared& declared : coverage.all()) {
        days.insert(declared.from);
        if (declared.to) {
            days.insert(declared.to->plus_days(1));
        }
    }
    for (const Rule& rule : reference.rules()) {
        if (rule.in_force_from) {
            days.insert(*rule.in_force_from);
        }
        if (rule.in_force_to) {
            days.insert(rule.in_force_to->plus_days(1));
        }
    }
    return {days.begin(), days.end()};
}

Result<std::vector<PersonRow>> fold_person_rows(
    Ledger& ledger, const Question& question, const ReferenceSet& reference, unsigned threads
) {
    TYST_ASSIGN(const AuthorityFacts authority, read_authority(ledger, question));
    const RuleEngine engine = RuleEngine::from(reference);
    const std::vector<Date> matters = dates_that_matter(authority.coverage, reference);
    std::vector<std::vector<PersonRow>> shares(std::max(1U, threads));
    const auto visited = for_each_child(
        ledger,
        question,
        CodeFacts::from(reference.codes()),
        threads,
        [&](unsigned thread, const History& history) -> Result<void> {
            const Obligations obligations =
                engine.apply(history, authority.coverage, CareAsked::current);
            shares[thread].push_back(person_row(history, obligations, matters));
            return {};
        }
    );
    TYST_TRY(visited);
    std::vector<PersonRow> rows;
    for (std::vector<PersonRow>& share : shares) {
        std::move(share.begin(), share.end(), std::back_inserter(rows));
    }
    std::ranges::sort(rows, {}, &PersonRow::person);
    return rows;
}

}  // namespace tyst
