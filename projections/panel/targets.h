#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "projections/question.h"
#include "schema/event.h"

namespace tyst::panel {

// What a named person recorded of an action: never computed here.
struct RecordedProgress {
    TargetProgressRecorded said;
    Date day;            // of which it speaks
    Timestamp recorded;  // by this ledger
    LogIndex index;
};

// An action as it stands under a question.
struct Target {
    TargetSet set;
    Date day;  // on which it was set
    Timestamp recorded;
    LogIndex index;
    std::optional<RecordedProgress> progress;  // the latest

    // The day on which the figure is judged: that of the figure, else that of the action.
    [[nodiscard]] std::optional<Date> judged_on() const {
        return set.target_day ? set.target_day : set.due;
    }
};

// The latest statement of each action that is known under the question and was made by `as_at`;
// actions in the order in which they first stood in the log.
[[nodiscard]] std::vector<Target> fold_targets(
    std::span<const StoredEvent> authority_events, const Question& question
);
// The same from an open ledger, by its entries below `size`. Fails as Ledger::read_stream does.
[[nodiscard]] Result<std::vector<Target>> read_targets(
    Ledger& ledger, const Question& question, std::uint64_t size = kWholeLog
);

// How an action stands. Rule: docs/panel.md, "Colours".
enum class TargetColour : std::uint8_t { none, green, amber, red };
// "green"; empty for none. Stable, for scripts.
[[nodiscard]] std::string_view name(TargetColour colour);

enum class TargetReason : std::uint8_t {
    no_figure,         // no event can show it
    not_begun,         // the day asked about lies before the baseline
    met_by_its_day,    // the figure had reached the target on the day of the target
    met_already,       // reached before that day
    half_the_change,   // at least half of the way from baseline to target
    on_course,         // at least as far as a straight line from baseline to target asks
    less_than_half,    // none of these, and the day has passed
    behind_its_course  // none of these, and there is time yet
};
// "met-by-its-day"; stable, for scripts.
[[nodiscard]] std::string_view name(TargetReason reason);

struct TargetJudgement {
    TargetColour colour = TargetColour::none;
    TargetReason reason = TargetReason::no_figure;
    bool operator==(const TargetJudgement&) const = default;
};

// The figure of a target on the days that its judgement needs.
struct TargetValues {
    std::uint64_t now = 0;                       // at the end of the day asked about
    std::optional<std::uint64_t> on_target_day;  // where that day has come
};

// By days and counts alone, in whole numbers. The target must name a figure.
[[nodiscard]] TargetJudgement judge(const Target& target, Date as_at, const TargetValues& values);

}  // namespace tyst::panel
