#include "projections/rule_checks.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "schema/date_arithmetic.h"

namespace tyst {
namespace {

constexpr unsigned kYearStartMonth = 4;

// First day of the year from 1 April to 31 March in which a day lies.
Date year_start(Date day) {
    const Date april = Date::of(day.year(), kYearStartMonth, 1);
    return day < april ? Date::of(day.year() - 1, kYearStartMonth, 1) : april;
}

// A stay with the instants between which it counts.
struct Stay {
    const StoredEvent* event = nullptr;
    Timestamp from;
    Timestamp to;
};

class Alerts {
  public:
    Alerts(
        const RuleEngine& engine,
        const ChildFacts& facts,
        const ClockResults& clocks,
        Obligations& result
    )
        : engine_(engine),
          facts_(facts),
          history_(facts.history()),
          holidays_(engine.reference().bank_holidays()),
          clocks_(clocks),
          result_(result),
          as_at_(facts.history().question.as_at) {}

    void run() {
        for (std::size_t group = 0; group < clocks_.size(); ++group) {
            const RuleEngine::Group& rules = engine_.groups()[group];
            if (rules.check) {
                check(rules);
            } else if (!rules.watched) {
                for_each_obligation(group, [&](Place place) {
                    add_clock_alert(result_.all[place].rule, place);
                });
            }
        }
        take_in_hand();
        std::ranges::stable_sort(result_.alerts, {}, [](const Alert& alert) {
            return std::tuple(
                alert.status == AlertStatus::open ? 0 : 1,
                alert.status,
                alert.rule->grade,
                std::string_view(alert.rule->id),
                alert.since
            );
        });
    }

  private:
    // ---- clocks ----

    // Of a group, those about a child who is looked after now and those outside care.
    template <class Visit>
    void for_each_obligation(std::size_t group, const Visit& visit) {
        for (const ClockResult& clock : clocks_[group]) {
            for (Place place = clock.first; place < clock.first + clock.count; ++place) {
                const Place care = result_.all[place].care;
                if (care == kNone || care == result_.current_care) visit(place);
            }
        }
    }

    void add_clock_alert(const Rule* rule, Place place) {
        const Obligation& obligation = result_.all[place];
        if (!rule->raises()) return;
        Alert alert;
        alert.rule = rule;
        alert.obligation = place;
        alert.clears = &obligation.rule->clears;
        if (obligation.status == ObligationStatus::overdue) {
            alert.since = obligation.due_at ? obligation.due : obligation.due.plus_days(1);
            alert.days_over = obligation.days_over;
        } else if (obligation.status == ObligationStatus::not_held && !obligation.unseen_until) {
            if (is_listed(rule, AlertStatus::not_held)) return;
            alert.status = AlertStatus::not_held;
            alert.since = obligation.trigger_day;
            alert.not_covered = facts_.not_covered(
                *obligation.rule, std::min(obligation.trigger_day, as_at_), as_at_
            );
        } else if (obligation.late && obligation.rule->noted_for) {
            const auto leaves =
                due_date(obligation.satisfied_on, *obligation.rule->noted_for, holidays_);
            if (!leaves || *leaves < as_at_) return;
            alert.status = AlertStatus::noted;
            alert.since = obligation.satisfied_on;
            alert.days_over = obligation.days_over;
            alert.leaves = *leaves;
            result_.changes.push_back(leaves->plus_days(1));
        } else if (const auto from = alert_from(obligation); from && *from <= as_at_) {
            alert.since = std::max(*from, obligation.trigger_day);
        } else {
            return;
        }
        result_.alerts.push_back(std::move(alert));
    }

    // The day from which what is not due yet is an alert already; nothing where it never is.
    [[nodiscard]] std::optional<Date> alert_from(const Obligation& obligation) {
        const auto& before = obligation.rule->alert_before;
        if (obligation.status != ObligationStatus::open || !before) return std::nullopt;
        const auto from = lead_date(obligation.due, *before, holidays_);
        if (!from) return std::nullopt;
        result_.changes.push_back(*from);
        return *from;
    }

    [[nodiscard]] bool is_listed(const Rule* rule, AlertStatus status) const {
        return std::ranges::any_of(result_.alerts, [&](const Alert& alert) {
            return alert.rule == rule && alert.status == status;
        });
    }

    // ---- checks ----

    void check(const RuleEngine::Group& rules) {
        // Versions of a check watch the same rules: the newest names them.
        switch (rules.versions.back()->check) {
            case RuleCheck::overdue:
                watch_overdue(rules);
                return;
            case RuleCheck::approaching:
                watch_approaching(rules);
                return;
            default:
                break;
        }
        const Rule* rule = rules.on(as_at_);
        if (rule == nullptr || !applies(*rule) || add_not_held(*rule)) return;
        switch (rule->check) {
            case RuleCheck::in_a_row:
                check_row(*rule);
                return;
            case RuleCheck::in_year:
                check_year(*rule);
                return;
            case RuleCheck::secure_hours:
                check_secure_hours(*rule);
                return;
            case RuleCheck::break_days:
                check_break_days(*rule);
                return;
            case RuleCheck::category_1:
                check_category_1(*rule);
                return;
            case RuleCheck::gaps:
                check_gaps(*rule);
                return;
            case RuleCheck::late_entry:
                check_late_entry(*rule);
                return;
            case RuleCheck::none:
            case RuleCheck::overdue:
            case RuleCheck::approaching:
                return;
        }
    }

    // True where facts that the check needs are not held here now.
    bool add_not_held(const Rule& rule) {
        if (!facts_.last_day_not_covered(rule, as_at_, as_at_)) return false;
        const PeriodOfCare& care = history_.care[result_.current_care];
        Alert alert;
        alert.rule = &rule;
        alert.status = AlertStatus::not_held;
        alert.clears = &rule.clears;
        alert.since = care.from;
        alert.not_covered = facts_.not_covered(rule, as_at_, as_at_);
        alert.obligation = add_found(rule, care.start, care.from, as_at_, result_.counted.size());
        result_.all.back().status = ObligationStatus::not_held;
        result_.alerts.push_back(std::move(alert));
        return true;
    }

    // The child is looked after now, everything of `during` holds and no exemption does.
    [[nodiscard]] bool applies(const Rule& rule) const {
        return rule.raises() && result_.current_care != kNone && !exempt(rule) &&
               facts_.all_hold(rule.during, result_.current_care, as_at_) == true;
    }

    [[nodiscard]] bool exempt(const Rule& rule) const {
        return std::ranges::any_of(rule.exemptions, [&](const Situation& situation) {
            return facts_.holds(situation, result_.current_care, as_at_) == true;
        });
    }

    void watch_overdue(const RuleEngine::Group& rules) {
        for (const std::string& id : rules.versions.back()->watched) {
            const auto watched = engine_.group_of(id);
            if (!watched) continue;
            for_each_obligation(*watched, [&](Place place) {
                const Obligation& obligation = result_.all[place];
                if (!obligation.rule->raises()) return;
                const bool over = obligation.status == ObligationStatus::overdue;
                const Rule* rule = rules.on(over ? obligation.due.plus_days(1) : as_at_);
                if (rule != nullptr && !exempt(*rule)) add_clock_alert(rule, place);
            });
        }
    }

    void watch_approaching(const RuleEngine::Group& rules) {
        const Rule* rule = rules.on(as_at_);
        if (rule == nullptr || !applies(*rule)) return;
        for (const std::string& id : rule->watched) {
            const auto watched = engine_.group_of(id);
            if (!watched) continue;
            for_each_obligation(*watched, [&](Place place) { add_approaching(*rule, place); });
        }
    }

    void add_approaching(const Rule& rule, Place place) {
        const Obligation& obligation = result_.all[place];
        if (obligation.status != ObligationStatus::open || !obligation.rule->raises()) return;
        const auto from = lead_date(obligation.due, *rule.lead, holidays_);
        if (!from) return;
        result_.changes.push_back(*from);
        if (*from > as_at_ || prepared(rule, obligation)) return;
        Alert alert;
        alert.rule = &rule;
        alert.obligation = place;
        alert.clears = &rule.clears;
        alert.since = std::max(*from, obligation.trigger_day);
        if (const auto gap = facts_.last_day_not_covered(rule, alert.since, as_at_)) {
            if (is_listed(&rule, AlertStatus::not_held)) return;
            alert.status = AlertStatus::not_held;
            alert.not_covered = facts_.not_covered(rule, *gap, *gap);
        }
        result_.alerts.push_back(std::move(alert));
    }

    [[nodiscard]] bool prepared(const Rule& rule, const Obligation& obligation) const {
        return std::ranges::any_of(rule.satisfied_by, [&](const RuleSatisfier& satisfier) {
            return std::ranges::any_of(facts_.of(satisfier.event.type), [&](const DatedFact* fact) {
                return fact->counts() && fact->day >= obligation.trigger_day &&
                       fact->day <= as_at_ && satisfier.event.matches(fact->body());
            });
        });
    }

    // ---- what a check found ----

    // An obligation of a check: what it counted stands in `counted` from `first` on.
    Place add_found(
        const Rule& rule, const StoredEvent* event, Date day, Date due, std::size_t first
    ) {
        Obligation found;
        found.rule = &rule;
        found.care = result_.current_care;
        found.trigger = event;
        found.trigger_day = day;
        found.counted_from = day;
        found.due = due;
        found.status = ObligationStatus::noted;
        found.first_counted = first;
        found.counted = result_.counted.size() - first;
        result_.all.push_back(found);
        return static_cast<Place>(result_.all.size() - 1);
    }

    void add_open(const Rule& rule, Place place, Date since, int days_over) {
        Alert alert;
        alert.rule = &rule;
        alert.obligation = place;
        alert.clears = &rule.clears;
        alert.since = since;
        alert.days_over = days_over;
        result_.alerts.push_back(std::move(alert));
    }

    void add_noted(const Rule& rule, Place place, Date since, Date leaves) {
        Alert alert;
        alert.rule = &rule;
        alert.status = AlertStatus::noted;
        alert.obligation = place;
        alert.clears = &rule.clears;
        alert.since = since;
        alert.leaves = leaves;
        result_.changes.push_back(leaves.plus_days(1));
        result_.alerts.push_back(std::move(alert));
    }

    // The last events of the pattern in this period of care, all of which pass the test.
    void check_row(const Rule& rule) {
        const Date from = history_.care[result_.current_care].from;
        const auto all = facts_.of(rule.counted.type);
        const std::size_t first = result_.counted.size();
        for (auto fact = all.rbegin(); fact != all.rend(); ++fact) {
            if ((*fact)->day < from) break;
            if (!(*fact)->counts() || !rule.counted.matches((*fact)->body())) continue;
            if (!EventPattern{rule.counted.type, rule.passing, nullptr}.matches((*fact)->body())) {
                break;
            }
            result_.counted.push_back({(*fact)->event, (*fact)->day, (*fact)->day, 1});
        }
        std::reverse(
            result_.counted.begin() + static_cast<std::ptrdiff_t>(first), result_.counted.end()
        );
        const std::size_t row = result_.counted.size() - first;
        if (row < static_cast<std::size_t>(rule.count)) {
            result_.counted.resize(first);
            return;
        }
        const CountedItem& last = result_.counted[first + static_cast<std::size_t>(rule.count) - 1];
        const Date since = last.from;
        add_open(
            rule, add_found(rule, last.event, since, since, first), since, as_at_.days - since.days
        );
    }

    // Placements lived in during the year count, the one of its first day too; any other event by
    // its day.
    void check_year(const Rule& rule) {
        const Date from = year_start(as_at_);
        const std::size_t first = result_.counted.size();
        if (rule.counted.type == EventType::placement_started) {
            for (const Placement& placement : history_.placements) {
                const bool lived_in = !placement.to || from < *placement.to;
                if (placement.what().temporary || !lived_in) continue;
                if (!rule.counted.matches(placement.start->event.body)) continue;
                result_.counted.push_back(
                    {placement.start,
                     std::max(from, placement.from),
                     placement.to.value_or(as_at_),
                     1}
                );
            }
        } else {
            for (const DatedFact* fact : facts_.of(rule.counted.type)) {
                if (fact->counts() && from <= fact->day && rule.counted.matches(fact->body())) {
                    result_.counted.push_back({fact->event, fact->day, fact->day, 1});
                }
            }
        }
        const Date next_year = Date::of(from.year() + 1, kYearStartMonth, 1);
        result_.changes.push_back(next_year);
        if (result_.counted.size() - first < static_cast<std::size_t>(rule.count)) {
            result_.counted.resize(first);
            return;
        }
        const CountedItem reached =
            result_.counted[first + static_cast<std::size_t>(rule.count) - 1];
        const Place place = add_found(rule, reached.event, reached.from, reached.from, first);
        add_noted(rule, place, reached.from, next_year.plus_days(-1));
    }

    // ---- sums ----

    // Stays in secure accommodation for which no court's order holds.
    [[nodiscard]] std::vector<Stay> secure_stays() const {
        std::vector<Stay> stays;
        const Timestamp now = end_of_london_day(as_at_);
        for (const Placement& placement : history_.placements) {
            if (placement.what().setting != "secure-home") continue;
            // Where no time of day is known, the least that is certain.
            Stay stay{
                placement.start,
                placement.start->event.occurred.instant.value_or(end_of_london_day(placement.from)),
                now
            };
            if (placement.to) {
                const bool told = placement.end != nullptr && placement.end->event.occurred.instant;
                stay.to = told ? *placement.end->event.occurred.instant
                               : start_of_london_day(*placement.to);
            }
            stays.push_back(stay);
        }
        return stays;
    }

    // Time that a court has authorised does not count, and what was used before it is forgotten.
    void leave_out_orders(std::vector<Stay>& stays) const {
        for (const LegalStatus& order : history_.statuses) {
            if (order.code != "secure-accommodation-order") continue;
            const Timestamp from =
                order.start->event.occurred.instant.value_or(start_of_london_day(order.from));
            const Timestamp to =
                order.to ? end_of_london_day(order.to->plus_days(-1)) : end_of_london_day(as_at_);
            std::erase_if(stays, [&](const Stay& stay) { return stay.to <= to; });
            for (Stay& stay : stays) {
                if (stay.from < to && from < stay.to) stay.from = to;
            }
        }
        std::erase_if(stays, [](const Stay& stay) { return stay.to <= stay.from; });
    }

    void check_secure_hours(const Rule& rule) {
        std::vector<Stay> stays = secure_stays();
        leave_out_orders(stays);
        if (stays.empty()) return;
        result_.changes.push_back(as_at_.plus_days(1));
        const auto hours_until = [&](Date day) { return hours_in_window(rule, stays, day); };
        const int hours = hours_until(as_at_);
        if (hours < rule.warn_count) return;
        Date since = as_at_;
        while (hours_until(since.plus_days(-1)) >= rule.warn_count)
            since = since.plus_days(-1);
        const std::size_t first = result_.counted.size();
        for (const Stay& stay : stays) {
            const auto worth = hours_of(rule, stay, as_at_);
            if (worth > 0) {
                result_.counted.push_back(
                    {stay.event, london_date(stay.from), london_date(stay.to), worth}
                );
            }
        }
        Date reached = since;
        while (reached < as_at_ && hours_until(reached) < rule.count)
            reached = reached.plus_days(1);
        const int over = hours > rule.count ? as_at_.days - reached.days : 0;
        add_open(rule, add_found(rule, stays.back().event, since, reached, first), since, over);
    }

    [[nodiscard]] static Timestamp window_start(const Rule& rule, Date day) {
        return start_of_london_day(day.plus_days(1 - rule.window->count));
    }

    [[nodiscard]] static int hours_of(const Rule& rule, const Stay& stay, Date day) {
        const Timestamp from = std::max(stay.from, window_start(rule, day));
        const Timestamp to = std::min(stay.to, end_of_london_day(day));
        return from < to
                   ? static_cast<int>((to.microseconds - from.microseconds) / kMicrosecondsPerHour)
                   : 0;
    }

    [[nodiscard]] static int hours_in_window(
        const Rule& rule, std::span<const Stay> stays, Date day
    ) {
        int hours = 0;
        for (const Stay& stay : stays)
            hours += hours_of(rule, stay, day);
        return hours;
    }

    void check_break_days(const Rule& rule) {
        const auto from = window_of(rule, as_at_);
        const int days = break_days(from, as_at_);
        if (days > 0) result_.changes.push_back(as_at_.plus_days(1));
        if (days < rule.warn_count) return;
        Date since = as_at_;
        while (break_days(window_of(rule, since.plus_days(-1)), since.plus_days(-1)) >=
               rule.warn_count)
            since = since.plus_days(-1);
        const std::size_t first = result_.counted.size();
        const StoredEvent* last = nullptr;
        for (const LegalStatus& status : history_.statuses) {
            const int worth = days_within(status, from, as_at_);
            if (worth == 0) continue;
            last = status.start;
            result_.counted.push_back(
                {status.start, std::max(from, status.from), status.to.value_or(as_at_), worth}
            );
        }
        add_open(
            rule,
            add_found(rule, last, since, since, first),
            since,
            days > rule.count ? days - rule.count : 0
        );
    }

    // First day of the window that ends with a day.
    [[nodiscard]] static Date window_of(const Rule& rule, Date day) {
        return rule.window->unit == TermUnit::calendar_months
                   ? plus_months(day, -rule.window->count).plus_days(1)
                   : day.plus_days(1 - rule.window->count);
    }

    [[nodiscard]] static int days_within(const LegalStatus& status, Date from, Date to) {
        if (status.code != "short-breaks-each") return 0;
        const Date first = std::max(from, status.from);
        const Date last = std::min(to, status.to ? status.to->plus_days(-1) : to);
        return std::max(0, last.days - first.days + 1);
    }

    [[nodiscard]] int break_days(Date from, Date to) const {
        int days = 0;
        for (const LegalStatus& status : history_.statuses)
            days += days_within(status, from, to);
        return days;
    }

    void check_category_1(const Rule& rule) {
        const auto day = facts_.category_1_on();
        if (!day || *day <= as_at_) return;
        const auto from = lead_date(*day, *rule.lead, holidays_);
        if (!from) return;
        result_.changes.push_back(*from);
        result_.changes.push_back(*day);
        if (*from > as_at_) return;
        const PeriodOfCare& care = history_.care[result_.current_care];
        const Place place = add_found(rule, care.start, care.from, *day, result_.counted.size());
        add_noted(rule, place, *from, day->plus_days(-1));
    }

    // ---- gaps and late entries ----

    void check_gaps(const Rule& rule) {
        const Episode* episode = facts_.episode_on(result_.current_care, as_at_);
        if (episode == nullptr) return;
        for (const RuleGap gap : rule.gaps) {
            switch (gap) {
                case RuleGap::no_basis:
                    if (episode->status == kNone) add_gap(rule, gap, nullptr, episode->from);
                    break;
                case RuleGap::parents_while_voluntary:
                    if (facts_.holds_in({SituationKind::voluntary}, *episode) &&
                        facts_.holds_in({SituationKind::with_parents}, *episode)) {
                        add_gap(
                            rule, gap, facts_.counted_placement(*episode)->start, episode->from
                        );
                    }
                    break;
                case RuleGap::iro_vacant:
                    if (const auto since = iro_left()) add_gap(rule, gap, since->end, *since->to);
                    break;
                case RuleGap::order_expired:
                    for (const LegalStatus& status : history_.statuses) {
                        if (!status.to && status.expires && *status.expires < as_at_) {
                            add_gap(rule, gap, status.start, status.expires->plus_days(1));
                        }
                    }
                    break;
            }
        }
    }

    // The last allocation of an independent reviewing officer, where it ended and none follows.
    [[nodiscard]] const Allocation* iro_left() const {
        if (history_.current_allocation("iro") != nullptr) return nullptr;
        const Date from = history_.care[result_.current_care].from;
        const Allocation* last = nullptr;
        for (const Allocation& allocation : history_.allocations) {
            const bool here = allocation.to && *allocation.to >= from;
            if (here && allocation.what().role == "iro") last = &allocation;
        }
        return last;
    }

    void add_gap(const Rule& rule, RuleGap gap, const StoredEvent* event, Date since) {
        const StoredEvent* behind =
            event == nullptr ? history_.care[result_.current_care].start : event;
        const Place place = add_found(rule, behind, since, since, result_.counted.size());
        result_.all[place].gap = gap;
        add_open(rule, place, since, as_at_.days - since.days + 1);
    }

    // London is at most an hour ahead: a look-up of its day is only needed near the limit.
    [[nodiscard]] static bool surely_in_time(const DatedFact& fact, const DueTerm& after) {
        const std::int64_t learned_hours =
            learned_time(*fact.event).microseconds / kMicrosecondsPerHour;
        return after.unit == TermUnit::days &&
               learned_hours + 1 < (std::int64_t{fact.day.days} + after.count + 1) * 24;
    }

    // One note for the child: the events that were entered late and not long ago.
    void check_late_entry(const Rule& rule) {
        const std::size_t first = result_.counted.size();
        std::optional<Date> since;
        Date leaves = as_at_;
        for (const DatedFact& fact : history_.facts) {
            if (surely_in_time(fact, *rule.entered_after)) continue;
            if (std::ranges::find(rule.not_from, fact.event->event.source.system) !=
                rule.not_from.end()) {
                continue;
            }
            const Date learned = london_date(learned_time(*fact.event));
            const auto in_time = due_date(fact.day, *rule.entered_after, holidays_);
            const auto until = due_date(learned, *rule.noted_for, holidays_);
            if (!in_time || !until || learned <= *in_time || *until < as_at_) continue;
            result_.counted.push_back({fact.event, fact.day, learned, learned.days - fact.day.days}
            );
            since = since ? std::min(*since, learned) : learned;
            leaves = std::max(leaves, *until);
            result_.changes.push_back(until->plus_days(1));
        }
        if (!since) return;
        const StoredEvent* event = result_.counted[first].event;
        add_noted(rule, add_found(rule, event, *since, *since, first), *since, leaves);
    }

    // ---- considered ----

    // Somebody looked at the alert after it arose, said why it can wait and until when; what was
    // recorded since then brings it back.
    void take_in_hand() {
        const auto considered = facts_.of(EventType::alert_considered);
        if (considered.empty()) return;
        for (Alert& alert : result_.alerts) {
            if (alert.status != AlertStatus::open) continue;
            for (const DatedFact* fact : considered) {
                const auto& said = std::get<AlertConsidered>(fact->body());
                const bool about = fact->counts() && said.rule == alert.rule->id &&
                                   alert.since <= fact->day && fact->day <= as_at_;
                if (!about) continue;
                result_.changes.push_back(said.next_look);
                if (said.next_look <= as_at_ || changed_after(alert, fact->event->index)) continue;
                alert.status = AlertStatus::in_hand;
                alert.leaves = said.next_look;
                alert.considered = fact->event;
            }
        }
    }

    [[nodiscard]] bool changed_after(const Alert& alert, LogIndex index) const {
        const auto later = [&](const StoredEvent* event) {
            if (event == nullptr) return false;
            const auto relations = history_.relations_on(event->index);
            return event->index > index ||
                   std::ranges::any_of(relations, [&](const AppliedRelation& applied) {
                       return applied.relation->index > index;
                   });
        };
        for (Place place = alert.obligation; place != kNone;
             place = result_.all[place].trigger_obligation) {
            const Obligation& obligation = result_.all[place];
            if (later(obligation.trigger) || later(obligation.satisfied_by) ||
                later(obligation.extended_by)) {
                return true;
            }
            for (std::size_t at = 0; at < obligation.counted; ++at) {
                if (later(result_.counted[obligation.first_counted + at].event)) return true;
            }
        }
        return false;
    }

    const RuleEngine& engine_;
    const ChildFacts& facts_;
    const History& history_;
    const BankHolidays& holidays_;
    const ClockResults& clocks_;
    Obligations& result_;
    Date as_at_;
};

}  // namespace

void raise_alerts(
    const RuleEngine& engine,
    const ChildFacts& facts,
    const ClockResults& clocks,
    Obligations& result
) {
    Alerts(engine, facts, clocks, result).run();
}

}  // namespace tyst
