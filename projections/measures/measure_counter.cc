#include "projections/measures/measure_counter.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "projections/measures/child_measures.h"

namespace tyst {
namespace {

constexpr std::string_view kWales = "wales";

// The clocks whose duties it looks at.
std::vector<std::string> rules_of(const Measure& measure) {
    std::vector<std::string> rules = measure.population.rules;
    if (measure.numerator) {
        const MeasureConditions& where = measure.numerator->where;
        std::ranges::copy(where.satisfies_in_time, std::back_inserter(rules));
        if (!where.placement_duty_in_time.empty()) rules.push_back(where.placement_duty_in_time);
    }
    return rules;
}

// Some version of the rule is in force on some day of the year.
bool in_force_in(const ReferenceSet& reference, std::string_view id, const Period& year) {
    return std::ranges::any_of(reference.rules(), [&](const Rule& rule) {
        return rule.jurisdiction == kWales && rule.id == id &&
               (!rule.in_force_from || *rule.in_force_from <= year.to) &&
               (!rule.in_force_to || year.from <= *rule.in_force_to);
    });
}

bool declared(const Coverage& coverage, std::span<const Code> needs, const Period& year) {
    return std::ranges::all_of(needs, [&](const Code& need) {
        return coverage.supplied(need, year.from, year.to);
    });
}

std::string group_of(const Candidate& candidate) {
    if (candidate.event == nullptr) return {};
    const Event& event = candidate.event->event;
    return event.correlation ? to_hex(event.correlation->view()) : to_hex(event.id.view());
}

// The days of the registration up to its end or the last day of the year.
std::uint64_t register_days(const Candidate& candidate, const Period& year) {
    const Date last = candidate.ended ? std::min(candidate.ended->plus_days(-1), year.to) : year.to;
    return last < candidate.day ? 0
                                : static_cast<std::uint64_t>(last.days - candidate.day.days + 1);
}

// What stands for a child who has several: the best that can be told.
int rank(const MeasuredItem& item) {
    if (!item.in_population) return 3;
    switch (item.verdict) {
        case MeasureVerdict::counted:
            return 0;
        case MeasureVerdict::not_held:
            return 1;
        case MeasureVerdict::not_counted:
            return 2;
    }
    return 3;
}

// Each child once; of a sum all days together.
void keep_one(std::vector<MeasuredItem>& items) {
    if (items.size() < 2) return;
    std::uint64_t amount = 0;
    std::vector<MeasureGround> grounds;
    for (MeasuredItem& item : items) {
        amount += item.amount;
        std::ranges::move(item.grounds, std::back_inserter(grounds));
    }
    MeasuredItem kept = *std::ranges::min_element(items, {}, rank);
    kept.amount = amount;
    kept.grounds = std::move(grounds);
    items = {std::move(kept)};
}

// One count with everybody who stands behind it.
struct CountedUnit {
    const MeasuredItem* first = nullptr;
    std::vector<const MeasuredItem*> all;
};

std::vector<CountedUnit> units_of(const MeasureOutcome& outcome) {
    std::vector<CountedUnit> units;
    std::map<std::string, std::size_t> meetings;
    for (const MeasuredItem& item : outcome.items) {
        const bool together = outcome.measure->unit == MeasureUnit::meeting;
        if (together) {
            const auto [place, added] = meetings.emplace(item.group, units.size());
            if (!added) {
                CountedUnit& unit = units[place->second];
                unit.all.push_back(&item);
                // A meeting is in time where it was for everybody.
                if (rank(*unit.first) < rank(item)) unit.first = &item;
                continue;
            }
        }
        units.push_back({&item, {&item}});
    }
    return units;
}

void add_children(const CountedUnit& unit, std::vector<StreamId>& children) {
    for (const MeasuredItem* item : unit.all) {
        children.push_back(item->child);
    }
}

MeasureFigure denominator_of(const std::vector<CountedUnit>& units, const Measure& measure) {
    MeasureFigure figure;
    figure.id = measure.id + ".denominator";
    for (const CountedUnit& unit : units) {
        const bool counted = unit.first->in_population;
        (counted ? figure.value : figure.untold) += 1;
        add_children(unit, counted ? figure.children : figure.not_held);
    }
    return figure;
}

MeasureFigure numerator_of(const std::vector<CountedUnit>& units, const Measure& measure) {
    MeasureFigure figure;
    figure.id = measure.id + ".numerator";
    for (const CountedUnit& unit : units) {
        const MeasuredItem& item = *unit.first;
        if (!item.in_population || item.verdict == MeasureVerdict::not_held) {
            ++figure.untold;
            add_children(unit, figure.not_held);
        } else if (item.verdict == MeasureVerdict::counted) {
            figure.value += item.amount;
            add_children(unit, figure.children);
        }
    }
    return figure;
}

void sort_people(MeasureFigure& figure) {
    std::ranges::sort(figure.children);
    std::ranges::sort(figure.not_held);
}

void finish(MeasureOutcome& outcome, const Coverage& coverage, const Period& year) {
    const Measure& measure = *outcome.measure;
    std::ranges::stable_sort(outcome.items, {}, [](const MeasuredItem& item) {
        return std::tie(item.child, item.day, item.group);
    });
    const std::vector<CountedUnit> units = units_of(outcome);
    const bool population_held = declared(coverage, measure.population.needs, year);
    outcome.numerator = numerator_of(units, measure);
    outcome.numerator.held = population_held;
    sort_people(outcome.numerator);
    if (!measure.numerator) return;
    outcome.numerator.held &= declared(coverage, measure.numerator->needs, year);
    outcome.denominator = denominator_of(units, measure);
    outcome.denominator->held = population_held;
    sort_people(*outcome.denominator);
}

}  // namespace

MeasureCounter::MeasureCounter(
    std::vector<const Measure*> measures,
    const ReferenceSet& reference,
    const RuleEngine& engine,
    Period year
)
    : reference_(&reference), engine_(&engine), year_(year) {
    for (const Measure* measure : measures) {
        MeasureOutcome outcome;
        outcome.measure = measure;
        if (!measure->computed()) {
            outcome.gap = MeasureGap::not_computed;
        } else if (std::ranges::any_of(rules_of(*measure), [&](const std::string& rule) {
                       return !in_force_in(reference, rule, year);
                   })) {
            outcome.gap = MeasureGap::no_rule_in_force;
        }
        counted_.push_back(std::move(outcome));
    }
}

void MeasureCounter::add(const History& history, const Coverage& coverage) {
    const ChildFacts facts(history, coverage);
    const Obligations obligations = engine_->apply(history, coverage);
    const std::vector<SupportStretch> support = support_stretches(history);
    const MeasureContext context{
        history, coverage, facts, obligations, reference_->codes(), support, year_
    };
    for (MeasureOutcome& outcome : counted_) {
        if (outcome.gap == MeasureGap::none) add_items(*outcome.measure, context, outcome);
    }
}

void MeasureCounter::add_items(
    const Measure& measure, const MeasureContext& context, MeasureOutcome& to
) {
    std::vector<MeasuredItem> items;
    for (Candidate& candidate : candidates(measure.population, context)) {
        MeasuredItem item;
        item.child = context.history.person;
        item.day = candidate.day;
        if (measure.unit == MeasureUnit::meeting) item.group = group_of(candidate);
        item.grounds = candidate.grounds;
        const auto member = all_hold(
            measure.population.where, measure.population.needs, candidate, context, item.grounds
        );
        if (member == false) continue;
        item.in_population = member.has_value() && candidate.day_known;
        item.verdict = item.in_population ? MeasureVerdict::counted : MeasureVerdict::not_held;
        if (item.in_population && measure.numerator) {
            const auto counted = all_hold(
                measure.numerator->where, measure.numerator->needs, candidate, context, item.grounds
            );
            item.verdict = !counted   ? MeasureVerdict::not_held
                           : *counted ? MeasureVerdict::counted
                                      : MeasureVerdict::not_counted;
            if (measure.numerator->sum == MeasureSum::register_days) {
                item.amount = register_days(candidate, context.year);
            }
        }
        if (candidate.duty != nullptr && candidate.duty->rule->kind == RuleKind::unverified) {
            to.unverified_rules.insert(candidate.duty->rule->id);
        }
        items.push_back(std::move(item));
    }
    if (measure.unit == MeasureUnit::child) keep_one(items);
    std::ranges::move(items, std::back_inserter(to.items));
}

void MeasureCounter::merge(MeasureCounter&& other) {
    for (std::size_t place = 0; place < counted_.size(); ++place) {
        MeasureOutcome& own = counted_[place];
        std::ranges::move(other.counted_[place].items, std::back_inserter(own.items));
        own.unverified_rules.merge(other.counted_[place].unverified_rules);
    }
}

std::vector<MeasureOutcome> MeasureCounter::outcomes(const Coverage& coverage) && {
    for (MeasureOutcome& outcome : counted_) {
        if (outcome.gap == MeasureGap::none) finish(outcome, coverage, year_);
    }
    return std::move(counted_);
}

}  // namespace tyst
