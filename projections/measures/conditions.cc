#include <algorithm>
#include <cstdlib>

#include "projections/measures/child_measures.h"
#include "projections/welsh_care.h"

namespace tyst {
namespace {

constexpr int kDaysInWeek = 7;

using Verdict = std::optional<bool>;  // nothing where it cannot be told

Date moved(Date day, const DueTerm& term, int direction) {
    switch (term.unit) {
        case TermUnit::calendar_months:
            return plus_months(day, direction * term.count);
        case TermUnit::weeks:
            return day.plus_days(direction * term.count * kDaysInWeek);
        case TermUnit::days:
        case TermUnit::hours:
        case TermUnit::working_days:
        case TermUnit::school_days:
            break;  // the loader of measures lets days, weeks and months through
    }
    return day.plus_days(direction * term.count);
}

class Judge {
  public:
    Judge(
        std::span<const Code> needs,
        const Candidate& candidate,
        const MeasureContext& context,
        std::vector<MeasureGround>& grounds
    )
        : needs_(needs),
          candidate_(candidate),
          context_(context),
          history_(context.history),
          grounds_(grounds) {}

    // Every condition that is set; false where one does not hold, else nothing where one cannot be
    // told.
    Verdict all(const MeasureConditions& where) {
        situations(where);
        if (where.not_looked_after) take(not_looked_after());
        if (where.placements_at_least > 0) take(placements(where.placements_at_least));
        if (where.in_time) take(in_time(*candidate_.duty));
        if (!where.satisfies_in_time.empty()) take(satisfies(where.satisfies_in_time));
        if (!where.placement_duty_in_time.empty()) {
            take(placement_duty(where.placement_duty_in_time));
        }
        if (where.permanence_plan) take(permanence_plan());
        if (where.care_plan) take(care_plan());
        if (!where.allocated.empty()) take(allocated(where.allocated));
        if (!where.left.empty()) take(left(where.left));
        if (where.recorded) take(recorded(*where.recorded));
        if (where.nearest) take(nearest(*where.nearest));
        return verdict_;
    }

  private:
    void take(Verdict one) {
        if (verdict_ == false) return;
        if (!one || !*one) verdict_ = one;
    }

    void ground(std::string_view what, Date day, std::string_view detail = {}) {
        grounds_.push_back({what, day, std::string(detail)});
    }

    // What no record says of these days: that it was not so, where the sources cover them all.
    Verdict absent(Date from, Date to, std::string_view what) {
        for (const Code& need : needs_) {
            const auto gap =
                context_.coverage.last_day_uncovered(history_.references, need, from, to);
            if (gap) {
                ground("not-held-here", *gap, need);
                return std::nullopt;
            }
        }
        ground(what, to);
        return false;
    }

    [[nodiscard]] Date care_began() const {
        return candidate_.care == kNone
                   ? candidate_.day
                   : history_.care[first_of_care(history_, candidate_.care)].from;
    }

    // The first day of the year on which the child was in care.
    [[nodiscard]] Date year_in_care() const { return std::max(context_.year.from, care_began()); }

    [[nodiscard]] const Placement* lived_in() const {
        const Episode* episode = candidate_.care == kNone
                                     ? nullptr
                                     : context_.facts.episode_on(candidate_.care, candidate_.day);
        return episode == nullptr ? nullptr : context_.facts.counted_placement(*episode);
    }

    // ---- situations ----

    // What a placement does not say of itself cannot be told from it.
    [[nodiscard]] bool told(const Situation& situation, const Placement* placement) const {
        const bool placed = situation.kind == SituationKind::with_parents ||
                            situation.kind == SituationKind::kinship ||
                            situation.kind == SituationKind::outside_authority ||
                            situation.kind == SituationKind::outside_wales;
        if (!placed) return true;
        if (placement == nullptr) return false;
        const PlacementStarted& what = placement->what();
        if (situation.kind == SituationKind::kinship) {
            return what.setting != "foster" || !what.carer_relationship.empty();
        }
        if (situation.kind == SituationKind::with_parents) return !what.setting.empty();
        // The classes of an English authority do not tell Wales from elsewhere.
        return what.location == "own-authority" || what.location == "elsewhere-in-wales" ||
               what.location == "outside-wales";
    }

    Verdict holds(const Situation& situation, const Placement* placement) {
        if (!told(situation, placement)) {
            ground("placement-does-not-say", candidate_.day, to_text(situation));
            return std::nullopt;
        }
        const auto held = context_.facts.holds(situation, candidate_.care, candidate_.day);
        if (!held) ground("birth-date-not-known", candidate_.day);
        return held;
    }

    void situations(const MeasureConditions& where) {
        if (where.during.empty() && where.not_during.empty()) return;
        const Placement* placement = lived_in();
        if (placement != nullptr) {
            ground("placed", placement->from, name(placement_figure(placement->what())));
            if (!placement->what().location.empty()) {
                ground("located", placement->from, placement->what().location);
            }
        }
        for (const Situation& situation : where.during) {
            take(holds(situation, placement));
        }
        for (const Situation& situation : where.not_during) {
            const Verdict held = holds(situation, placement);
            take(held ? Verdict(!*held) : std::nullopt);
        }
    }

    // ---- care and placements ----

    Verdict not_looked_after() {
        const bool looked_after = history_.looked_after();
        if (looked_after) ground("looked-after-since", care_began());
        return !looked_after;
    }

    Verdict placements(int at_least) {
        int count = 0;
        for (const Placement& placement : history_.placements) {
            const bool in_year = !placement.to || context_.year.from < *placement.to;
            const Place care = care_on(history_, placement.from);
            const bool counted = care != kNone && !short_break_care(history_, care);
            if (placement.what().temporary || !in_year || !counted) continue;
            ground("placed", placement.from, name(placement_figure(placement.what())));
            ++count;
        }
        return count >= at_least ? Verdict(true)
                                 : absent(year_in_care(), context_.year.to, "no-further-placement");
    }

    Verdict allocated(std::string_view role) {
        for (const Allocation& allocation : history_.allocations) {
            if (allocation.what().role != role || allocation.from > candidate_.day) continue;
            if (allocation.to && *allocation.to <= candidate_.day) continue;
            ground("allocated", allocation.from, role);
            return true;
        }
        return absent(candidate_.day, candidate_.day, "not-allocated");
    }

    // How care ended in the year, for good: what goes on on the same or the next day is no end.
    Verdict left(const std::vector<Code>& ways) {
        bool unclear = false;
        for (std::size_t place = 0; place < history_.care.size(); ++place) {
            const auto care = static_cast<Place>(place);
            const PeriodOfCare& period = history_.care[place];
            if (!period.to || !context_.in_year(*period.to) || care_goes_on(history_, care) ||
                short_break_care(history_, care)) {
                continue;
            }
            const std::string_view exit = wales_exit(period, context_.codes);
            ground("left-care", *period.to, exit.empty() ? std::string_view("not-stated") : exit);
            if (std::ranges::find(ways, exit) != ways.end()) return true;
            unclear |= exit.empty();
        }
        if (unclear) return std::nullopt;
        return absent(year_in_care(), context_.year.to, "did-not-leave-so");
    }

    // ---- duties ----

    Verdict in_time(const Obligation& duty) {
        if (duty.status == ObligationStatus::not_held) {
            ground("not-held-here", duty.due, duty.rule->id);
            return std::nullopt;
        }
        if (duty.status == ObligationStatus::unknown) {
            ground("due-day-unknown", duty.trigger_day, duty.rule->id);
            return std::nullopt;
        }
        if (duty.status != ObligationStatus::satisfied) {
            ground("not-done", context_.year.to, duty.rule->id);
            return false;
        }
        ground(duty.late ? "done-late" : "done", duty.satisfied_on, duty.rule->id);
        return !duty.late;
    }

    Verdict satisfies(const std::vector<std::string>& rules) {
        for (const Obligation& duty : context_.obligations.all) {
            const bool named = std::ranges::find(rules, duty.rule->id) != rules.end();
            if (!named || duty.satisfied_by != candidate_.event) continue;
            ground("due", duty.due, duty.rule->id);
            return in_time(duty);
        }
        ground("no-duty-known", candidate_.day);
        return std::nullopt;
    }

    Verdict placement_duty(std::string_view rule) {
        const Placement* placement = lived_in();
        if (placement == nullptr) {
            ground("placement-does-not-say", candidate_.day);
            return std::nullopt;
        }
        for (const Obligation& duty : context_.obligations.all) {
            if (duty.rule->id != rule || duty.placement == kNone ||
                &history_.placements[duty.placement] != placement) {
                continue;
            }
            ground("due", duty.due, duty.rule->id);
            return in_time(duty);
        }
        ground("no-duty-known", placement->from);
        return std::nullopt;
    }

    // ---- plans ----

    Verdict permanence_plan() {
        const Date began = care_began();
        for (const PermanencePlan& plan : history_.permanence_plans) {
            const DatedFact* fact = context_.facts.fact_of(plan.event);
            const bool ahead = fact != nullptr && fact->dated_after_learned;
            const bool in_force = began <= plan.from && plan.from <= candidate_.day &&
                                  (!plan.to || candidate_.day < *plan.to);
            if (ahead || !in_force) continue;
            ground("plan-of-permanence", plan.from, plan.what().routes.front());
            return true;
        }
        return absent(began, candidate_.day, "no-plan-of-permanence");
    }

    // A plan from before the child came into care counts for the care that follows.
    Verdict care_plan() {
        Date after = Date::of(kYearMin, 1, 1);
        if (candidate_.care != kNone) {
            const Place first = first_of_care(history_, candidate_.care);
            if (first > 0) after = *history_.care[first - 1].to;
        }
        for (const CarePlan& plan : history_.care_plans) {
            const bool in_force = after <= plan.from && plan.from <= candidate_.day &&
                                  (!plan.to || candidate_.day < *plan.to);
            if (!in_force) continue;
            ground("care-plan", plan.from, plan.what().kind);
            return true;
        }
        return absent(candidate_.day, candidate_.day, "no-care-plan");
    }

    // ---- events ----

    Verdict recorded(const RecordedCondition& condition) {
        Date from = care_began();
        Date first = Date::of(kYearMin, 1, 1);
        Date last = candidate_.day;
        if (condition.in_year) {
            first = context_.year.from;
            last = context_.year.to;
            from = year_in_care();
        } else if (condition.before) {
            first = from = moved(candidate_.day, *condition.before, -1);
        }
        for (const DatedFact* fact : context_.facts.of(condition.event.type)) {
            const bool within = first <= fact->day && fact->day <= last;
            const bool later = condition.before && candidate_.event != nullptr &&
                               fact->day == candidate_.day &&
                               fact->event->index >= candidate_.event->index;
            if (!within || later || !fact->counts() || fact->event == candidate_.event ||
                !condition.event.matches(fact->body())) {
                continue;
            }
            ground("recorded", fact->day, name_of(condition.event.type));
            return true;
        }
        return absent(from, last, "not-recorded");
    }

    Verdict nearest(const NearestCondition& condition) {
        const Date first = moved(candidate_.day, condition.within, -1);
        const Date last = std::min(moved(candidate_.day, condition.within, 1), context_.year.to);
        const DatedFact* found = nullptr;
        const auto distance = [this](const DatedFact* fact) {
            return std::abs(fact->day.days - candidate_.day.days);
        };
        for (const DatedFact* fact : context_.facts.of(condition.event.type)) {
            if (!fact->counts() || fact->day < first || last < fact->day) continue;
            // The later of two that are equally near is the better informed one.
            if (found == nullptr || distance(fact) <= distance(found)) found = fact;
        }
        if (found == nullptr) return absent(first, last, "not-recorded");
        ground("recorded", found->day, name_of(condition.event.type));
        return condition.event.matches(found->body());
    }

    std::span<const Code> needs_;
    const Candidate& candidate_;
    const MeasureContext& context_;
    const History& history_;
    std::vector<MeasureGround>& grounds_;
    Verdict verdict_ = true;
};

}  // namespace

std::optional<bool> all_hold(
    const MeasureConditions& where,
    std::span<const Code> needs,
    const Candidate& candidate,
    const MeasureContext& context,
    std::vector<MeasureGround>& grounds
) {
    return Judge(needs, candidate, context, grounds).all(where);
}

}  // namespace tyst
