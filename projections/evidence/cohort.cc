#include "projections/evidence/cohort.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "projections/evidence/figure_reasons.h"
#include "projections/explain.h"
#include "projections/rule_engine.h"

namespace tyst::evidence {
namespace {

constexpr std::string_view kJurisdiction = "wales";

void keep(std::set<LogIndex>& events, const StoredEvent* event) {
    if (event != nullptr) events.insert(event->index);
}

std::vector<LogIndex> listed(const std::set<LogIndex>& events) {
    return {events.begin(), events.end()};
}

// ---- a figure ----

Considered count_in_figure(
    const std::string& id, const Question& question, const Period& period, const History& history
) {
    FigureCounter counter(question.as_at, period);
    counter.add(history);
    Considered child;
    for (const Figure& figure : counter.figures()) {
        if (figure.id == id) child.times = static_cast<unsigned>(figure.value);
    }
    FigureReason why = figure_reason(id, history, period, child.times > 0);
    child.reason = std::move(why.reason);
    child.events = std::move(why.events);
    return child;
}

bool is_standing_figure(const std::string& id, const Question& question, const Period& period) {
    const auto figures = FigureCounter(question.as_at, period).figures();
    return std::ranges::find(figures, id, &Figure::id) != figures.end();
}

// ---- a rule ----

class RuleCohort {
  public:
    RuleCohort(const ReferenceSet& reference, const Coverage& coverage, std::string id)
        : engine_(RuleEngine::from(reference, kJurisdiction)),
          coverage_(coverage),
          id_(std::move(id)) {
        for (const Rule& rule : reference.rules()) {
            if (rule.jurisdiction != kJurisdiction || rule.id != id_) continue;
            looked_at_.insert(rule.id);
            looked_at_.insert(rule.watched.begin(), rule.watched.end());
        }
    }

    [[nodiscard]] Considered consider(const History& history) const {
        const Obligations obligations = engine_.apply(history, coverage_, CareAsked::current);
        Considered child;
        const Alert* raised = nullptr;
        for (const Alert& alert : obligations.alerts) {
            if (alert.rule->id != id_) continue;
            if (alert.status != AlertStatus::not_held) ++child.times;
            if (raised == nullptr || raised->status == AlertStatus::not_held) raised = &alert;
        }
        if (raised != nullptr) {
            because_of(*raised, history, obligations, child);
        } else {
            because_of_none(history, obligations, child);
        }
        return child;
    }

  private:
    void because_of(
        const Alert& raised,
        const History& history,
        const Obligations& obligations,
        Considered& child
    ) const {
        child.reason.key = fmt::format("reason.alert.{}", name(raised.status));
        child.reason.day = raised.leaves ? raised.leaves : raised.since;
        child.reason.days = raised.days_over;
        child.reason.rule = id_;
        const ChildExplanation explanation = explain(history, obligations);
        std::set<LogIndex> events;
        for (const AlertExplanation& alert : explanation.alerts) {
            if (alert.rule != id_) continue;
            for (const CitedEvent& event : alert.events)
                events.insert(event.index);
            if (alert.considered) events.insert(alert.considered->index);
        }
        child.events = listed(events);
    }

    // The obligation of the rule, or of those that it watches, that was asked for last.
    void because_of_none(const History& history, const Obligations& obligations, Considered& child)
        const {
        const Obligation* last = nullptr;
        for (const Obligation& owed : obligations.all) {
            if (!looked_at_.contains(owed.rule->id)) continue;
            if (last == nullptr || last->due <= owed.due) last = &owed;
        }
        std::set<LogIndex> events;
        if (last != nullptr) {
            child.reason.key = fmt::format("reason.obligation.{}", name(last->status));
            child.reason.day =
                last->status == ObligationStatus::satisfied ? last->satisfied_on : last->due;
            child.reason.rule = last->rule->id;
            keep(events, last->trigger);
            keep(events, last->satisfied_by);
        } else if (!history.looked_after()) {
            FigureReason why = figure_reason("looked-after", history, {}, false);
            child.reason = std::move(why.reason);
            child.events = std::move(why.events);
            return;
        } else {
            child.reason.key = "reason.rule_not_asked";
            keep(events, history.current_care()->start);
        }
        child.events = listed(events);
    }

    RuleEngine engine_;
    const Coverage& coverage_;
    std::string id_;
    std::set<std::string> looked_at_;
};

void name_rules(const ReferenceSet& reference, Date on, CohortAnswer& answer) {
    std::set<std::string> watched;
    for (const Rule& rule : reference.rules()) {
        if (rule.jurisdiction != kJurisdiction || rule.id != answer.id) continue;
        answer.versions.push_back(&rule);
        watched.insert(rule.watched.begin(), rule.watched.end());
    }
    if (answer.versions.empty()) return;
    const Rule* now = reference.find_rule(kJurisdiction, answer.id, on);
    answer.rule = now != nullptr ? now : answer.versions.back();
    for (const std::string& id : watched) {
        const Rule* rule = reference.find_rule(kJurisdiction, id, on);
        if (rule != nullptr) answer.watched.push_back(rule);
    }
}

void sort_children(std::vector<Considered>& children) {
    std::ranges::sort(children, [](const Considered& left, const Considered& right) {
        return std::tie(left.reference, left.person) < std::tie(right.reference, right.person);
    });
}

}  // namespace

Result<CohortAnswer> ask_cohort(
    Ledger& ledger,
    const ReferenceSet& reference,
    const AuthorityFacts& authority,
    const Question& question,
    const Period& period,
    const std::string& id,
    std::uint64_t size
) {
    CohortAnswer answer;
    answer.id = id;
    answer.period = period;
    answer.flow = id.starts_with("starts") || id == "ceased";
    name_rules(reference, question.as_at, answer);
    const bool is_rule = answer.rule != nullptr;
    const RuleCohort rule(reference, authority.coverage, id);
    TYST_ASSIGN(
        answer.summary,
        for_each_child(
            ledger,
            question,
            CodeFacts::from(reference.codes()),
            1,
            [&](unsigned, const History& history) -> Result<void> {
                Considered child = is_rule ? rule.consider(history)
                                           : count_in_figure(id, question, period, history);
                child.person = history.person;
                child.streams = history.streams;
                child.reference = references_of(history);
                answer.value += is_rule ? (child.times > 0 ? 1 : 0) : child.times;
                (child.times > 0 ? answer.counted : answer.not_counted).push_back(std::move(child));
                return {};
            },
            size
        )
    );
    if (!is_rule && answer.counted.empty() && !is_standing_figure(id, question, period)) {
        return fail(
            ErrorCode::unknown_code,
            fmt::format(
                "cohort: '{}' is neither a figure nor a rule; 'tyst figures' and 'tyst rules list' "
                "name them",
                id
            )
        );
    }
    sort_children(answer.counted);
    sort_children(answer.not_counted);
    return answer;
}

}  // namespace tyst::evidence
