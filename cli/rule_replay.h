#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "projections/obligations.h"
#include "projections/question.h"
#include "schema/reference_set.h"

// What another set of rules would have said in days gone by.
namespace tyst::cli {

enum class ReplayChange : std::uint8_t {
    come,   // an alert under the proposed set only
    gone,   // an alert under the present set only
    moved,  // under both, with another first day or state
};
[[nodiscard]] std::string_view to_text(ReplayChange change);

struct ReplayedAlert {
    AlertStatus status = AlertStatus::open;
    Date since;
    auto operator<=>(const ReplayedAlert&) const = default;
};

// One difference of one child, as it stood on the first day on which it was seen.
struct ReplayRow {
    std::string child;
    std::string rule;
    ReplayChange change = ReplayChange::come;
    std::optional<ReplayedAlert> present;
    std::optional<ReplayedAlert> proposed;
    Date first_seen;
    Date last_seen;
    std::uint32_t days = 0;
};

struct Replay {
    std::vector<ReplayRow> rows;  // by child, rule, first day seen
    std::uint64_t children = 0;   // with a history on the last day
};

// The last day of each month from `from` to `to`, and `to`.
[[nodiscard]] std::vector<Date> replay_days(Date from, Date to);

// Both sets applied to every child on each of the days, with all that `question` knows. Every alert
// is compared, not only those of the rules that differ: other rules count on from these. Facts not
// held here are no alerts. Fails as for_each_child. `progress(done, all)` is told of each day.
[[nodiscard]] Result<Replay> replay(
    Ledger& ledger,
    const Question& question,
    const ReferenceSet& present,
    const ReferenceSet& proposed,
    const std::vector<Date>& days,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress
);

}  // namespace tyst::cli
