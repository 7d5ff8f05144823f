#include "cli/rule_replay.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "cli/reading.h"
#include "projections/authority.h"
#include "projections/query.h"
#include "projections/rule_engine.h"

namespace tyst::cli {
namespace {

// What makes an alert under one set the same as an alert under another: the rule that raises it,
// and what it is about. A number counts on within one start of the clock, so for rules that are
// asked for each event the event belongs to it.
struct AlertSubject {
    std::string rule;
    std::string owed;  // the rule of the obligation
    std::uint32_t care = 0;
    std::uint32_t placement = 0;
    std::uint32_t legal_status = 0;
    std::string decision;
    std::uint64_t event = 0;
    std::uint32_t number = 0;
    auto operator<=>(const AlertSubject&) const = default;
};
using AlertsBySubject = std::map<AlertSubject, std::vector<ReplayedAlert>>;

AlertSubject subject_of(const Alert& alert, const Obligations& obligations) {
    AlertSubject subject;
    subject.rule = alert.rule->id;
    if (alert.obligation == kNone) return subject;
    const Obligation& owed = obligations.all[alert.obligation];
    subject.owed = owed.rule->id;
    subject.care = owed.care;
    subject.placement = owed.placement;
    subject.legal_status = owed.legal_status;
    subject.decision = owed.decision;
    subject.number = owed.number;
    if (owed.rule->scope == RuleScope::event && owed.trigger != nullptr) {
        subject.event = owed.trigger->index.value;
    }
    return subject;
}

AlertsBySubject alerts_of(const Obligations& obligations) {
    AlertsBySubject alerts;
    for (const Alert& alert : obligations.alerts) {
        if (alert.status == AlertStatus::not_held) continue;
        alerts[subject_of(alert, obligations)].push_back({alert.status, alert.since});
    }
    for (auto& [subject, of_subject] : alerts) {
        std::ranges::sort(of_subject, {}, &ReplayedAlert::since);
    }
    return alerts;
}

// One alert that differs: which of its subject's, in the order of their first days.
struct Difference {
    std::string child;
    AlertSubject subject;
    std::size_t place = 0;
    ReplayChange change = ReplayChange::come;
    auto operator<=>(const Difference&) const = default;
};
// As it stood on the first day on which it was seen.
struct Seen {
    std::optional<ReplayedAlert> present;
    std::optional<ReplayedAlert> proposed;
    Date first;
    Date last;
    std::uint32_t days = 0;
};
using Differences = std::map<Difference, Seen>;

void see(Differences& differences, const Difference& difference, const Seen& seen) {
    const auto [known, is_new] = differences.try_emplace(difference, seen);
    if (is_new) return;
    Seen& all = known->second;
    if (seen.first < all.first) {
        all.present = seen.present;
        all.proposed = seen.proposed;
        all.first = seen.first;
    }
    all.last = std::max(all.last, seen.last);
    all.days += seen.days;
}

// The alerts of one subject under both sets, the earliest with the earliest.
void compare_subject(
    const std::string& child,
    const AlertSubject& subject,
    const std::vector<ReplayedAlert>& present,
    const std::vector<ReplayedAlert>& proposed,
    Date day,
    Differences& differences
) {
    for (std::size_t at = 0; at < std::max(present.size(), proposed.size()); ++at) {
        const auto before = at < present.size() ? std::optional(present[at]) : std::nullopt;
        const auto after = at < proposed.size() ? std::optional(proposed[at]) : std::nullopt;
        if (before == after) continue;
        const ReplayChange change = !before  ? ReplayChange::come
                                    : !after ? ReplayChange::gone
                                             : ReplayChange::moved;
        see(differences, {child, subject, at, change}, {before, after, day, day, 1});
    }
}

void compare_child(
    const History& history,
    const Obligations& present,
    const Obligations& proposed,
    Differences& differences
) {
    const std::string child(history.references.empty() ? "" : history.references.front().reference);
    AlertsBySubject before = alerts_of(present);
    AlertsBySubject after = alerts_of(proposed);
    for (const auto& [subject, alerts] : after) {
        before.try_emplace(subject);
    }
    for (const auto& [subject, alerts] : before) {
        compare_subject(
            child, subject, alerts, after[subject], history.question.as_at, differences
        );
    }
}

std::vector<ReplayRow> rows_of(const Differences& differences) {
    std::vector<ReplayRow> rows;
    for (const auto& [difference, seen] : differences) {
        rows.push_back(
            {difference.child,
             difference.subject.rule,
             difference.change,
             seen.present,
             seen.proposed,
             seen.first,
             seen.last,
             seen.days}
        );
    }
    std::ranges::stable_sort(rows, {}, [](const ReplayRow& row) {
        return std::tie(row.child, row.rule, row.first_seen);
    });
    return rows;
}

}  // namespace

std::string_view to_text(ReplayChange change) {
    switch (change) {
        case ReplayChange::come:
            return "comes";
        case ReplayChange::gone:
            return "goes";
        case ReplayChange::moved:
            return "moves";
    }
    return "";
}

std::vector<Date> replay_days(Date from, Date to) {
    std::vector<Date> days;
    Date next_month = plus_months(Date::of(from.year(), from.month(), 1), 1);
    for (; next_month.plus_days(-1) < to; next_month = plus_months(next_month, 1)) {
        days.push_back(next_month.plus_days(-1));
    }
    days.push_back(to);
    return days;
}

Result<Replay> replay(
    Ledger& ledger,
    const Question& question,
    const ReferenceSet& present,
    const ReferenceSet& proposed,
    const std::vector<Date>& days,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress
) {
    const RuleEngine now = RuleEngine::from(present);
    const RuleEngine then = RuleEngine::from(proposed);
    const CodeFacts codes = CodeFacts::from(present.codes());
    std::vector<Differences> shares(thread_count());
    Replay answer;
    for (std::size_t at = 0; at < days.size(); ++at) {
        progress(at, days.size());
        const Question asked{days[at], question.known_at, question.witnessed};
        TYST_ASSIGN(const AuthorityFacts authority, read_authority(ledger, asked));
        const auto visit = [&](unsigned thread, const History& history) -> Result<void> {
            compare_child(
                history,
                now.apply(history, authority.coverage, CareAsked::current),
                then.apply(history, authority.coverage, CareAsked::current),
                shares[thread]
            );
            return {};
        };
        TYST_ASSIGN(
            const PopulationSummary summary,
            for_each_child(ledger, asked, codes, thread_count(), visit)
        );
        answer.children = summary.children;
    }
    Differences all;
    for (const Differences& share : shares) {
        for (const auto& [difference, seen] : share) {
            see(all, difference, seen);
        }
    }
    answer.rows = rows_of(all);
    return answer;
}

}  // namespace tyst::cli
