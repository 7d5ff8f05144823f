#include "projections/panel/targets.h"

#include <algorithm>

#include "projections/relations.h"

namespace tyst::panel {
namespace {

Target* find(std::vector<Target>& targets, std::string_view action) {
    const auto found = std::ranges::find_if(targets, [&](const Target& target) {
        return target.set.action == action;
    });
    return found == targets.end() ? nullptr : &*found;
}

void take(const StoredEvent& stored, const TargetSet& set, std::vector<Target>& targets) {
    const Date day = stored.event.occurred.date;
    Target* known = find(targets, set.action);
    if (known == nullptr) {
        targets.push_back({set, day, stored.recorded, stored.index, std::nullopt});
    } else if (day >= known->day) {
        known->set = set;
        known->day = day;
        known->recorded = stored.recorded;
        known->index = stored.index;
    }
}

// Progress of an action that was never set is no action's.
void take(
    const StoredEvent& stored, const TargetProgressRecorded& said, std::vector<Target>& targets
) {
    const Date day = stored.event.occurred.date;
    Target* target = find(targets, said.action);
    if (target == nullptr) return;
    if (target->progress && day < target->progress->day) return;
    target->progress = RecordedProgress{said, day, stored.recorded, stored.index};
}

// Exact: how far the figure went towards the target, and how far it has to go.
struct Change {
    std::int64_t done = 0;   // below 0 where it went the other way
    std::int64_t whole = 0;  // 0 or less where the baseline met the target already
};

Change change_of(const TargetSet& set, std::uint64_t value) {
    const auto now = static_cast<std::int64_t>(value);
    const auto baseline = static_cast<std::int64_t>(set.baseline);
    const auto target = static_cast<std::int64_t>(set.target);
    const std::int64_t sign = set.direction == "at-least" ? 1 : -1;
    return {sign * (now - baseline), sign * (target - baseline)};
}

bool met(const TargetSet& set, std::uint64_t value) {
    return set.direction == "at-least" ? value >= set.target : value <= set.target;
}

bool half_done(const Change& change) {
    return change.whole > 0 && 2 * change.done >= change.whole;
}

// done / whole is at least days gone / days given.
bool on_course(const Change& change, Date from, Date to, Date as_at) {
    const std::int64_t given = to.days - from.days;
    const std::int64_t gone = as_at.days - from.days;
    return change.whole > 0 && given > 0 && change.done * given >= change.whole * gone;
}

}  // namespace

std::vector<Target> fold_targets(
    std::span<const StoredEvent> authority_events, const Question& question
) {
    History relations;
    relations.question = question;
    const auto steps = resolve_relations(authority_events, relations);
    const auto each = [&](const auto& act) {
        for (const FoldStep& step : steps) {
            if (step.reversed == nullptr && step.event->event.occurred.date <= question.as_at) {
                act(*step.event);
            }
        }
    };
    std::vector<Target> targets;
    each([&](const StoredEvent& stored) {
        if (const auto* set = std::get_if<TargetSet>(&stored.event.body)) {
            take(stored, *set, targets);
        }
    });
    each([&](const StoredEvent& stored) {
        if (const auto* said = std::get_if<TargetProgressRecorded>(&stored.event.body)) {
            take(stored, *said, targets);
        }
    });
    return targets;
}

Result<std::vector<Target>> read_targets(
    Ledger& ledger, const Question& question, std::uint64_t size
) {
    TYST_ASSIGN(
        const auto events,
        read_stream_below(ledger, ledger.authority_stream(), ReadDepth::with_people, size)
    );
    return fold_targets(events, question);
}

std::string_view name(TargetColour colour) {
    switch (colour) {
        case TargetColour::none:
            return "";
        case TargetColour::green:
            return "green";
        case TargetColour::amber:
            return "amber";
        case TargetColour::red:
            return "red";
    }
    return "";
}

std::string_view name(TargetReason reason) {
    switch (reason) {
        case TargetReason::no_figure:
            return "no-figure";
        case TargetReason::not_begun:
            return "not-begun";
        case TargetReason::met_by_its_day:
            return "met-by-its-day";
        case TargetReason::met_already:
            return "met-already";
        case TargetReason::half_the_change:
            return "half-the-change";
        case TargetReason::on_course:
            return "on-course";
        case TargetReason::less_than_half:
            return "less-than-half";
        case TargetReason::behind_its_course:
            return "behind-its-course";
    }
    return "no-figure";
}

TargetJudgement judge(const Target& target, Date as_at, const TargetValues& values) {
    using enum TargetColour;
    const TargetSet& set = target.set;
    if (set.baseline_day && as_at < *set.baseline_day) return {none, TargetReason::not_begun};
    const std::optional<Date> day = target.judged_on();
    const bool day_has_come = day && *day <= as_at;
    if (day_has_come && met(set, values.on_target_day.value_or(values.now))) {
        return {green, TargetReason::met_by_its_day};
    }
    if (!day_has_come && met(set, values.now)) return {green, TargetReason::met_already};
    const Change change = change_of(set, values.now);
    if (half_done(change)) return {amber, TargetReason::half_the_change};
    if (day_has_come) return {red, TargetReason::less_than_half};
    if (day && set.baseline_day && on_course(change, *set.baseline_day, *day, as_at)) {
        return {amber, TargetReason::on_course};
    }
    return {red, TargetReason::behind_its_course};
}

}  // namespace tyst::panel
