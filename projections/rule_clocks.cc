#include "projections/rule_clocks.h"

#include <algorithm>
#include <span>
#include <utility>

#include "projections/clock_due.h"
#include "projections/clock_satisfaction.h"
#include "schema/date_arithmetic.h"

namespace tyst {
namespace {

// Of a child in care for some years.
constexpr std::size_t kUsualObligations = 64;

class Clocks {
  public:
    Clocks(const RuleEngine& engine, const ChildFacts& facts, Obligations& result)
        : engine_(engine),
          facts_(facts),
          history_(facts.history()),
          holidays_(engine.reference().bank_holidays()),
          result_(result),
          context_{facts_, history_, holidays_, result_.changes},
          results_(engine.groups().size()) {
        result_.all.reserve(kUsualObligations);
    }

    ClockResults run(CareAsked asked) {
        for (std::size_t care = 0; care < history_.care.size(); ++care) {
            if (asked == CareAsked::current && history_.care[care].to) continue;
            run_care(static_cast<Place>(care));
        }
        ClockScope outside;
        outside.from = Date::of(kYearMin, 1, 1);
        outside.last = history_.question.as_at;
        run_group_kind(RuleScope::event, outside);
        return std::move(results_);
    }

  private:
    // ---- scopes ----

    void run_care(Place place) {
        const PeriodOfCare& care = history_.care[place];
        ClockScope scope;
        scope.care = place;
        scope.start = care.start;
        scope.end = care.end;
        scope.from = care.from;
        scope.to = care.to;
        scope.last =
            care.to ? std::min(*care.to, history_.question.as_at) : history_.question.as_at;
        scope.unseen = care.began_earlier();
        run_group_kind(RuleScope::care, scope);
        for (std::size_t at = 0; at < history_.placements.size(); ++at) {
            const Placement& placement = history_.placements[at];
            if (placement.what().temporary) continue;
            ClockScope inner =
                within(scope, placement.from, placement.to, placement.start, placement.end);
            inner.placement = static_cast<Place>(at);
            if (began_in(scope, placement.from)) run_group_kind(RuleScope::placement, inner);
        }
        for (std::size_t at = 0; at < history_.statuses.size(); ++at) {
            const LegalStatus& status = history_.statuses[at];
            ClockScope inner = within(scope, status.from, status.to, status.start, status.end);
            inner.legal_status = static_cast<Place>(at);
            if (began_in(scope, status.from)) run_group_kind(RuleScope::legal_status, inner);
        }
        run_states(scope);
        run_group_kind(RuleScope::event, scope);
    }

    // On the day on which a period ends, what begins belongs to the next one.
    [[nodiscard]] static bool lies_in(Date from, std::optional<Date> to, Date day) {
        return from <= day && (!to || day < *to || day == from);
    }

    [[nodiscard]] static bool began_in(const ClockScope& care, Date day) {
        return lies_in(care.from, care.to, day) && day <= care.last;
    }

    [[nodiscard]] static ClockScope within(
        const ClockScope& care,
        Date from,
        std::optional<Date> to,
        const StoredEvent* start,
        const StoredEvent* end
    ) {
        ClockScope scope = care;
        scope.from = from;
        scope.start = start;
        scope.unseen = care.unseen && from == care.from;
        if (to && (!care.to || *to <= *care.to)) {
            scope.to = to;
            scope.end = end;
            scope.last = std::min(care.last, *to);
        }
        return scope;
    }

    void run_group_kind(RuleScope kind, const ClockScope& scope) {
        ++scope_number_;
        for (const std::size_t group : engine_.clocks_in(kind)) {
            if (kind == RuleScope::event) {
                evaluate_events(group, scope);
            } else if (applies_to(*engine_.groups()[group].versions.front(), scope)) {
                evaluate(group, scope);
            }
        }
    }

    [[nodiscard]] bool applies_to(const Rule& rule, const ClockScope& scope) const {
        return rule.statuses.empty() ||
               std::ranges::find(rule.statuses, history_.statuses[scope.legal_status].code) !=
                   rule.statuses.end();
    }

    // Stretches of days on which everything of `during` holds, each a scope.
    void run_states(const ClockScope& care) {
        for (const std::size_t group : engine_.clocks_in(RuleScope::state)) {
            const Rule& rule = *engine_.groups()[group].versions.front();
            for (const ClockScope& stretch : stretches(rule.during, care)) {
                ++scope_number_;
                evaluate(group, stretch);
            }
        }
    }

    [[nodiscard]] std::vector<ClockScope> stretches(
        std::span<const Situation> during, const ClockScope& care
    ) const {
        std::vector<ClockScope> found;
        for (const Episode& episode : history_.episodes) {
            if (episode.care != care.care) continue;
            const bool holds = std::ranges::all_of(during, [&](const Situation& situation) {
                return facts_.holds_in(situation, episode);
            });
            const bool goes_on = !found.empty() && found.back().to == episode.from;
            if (holds && goes_on) {
                found.back().to = episode.to;
            } else if (holds) {
                ClockScope stretch = care;
                stretch.from = episode.from;
                stretch.to = episode.to;
                stretch.start = opened_by(episode);
                stretch.end = nullptr;
                stretch.unseen = care.unseen && episode.from == care.from;
                found.push_back(stretch);
            }
        }
        for (ClockScope& stretch : found) {
            if (stretch.to) stretch.last = std::min(care.last, *stretch.to);
        }
        return found;
    }

    // What began on the episode's first day: its placement, else its legal basis.
    [[nodiscard]] const StoredEvent* opened_by(const Episode& episode) const {
        if (const Placement* placement = facts_.counted_placement(episode);
            placement != nullptr && placement->from == episode.from) {
            return placement->start;
        }
        const LegalStatus* status = facts_.status_of(episode);
        return status == nullptr ? nullptr : status->start;
    }

    // ---- each event a scope ----

    void evaluate_events(std::size_t group, const ClockScope& around) {
        const Rule& rule = *engine_.groups()[group].versions.front();
        for (const RuleTrigger& trigger : rule.triggers) {
            if (trigger.kind == RuleTrigger::Kind::obligation) {
                follow_events(group, trigger, around);
                continue;
            }
            for (const DatedFact* fact : facts_.of(trigger.event.type)) {
                if (!fact->counts() || !trigger.event.matches(fact->body())) continue;
                if (!belongs_to(*fact, around)) continue;
                ClockStart start;
                start.day = fact->day;
                start.event = fact->event;
                if (trigger.kind == RuleTrigger::Kind::decisions) {
                    start_decisions(group, around, start);
                } else {
                    start_one(group, around, start, trigger.plus);
                }
            }
        }
    }

    // An event belongs to the period of care in which it occurred; outside there are the others.
    [[nodiscard]] bool belongs_to(const DatedFact& fact, const ClockScope& around) const {
        if (around.care != kNone) return began_in(around, fact.day);
        return std::ranges::none_of(history_.care, [&](const PeriodOfCare& care) {
            return lies_in(care.from, care.to, fact.day);
        });
    }

    void start_decisions(std::size_t group, const ClockScope& around, ClockStart start) {
        for (const ReviewDecision& decision :
             std::get<ReviewHeld>(start.event->event.body).decisions) {
            if (!decision.by) continue;
            start.decision = &decision;
            start_one(group, around, start, std::nullopt);
        }
    }

    // Obligations of the events that the named rules were asked for, each in turn.
    void follow_events(std::size_t group, const RuleTrigger& trigger, const ClockScope& around) {
        for (const std::string& id : trigger.rules) {
            const auto named = engine_.group_of(id);
            if (!named) continue;
            for (const ClockResult& before : results_[*named]) {
                if (before.count == 0) continue;
                const Place place = before.first + before.count - 1;
                if (result_.all[place].care != around.care) continue;
                if (auto start = at_moment(place, trigger.moment)) {
                    start_one(group, around, *start, trigger.plus);
                }
            }
        }
    }

    void start_one(
        std::size_t group,
        const ClockScope& around,
        ClockStart start,
        const std::optional<DueTerm>& plus
    ) {
        if (!move_on(start, plus)) return;
        ClockScope scope = around;
        scope.start = start.event;
        scope.from = start.day;
        const RuleEngine::Group& rules = engine_.groups()[group];
        ClockResult outcome;
        outcome.first = static_cast<Place>(result_.all.size());
        const Rule* rule = rules.on(start.day);
        if (rule != nullptr) ask(rules, *rule, start, scope, outcome);
        keep(group, outcome);
    }

    void keep(std::size_t group, ClockResult& outcome) {
        outcome.scope = scope_number_;
        outcome.count = static_cast<Place>(result_.all.size()) - outcome.first;
        if (outcome.count > 0 || outcome.unseen_until) results_[group].push_back(outcome);
    }

    // ---- when a clock starts ----

    [[nodiscard]] bool move_on(ClockStart& start, const std::optional<DueTerm>& plus) const {
        if (!plus || start.unseen) return true;
        const auto moved = due_date(start.day, *plus, holidays_);
        if (!moved) return false;
        start.day = *moved;
        start.plus = plus;
        return true;
    }

    [[nodiscard]] std::optional<ClockStart> start_of(const Rule& rule, const ClockScope& scope) {
        for (const RuleTrigger& trigger : rule.triggers) {
            std::optional<ClockStart> start = at_trigger(trigger, scope);
            if (start && move_on(*start, trigger.plus)) return start;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<ClockStart> at_trigger(
        const RuleTrigger& trigger, const ClockScope& scope
    ) {
        switch (trigger.kind) {
            case RuleTrigger::Kind::event:
                return at_event(trigger.event, scope);
            case RuleTrigger::Kind::obligation:
                return at_obligation(trigger);
            case RuleTrigger::Kind::scope:
                return at_start(scope);
            case RuleTrigger::Kind::birthday:
                return at_birthday(trigger.age, scope);
            case RuleTrigger::Kind::category_1:
                return scope.to ? std::nullopt : on_day(facts_.category_1_on(), scope);
            case RuleTrigger::Kind::decisions:
                return std::nullopt;  // only each event is asked for its decisions
        }
        return std::nullopt;
    }

    [[nodiscard]] static ClockStart at_start(const ClockScope& scope) {
        ClockStart start;
        start.day = scope.from;
        start.event = scope.start;
        start.unseen = scope.unseen;
        return start;
    }

    [[nodiscard]] std::optional<ClockStart> at_event(
        const EventPattern& pattern, const ClockScope& scope
    ) const {
        if (scope.start != nullptr && pattern.type == type_of(scope.start->event.body)) {
            return pattern.matches(scope.start->event.body) ? std::optional(at_start(scope))
                                                            : std::nullopt;
        }
        for (const DatedFact* fact : facts_.of(pattern.type)) {
            const bool inside = scope.from <= fact->day && fact->day <= scope.last;
            if (!inside || !fact->counts() || !pattern.matches(fact->body())) continue;
            ClockStart start;
            start.day = fact->day;
            start.event = fact->event;
            return start;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<ClockStart> at_birthday(int age, const ClockScope& scope) {
        const Identity& identity = history_.identity;
        if (!identity.birth_date_known()) return std::nullopt;
        return on_day(birthday(*identity.birth_date, age), scope);
    }

    // A day that comes by itself; it starts nothing before it comes.
    [[nodiscard]] std::optional<ClockStart> on_day(
        std::optional<Date> day, const ClockScope& scope
    ) {
        if (!day || *day < scope.from) return std::nullopt;
        if (*day > scope.last) {
            result_.changes.push_back(*day);
            return std::nullopt;
        }
        ClockStart start;
        start.day = *day;
        return start;
    }

    [[nodiscard]] std::optional<ClockStart> at_obligation(const RuleTrigger& trigger) const {
        for (const std::string& id : trigger.rules) {
            const auto group = engine_.group_of(id);
            if (!group || results_[*group].empty()) continue;
            const ClockResult& result = results_[*group].back();
            if (result.scope != scope_number_) continue;
            if (result.unseen_until && trigger.moment != TriggerMoment::due) {
                ClockStart start;
                start.day = *result.unseen_until;
                start.chained = true;
                start.unseen = true;
                return start;
            }
            if (result.count == 0) continue;
            const Place place = result.first + result.count - 1;
            if (const auto start = at_moment(place, trigger.moment)) return start;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<ClockStart> at_moment(Place place, TriggerMoment moment) const {
        const Obligation& obligation = result_.all[place];
        const bool done = obligation.status == ObligationStatus::satisfied;
        const bool counted = done || obligation.status == ObligationStatus::open ||
                             obligation.status == ObligationStatus::overdue ||
                             obligation.status == ObligationStatus::lapsed;
        if (!counted) return std::nullopt;
        const bool by_event =
            done && (moment == TriggerMoment::satisfied ||
                     (moment == TriggerMoment::satisfied_or_due && !obligation.late));
        if (!by_event && moment == TriggerMoment::satisfied) return std::nullopt;
        ClockStart start;
        start.obligation = place;
        start.moment = moment;
        start.chained = true;
        start.day = by_event ? obligation.satisfied_on : obligation.due;
        start.event = by_event ? obligation.satisfied_by : obligation.trigger;
        start.after = by_event ? facts_.fact_of(obligation.satisfied_by) : nullptr;
        return start;
    }

    // ---- what a rule asks ----

    void evaluate(std::size_t group, const ClockScope& scope) {
        ClockResult outcome;
        outcome.first = static_cast<Place>(result_.all.size());
        const RuleEngine::Group& rules = engine_.groups()[group];
        for (const Rule* rule : rules.versions) {
            const std::optional<ClockStart> start = start_of(*rule, scope);
            if (!start || (scope.to && start->day > scope.last)) continue;
            if (start->unseen) {
                follow_unseen(rules, *start, scope, outcome);
                break;
            }
            if (rule->in_force_on(start->day)) {
                ask(rules, *rule, *start, scope, outcome);
                break;
            }
            if (const auto first = rules.versions.front()->in_force_from;
                first && !start->chained && start->day < *first && *first <= scope.last) {
                // Care older than the oldest rule known here: what was owed then cannot be told,
                // what follows is owed at the latest as if it was done on the rule's first day.
                outcome.unseen_until = first;
                break;
            }
        }
        keep(group, outcome);
    }

    // Something before it may have happened unseen. A rule that repeats bounds what follows; one of
    // the same chain passes the bound on; any other cannot be told, and where it begins a chain,
    // bounds what follows in it.
    void follow_unseen(
        const RuleEngine::Group& rules,
        const ClockStart& start,
        const ClockScope& scope,
        ClockResult& outcome
    ) {
        const Rule* rule = rules.on(start.day);
        if (rule == nullptr || (!rule->repeats && chain_of_same(*rule))) {
            outcome.unseen_until = start.day;
        } else if (rule->repeats) {
            ask(rules, *rule, start, scope, outcome);
        } else if (facts_.all_hold(rule->during, scope.care, start.day) != false) {
            Obligation obligation = begin(*rule, start, scope, 1);
            const auto earlier =
                rule->earlier_counts ? satisfying(context_, *rule, start, scope) : std::nullopt;
            if (earlier) {
                satisfy(obligation, *earlier);
            } else {
                obligation.status = ObligationStatus::not_held;
                if (!start.chained) {
                    obligation.unseen_until = outcome.unseen_until = start.day;
                }
            }
            result_.all.push_back(obligation);
        }
    }

    [[nodiscard]] bool chain_of_same(const Rule& rule) const {
        const auto same = [&](const std::string& id) {
            const auto group = engine_.group_of(id);
            return group && std::ranges::any_of(rule.satisfied_by, [&](const RuleSatisfier& one) {
                       return engine_.groups()[*group].versions.front()->satisfied_by_type(
                           one.event.type
                       );
                   });
        };
        return std::ranges::any_of(rule.triggers, [&](const RuleTrigger& trigger) {
            return std::ranges::any_of(trigger.rules, same);
        });
    }

    void ask(
        const RuleEngine::Group& rules,
        const Rule& first,
        ClockStart start,
        const ClockScope& scope,
        ClockResult& outcome
    ) {
        const Rule* rule = &first;
        for (std::uint32_t number = 1; rule != nullptr; ++number) {
            const auto applies = facts_.all_hold(rule->during, scope.care, start.day);
            if (applies == false && rule->scope != RuleScope::state) return;
            Obligation obligation = begin(*rule, start, scope, number);
            if (!applies) {
                obligation.status = ObligationStatus::unknown;
                result_.all.push_back(obligation);
                return;
            }
            const std::optional<ClockDone> done = satisfying(context_, *rule, start, scope);
            const std::optional<Date> gap = last_uncovered(context_, *rule, start.day, done, scope);
            if (gap && !rule->repeats) {
                if (leave_unseen(obligation, start, scope, *gap, done, outcome)) {
                    result_.all.push_back(obligation);
                }
                return;
            }
            if (gap && (done || *gap < scope.last)) {
                obligation.unseen_until = gap;
                obligation.trigger_day = std::max(*gap, start.day);
            }
            if (!settle(obligation, start, scope, done, gap && !done && *gap == scope.last)) return;
            result_.all.push_back(obligation);
            if (!rule->repeats || !done || done->fact == nullptr) return;
            const auto next = next_start(*done, scope);
            if (!next) return;
            start = *next;
            start.obligation = static_cast<Place>(result_.all.size() - 1);
            rule = rules.on(start.day);
        }
    }

    // Where a rule that repeats counts on from: what satisfied it, or what became of that.
    [[nodiscard]] std::optional<ClockStart> next_start(
        const ClockDone& done, const ClockScope& scope
    ) const {
        ClockStart start;
        start.chained = true;
        start.after = done.fact;
        start.day = done.day;
        start.event = done.event;
        if (done.satisfier == nullptr || !done.satisfier->until) return start;
        const EventPattern& until = *done.satisfier->until;
        for (const DatedFact* fact : facts_.of(until.type)) {
            if (!fact->counts() || fact->day > scope.last || !until.matches(fact->body())) continue;
            if (until.link != nullptr && until.link(fact->body()) != done.event->event.id) continue;
            start.after = fact;
            start.day = fact->day;
            start.event = fact->event;
            return start;
        }
        return std::nullopt;
    }

    // A gap in what the sources cover: it may have been done in the gap. Where the gap has ended,
    // what follows is bounded by its last day. False where the rule asks nothing.
    [[nodiscard]] bool leave_unseen(
        Obligation& obligation,
        const ClockStart& start,
        const ClockScope& scope,
        Date gap,
        const std::optional<ClockDone>& done,
        ClockResult& outcome
    ) {
        if (done && obligation.rule->earlier_counts) {
            if (!compute_due(context_, obligation, start, scope)) return false;
            satisfy(obligation, *done);
            return true;
        }
        const auto due = compute_due(context_, obligation, start, scope);
        if (!due) return false;
        obligation.status = *due ? ObligationStatus::not_held : ObligationStatus::unknown;
        if (!done && gap == scope.last) return true;
        obligation.unseen_until = gap;
        outcome.unseen_until = gap;
        return true;
    }

    [[nodiscard]] static Obligation begin(
        const Rule& rule, const ClockStart& start, const ClockScope& scope, std::uint32_t number
    ) {
        Obligation obligation;
        obligation.rule = &rule;
        obligation.number = number;
        obligation.care = scope.care;
        obligation.placement = scope.placement;
        obligation.legal_status = scope.legal_status;
        if (start.decision != nullptr) obligation.decision = start.decision->id;
        obligation.trigger = start.event;
        obligation.trigger_obligation = start.obligation;
        obligation.moment = start.moment;
        obligation.plus = start.plus;
        obligation.trigger_day = start.day;
        obligation.counted_from = start.day;
        obligation.due = start.day;
        return obligation;
    }

    // False where the rule gives no day and so asks nothing.
    [[nodiscard]] bool settle(
        Obligation& obligation,
        const ClockStart& start,
        const ClockScope& scope,
        const std::optional<ClockDone>& done,
        bool not_covered
    ) {
        const auto due = compute_due(context_, obligation, start, scope);
        if (!due) return false;
        if (!*due) {
            obligation.status = ObligationStatus::unknown;
        } else if (done) {
            satisfy(obligation, *done);
        } else if (const auto why = exemption(context_, *obligation.rule, scope)) {
            obligation.status = ObligationStatus::exempt;
            obligation.exempt_because = why;
        } else if (not_covered) {
            obligation.status = ObligationStatus::not_held;
        } else {
            const bool over = is_over(obligation, scope.last);
            obligation.days_over = over ? scope.last.days - obligation.due.days : 0;
            const bool ended =
                scope.to || stopped(context_, *obligation.rule, start, scope) != nullptr;
            obligation.status = ended  ? ObligationStatus::lapsed
                                : over ? ObligationStatus::overdue
                                       : ObligationStatus::open;
        }
        return true;
    }

    [[nodiscard]] static bool is_over(const Obligation& obligation, Date last) {
        return obligation.due_at ? end_of_london_day(last) > *obligation.due_at
                                 : last > obligation.due;
    }

    const RuleEngine& engine_;
    const ChildFacts& facts_;
    const History& history_;
    const BankHolidays& holidays_;
    Obligations& result_;
    const ClockContext context_;
    ClockResults results_;
    std::size_t scope_number_ = 0;
};

}  // namespace

ClockResults run_clocks(
    const RuleEngine& engine, const ChildFacts& facts, CareAsked asked, Obligations& result
) {
    return Clocks(engine, facts, result).run(asked);
}

}  // namespace tyst
