#include "projections/obligations.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "schema/date_arithmetic.h"

namespace tyst {

namespace {

// What satisfies or starts: an event and its day.
struct DatedEvent {
    const StoredEvent* event = nullptr;
    Date day;
};

// Where a clock starts.
struct Start {
    Date day;
    const StoredEvent* event = nullptr;
    const StoredEvent* after = nullptr;  // only what follows this event can satisfy
    Place obligation = kNone;
    TriggerMoment moment = TriggerMoment::satisfied;
    std::optional<DueTerm> plus;
    bool chained = false;  // from an obligation
    bool unseen = false;   // the day only bounds what no source covers
};

// What the rules of one group came to in one period of care.
struct GroupResult {
    Place first = 0;  // in Obligations::all
    Place count = 0;
    std::optional<Date> unseen_until;  // it may have been done unseen until then
};

// Applies the rules to one period of care.
class CareObligations {
  public:
    CareObligations(
        const RuleEngine& engine,
        const History& history,
        const Coverage& coverage,
        Place care,
        Obligations& result
    )
        : engine_(engine),
          history_(history),
          coverage_(coverage),
          place_(care),
          care_(history.care[care]),
          result_(result) {
        const Date as_at = history.question.as_at;
        end_ = care_.to ? std::min(*care_.to, as_at) : as_at;
        groups_.resize(engine.groups().size());
    }

    void run() {
        for (std::size_t group = 0; group < groups_.size(); ++group) {
            if (!engine_.groups()[group].check) {
                evaluate(group);
            }
        }
        if (care_.to) return;  // drift is about children who are looked after now
        for (std::size_t group = 0; group < groups_.size(); ++group) {
            raise(group);
        }
    }

  private:
    // ---- when a clock starts ----

    [[nodiscard]] std::optional<Start> start_of(const Rule& rule) const {
        for (const RuleTrigger& trigger : rule.triggers) {
            std::optional<Start> start =
                trigger.rules.empty() ? at_event(trigger.event) : at_obligation(trigger);
            if (!start) continue;
            if (trigger.plus && !start->unseen) {
                const auto moved =
                    due_date(start->day, *trigger.plus, engine_.reference().bank_holidays());
                if (!moved) continue;
                start->day = *moved;
                start->plus = trigger.plus;
            }
            return start;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Start> at_event(EventType type) const {
        Start start;
        if (type == EventType::looked_after_started) {
            start.day = care_.from;
            start.event = care_.start;
            start.unseen = care_.began_earlier();
            return start;
        }
        const std::vector<DatedEvent>& found = candidates(type);
        if (found.empty()) return std::nullopt;
        start.day = found.front().day;
        start.event = found.front().event;
        return start;
    }

    [[nodiscard]] std::optional<Start> at_obligation(const RuleTrigger& trigger) const {
        for (const std::string& id : trigger.rules) {
            const auto group = engine_.group_of(id);
            if (!group) continue;
            const GroupResult& result = groups_[*group];
            if (result.unseen_until && trigger.moment != TriggerMoment::due) {
                Start start;
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

    [[nodiscard]] std::optional<Start> at_moment(Place place, TriggerMoment moment) const {
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
        Start start;
        start.obligation = place;
        start.moment = moment;
        start.chained = true;
        start.day = by_event ? obligation.satisfied_on : obligation.due;
        start.event = by_event ? obligation.satisfied_by : obligation.trigger;
        start.after = by_event ? obligation.satisfied_by : nullptr;
        return start;
    }

    // ---- what a rule asks ----

    void evaluate(std::size_t group) {
        GroupResult& outcome = groups_[group];
        outcome.first = static_cast<Place>(result_.all.size());
        const RuleEngine::Group& rules = engine_.groups()[group];
        for (const Rule* rule : rules.versions) {
            const std::optional<Start> start = start_of(*rule);
            if (!start || (care_.to && start->day > end_)) continue;
            if (start->unseen) {
                follow_unseen(rules, *start, outcome);
                break;
            }
            if (rule->in_force_on(start->day)) {
                ask(rules, *rule, *start, outcome);
                break;
            }
            if (const auto first = rules.versions.front()->in_force_from;
                first && !start->chained && start->day < *first && *first <= end_) {
                // Care older than the oldest rule known here: what was owed then cannot be told,
                // what follows is owed at the latest as if it was done on the rule's first day.
                outcome.unseen_until = first;
                break;
            }
        }
        outcome.count = static_cast<Place>(result_.all.size()) - outcome.first;
    }

    // Something before it may have happened unseen. A rule that repeats bounds what follows; one of
    // the same chain passes the bound on; any other cannot be told, and where it begins a chain,
    // bounds what follows in it.
    void follow_unseen(const RuleEngine::Group& rules, const Start& start, GroupResult& outcome) {
        const Rule* rule = version_on(rules, start.day);
        if (rule == nullptr || (!rule->repeats && chain_of_same(*rule))) {
            outcome.unseen_until = start.day;
        } else if (rule->repeats) {
            ask(rules, *rule, start, outcome);
        } else {
            Obligation obligation = begin(*rule, start, 1);
            if (rule->earlier_counts && !candidates(rule->satisfied_by).empty()) {
                satisfy(obligation, candidates(rule->satisfied_by).front());
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
        for (const RuleTrigger& trigger : rule.triggers) {
            for (const std::string& id : trigger.rules) {
                const auto group = engine_.group_of(id);
                if (group &&
                    engine_.groups()[*group].versions.front()->satisfied_by == rule.satisfied_by) {
                    return true;
                }
            }
        }
        return false;
    }

    void ask(const RuleEngine::Group& rules, const Rule& first, Start start, GroupResult& outcome) {
        const Rule* rule = &first;
        for (std::uint32_t number = 1; rule != nullptr; ++number) {
            Obligation obligation = begin(*rule, start, number);
            const std::optional<DatedEvent> done = satisfying(*rule, start);
            const std::optional<Date> gap = last_uncovered(*rule, start.day, done);
            if (gap && !rule->repeats) {
                outcome.unseen_until = leave_unseen(obligation, *gap, done);
                result_.all.push_back(obligation);
                return;
            }
            if (gap && (done || *gap < end_)) {
                obligation.unseen_until = gap;
                obligation.trigger_day = std::max(*gap, start.day);
            }
            settle(obligation, done, gap && !done && *gap == end_);
            result_.all.push_back(obligation);
            if (!rule->repeats || !done) return;
            start = {};
            start.day = done->day;
            start.event = done->event;
            start.after = done->event;
            start.chained = true;
            start.obligation = static_cast<Place>(result_.all.size() - 1);
            rule = version_on(rules, start.day);
        }
    }

    // A gap in what the sources cover: it may have been done in the gap. Where the gap has ended,
    // what follows is bounded by its last day.
    [[nodiscard]] std::optional<Date> leave_unseen(
        Obligation& obligation, Date gap, const std::optional<DatedEvent>& done
    ) const {
        if (done && obligation.rule->earlier_counts) {
            satisfy(obligation, *done);
            return std::nullopt;
        }
        obligation.status =
            compute_due(obligation) ? ObligationStatus::not_held : ObligationStatus::unknown;
        if (!done && gap == end_) return std::nullopt;
        obligation.unseen_until = gap;
        return gap;
    }

    [[nodiscard]] Obligation begin(const Rule& rule, const Start& start, std::uint32_t number)
        const {
        Obligation obligation;
        obligation.rule = &rule;
        obligation.number = number;
        obligation.care = place_;
        obligation.trigger = start.event;
        obligation.trigger_obligation = start.obligation;
        obligation.moment = start.moment;
        obligation.plus = start.plus;
        obligation.trigger_day = start.day;
        obligation.due = start.day;
        return obligation;
    }

    void settle(Obligation& obligation, const std::optional<DatedEvent>& done, bool not_covered)
        const {
        if (!compute_due(obligation)) {
            obligation.status = ObligationStatus::unknown;
        } else if (done) {
            satisfy(obligation, *done);
        } else if (const auto why = exemption(*obligation.rule)) {
            obligation.status = ObligationStatus::exempt;
            obligation.exempt_because = why;
        } else if (not_covered) {
            obligation.status = ObligationStatus::not_held;
        } else {
            const bool over = end_ > obligation.due;
            obligation.days_over = over ? end_.days - obligation.due.days : 0;
            obligation.status = care_.to ? ObligationStatus::lapsed
                                : over   ? ObligationStatus::overdue
                                         : ObligationStatus::open;
        }
    }

    [[nodiscard]] bool compute_due(Obligation& obligation) const {
        if (!obligation.rule->due) {
            obligation.due = obligation.trigger_day;
            return true;
        }
        const auto due = due_date(
            obligation.trigger_day, *obligation.rule->due, engine_.reference().bank_holidays()
        );
        if (due) {
            obligation.due = *due;
        }
        return due.has_value();
    }

    static void satisfy(Obligation& obligation, const DatedEvent& done) {
        obligation.status = ObligationStatus::satisfied;
        obligation.satisfied_by = done.event;
        obligation.satisfied_on = done.day;
        obligation.late = done.day > obligation.due;
        obligation.days_over = obligation.late ? done.day.days - obligation.due.days : 0;
    }

    // ---- facts ----

    [[nodiscard]] std::optional<DatedEvent> satisfying(const Rule& rule, const Start& start) const {
        // One event does not satisfy two obligations of a chain.
        const bool chain = start.after != nullptr && !rule.earlier_counts &&
                           type_of(start.after->event.body) == rule.satisfied_by;
        bool reached = !chain;
        for (const DatedEvent& candidate : candidates(rule.satisfied_by)) {
            if (reached && (rule.earlier_counts || candidate.day >= start.day)) return candidate;
            reached |= candidate.event == start.after;
        }
        return std::nullopt;
    }

    // Events of the type in this period of care, in order; those dated after they were learned and
    // plans withdrawn left out.
    [[nodiscard]] const std::vector<DatedEvent>& candidates(EventType type) const {
        for (const auto& [known, found] : candidates_) {
            if (known == type) return found;
        }
        std::vector<DatedEvent> found;
        const auto add = [&](const StoredEvent* event, Date day) {
            if (care_.from <= day && day <= end_) found.push_back({event, day});
        };
        if (type == EventType::review_held) {
            for (const Review& review : history_.reviews) {
                if (!review.dated_after_learned) add(review.event, review.held);
            }
        } else if (type == EventType::permanence_plan_recorded) {
            for (const PermanencePlan& plan : history_.permanence_plans) {
                if (!plan.to) add(plan.event, plan.from);
            }
        } else if (type == EventType::care_and_support_plan_recorded) {
            for (const CarePlan& plan : history_.care_plans) {
                if (!plan.to) add(plan.event, plan.from);
            }
        } else if (type == EventType::placement_started) {
            for (const Placement& placement : history_.placements) {
                add(placement.start, placement.from);
            }
        } else if (type == EventType::legal_status_started) {
            for (const LegalStatus& status : history_.statuses)
                add(status.start, status.from);
        } else if (type == EventType::allocation_started) {
            for (const Allocation& allocation : history_.allocations) {
                add(allocation.start, allocation.from);
            }
        } else if (type == EventType::application_made) {
            for (const Application& application : history_.applications) {
                add(application.made, application.from);
            }
        }
        candidates_.emplace_back(type, std::move(found));
        return candidates_.back().second;
    }

    // The last day that no source covers, between the start of the clock and what satisfied it or
    // the end of the question.
    [[nodiscard]] std::optional<Date> last_uncovered(
        const Rule& rule, Date start, const std::optional<DatedEvent>& done
    ) const {
        const Date last = done ? std::max(done->day, start) : end_;
        const Date first = rule.earlier_counts ? care_.from : std::min(start.plus_days(1), last);
        std::optional<Date> gap;
        for (const Code& need : rule.needs) {
            const auto day = last_day_outside(stretches(need), first, last);
            gap = std::max(gap, day);
        }
        return gap;
    }

    [[nodiscard]] const std::vector<CoveredStretch>& stretches(const Code& fact) const {
        for (const auto& [known, found] : stretches_) {
            if (*known == fact) return found;
        }
        stretches_.emplace_back(&fact, coverage_.stretches(history_.references, fact));
        return stretches_.back().second;
    }

    [[nodiscard]] std::optional<RuleExemption> exemption(const Rule& rule) const {
        for (const RuleExemption exempt : rule.exemptions) {
            if (holds(exempt)) return exempt;
        }
        return std::nullopt;
    }

    [[nodiscard]] bool holds(RuleExemption exempt) const {
        switch (exempt) {
            case RuleExemption::placed_for_adoption: {
                const Placement* placement = last_placement();
                return placement != nullptr && placement->what().setting == "placed-for-adoption";
            }
            case RuleExemption::short_breaks: {
                const LegalStatus* status = last_status();
                return status != nullptr && status->facts != nullptr && status->facts->short_break;
            }
        }
        return false;
    }

    // The last episode of this period of care tells how the child lives, or lived at its end.
    [[nodiscard]] const Episode* last_episode() const {
        for (auto episode = history_.episodes.rbegin(); episode != history_.episodes.rend();
             ++episode) {
            if (episode->care == place_) return &*episode;
        }
        return nullptr;
    }
    [[nodiscard]] const Placement* last_placement() const {
        const Episode* episode = last_episode();
        if (episode == nullptr || episode->placement == kNone) return nullptr;
        const Placement& placement = history_.placements[episode->placement];
        return placement.interrupts == kNone ? &placement
                                             : &history_.placements[placement.interrupts];
    }
    [[nodiscard]] const LegalStatus* last_status() const {
        const Episode* episode = last_episode();
        const Place status = episode == nullptr ? care_.first_status : episode->status;
        return status == kNone ? nullptr : &history_.statuses[status];
    }

    [[nodiscard]] static const Rule* version_on(const RuleEngine::Group& rules, Date day) {
        for (const Rule* rule : rules.versions) {
            if (rule->in_force_on(day)) return rule;
        }
        return nullptr;
    }

    // ---- alerts ----

    void raise(std::size_t group) {
        const RuleEngine::Group& rules = engine_.groups()[group];
        if (!rules.check) {
            if (!rules.watched) raise_own(groups_[group]);
            return;
        }
        // Versions of a check watch the same rules: the newest names them.
        for (const RuleTrigger& trigger : rules.versions.back()->triggers) {
            for (const std::string& id : trigger.rules) {
                if (const auto watched = engine_.group_of(id)) {
                    raise_watched(rules, groups_[*watched]);
                }
            }
        }
    }

    void raise_own(const GroupResult& result) {
        for (Place place = result.first; place < result.first + result.count; ++place) {
            add_alert(result_.all[place].rule, place);
        }
    }

    void raise_watched(const RuleEngine::Group& rules, const GroupResult& result) {
        for (Place place = result.first; place < result.first + result.count; ++place) {
            const Obligation& obligation = result_.all[place];
            if (!obligation.rule->raises()) continue;
            const bool over = obligation.status == ObligationStatus::overdue;
            const Date day = over ? obligation.due.plus_days(1) : end_;
            const Rule* rule = version_on(rules, day);
            if (rule != nullptr && !exemption(*rule)) {
                add_alert(rule, place);
            }
        }
    }

    void add_alert(const Rule* rule, Place place) {
        const Obligation& obligation = result_.all[place];
        if (!rule->raises()) return;
        Alert alert;
        alert.rule = rule;
        alert.obligation = place;
        alert.clears = obligation.rule->clears.en;
        if (obligation.status == ObligationStatus::overdue) {
            alert.since = obligation.due.plus_days(1);
            alert.days_over = obligation.days_over;
        } else if (obligation.status == ObligationStatus::not_held && !obligation.unseen_until) {
            alert.status = AlertStatus::not_held;
            alert.since = obligation.trigger_day;
            alert.not_covered = not_covered(obligation);
        } else {
            return;
        }
        result_.alerts.push_back(std::move(alert));
    }

    [[nodiscard]] std::vector<std::string_view> not_covered(const Obligation& obligation) const {
        std::vector<std::string_view> kinds;
        for (const Code& need : obligation.rule->needs) {
            const Date first = std::min(obligation.trigger_day, end_);
            if (last_day_outside(stretches(need), first, end_)) kinds.emplace_back(need);
        }
        return kinds;
    }

    const RuleEngine& engine_;
    const History& history_;
    const Coverage& coverage_;
    Place place_;
    const PeriodOfCare& care_;
    Obligations& result_;
    Date end_;  // the last day to look at: as_at, or the day on which care ended
    std::vector<GroupResult> groups_;
    mutable std::vector<std::pair<EventType, std::vector<DatedEvent>>> candidates_;
    mutable std::vector<std::pair<const Code*, std::vector<CoveredStretch>>> stretches_;
};

}  // namespace

std::string_view name(ObligationStatus status) {
    switch (status) {
        case ObligationStatus::open:
            return "open";
        case ObligationStatus::overdue:
            return "overdue";
        case ObligationStatus::satisfied:
            return "satisfied";
        case ObligationStatus::not_held:
            return "not-held-here";
        case ObligationStatus::unknown:
            return "unknown";
        case ObligationStatus::exempt:
            return "exempt";
        case ObligationStatus::lapsed:
            return "lapsed";
    }
    return "unknown";
}

const Obligation* Obligations::next_review() const {
    if (current_care == kNone) return nullptr;
    const Obligation* next = nullptr;
    for (const Obligation& obligation : all) {
        const bool awaited = obligation.status == ObligationStatus::open ||
                             obligation.status == ObligationStatus::overdue;
        if (obligation.care == current_care && awaited &&
            obligation.rule->satisfied_by == EventType::review_held &&
            (next == nullptr || obligation.due < next->due)) {
            next = &obligation;
        }
    }
    return next;
}

std::size_t Obligations::open_alerts() const {
    return static_cast<std::size_t>(std::ranges::count(alerts, AlertStatus::open, &Alert::status));
}

RuleEngine RuleEngine::from(const ReferenceSet& reference, std::string_view jurisdiction) {
    RuleEngine engine;
    engine.reference_ = &reference;
    std::map<std::string_view, Group> waiting;
    for (const Rule& rule : reference.rules()) {
        if (rule.jurisdiction != jurisdiction) continue;
        Group& group = waiting[rule.id];
        group.id = rule.id;
        group.versions.push_back(&rule);
        group.check |= rule.watches_overdue();
    }
    for (const auto& [id, group] : waiting) {
        if (!group.check) continue;
        for (const Rule* rule : group.versions) {
            for (const RuleTrigger& trigger : rule->triggers) {
                for (const std::string& watched : trigger.rules) {
                    const auto found = waiting.find(watched);
                    if (found != waiting.end()) found->second.watched = true;
                }
            }
        }
    }
    // Take, again and again, the rules that wait for none of the others. Circles were refused when
    // the set was loaded; should one be here, its rules are left out.
    const auto ready = [&](const Group& group) {
        return std::ranges::none_of(group.versions, [&](const Rule* rule) {
            return std::ranges::any_of(rule->triggers, [&](const RuleTrigger& trigger) {
                return std::ranges::any_of(trigger.rules, [&](const std::string& id) {
                    return id != group.id && waiting.contains(id);
                });
            });
        });
    };
    for (bool moved = true; moved;) {
        moved = false;
        for (auto group = waiting.begin(); group != waiting.end();) {
            if (ready(group->second)) {
                engine.groups_.push_back(std::move(group->second));
                group = waiting.erase(group);
                moved = true;
            } else {
                ++group;
            }
        }
    }
    return engine;
}

std::optional<std::size_t> RuleEngine::group_of(std::string_view rule_id) const {
    const auto found = std::ranges::find(groups_, rule_id, &Group::id);
    if (found == groups_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - groups_.begin());
}

Obligations RuleEngine::apply(const History& history, const Coverage& coverage) const {
    Obligations result;
    result.reference = reference_;
    for (std::size_t care = 0; care < history.care.size(); ++care) {
        CareObligations(*this, history, coverage, static_cast<Place>(care), result).run();
    }
    if (history.current_care() != nullptr) {
        result.current_care = static_cast<Place>(history.care.size() - 1);
    }
    std::ranges::stable_sort(result.alerts, {}, [](const Alert& alert) {
        return std::tuple(
            alert.status, alert.rule->grade, std::string_view(alert.rule->id), alert.since
        );
    });
    return result;
}

}  // namespace tyst
