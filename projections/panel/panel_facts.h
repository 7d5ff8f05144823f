#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projections/authority.h"
#include "projections/disclosure.h"
#include "projections/panel/panel_counter.h"
#include "projections/panel/quarter.h"
#include "projections/panel/targets.h"
#include "projections/question.h"
#include "schema/reference_set.h"

namespace tyst::panel {

inline constexpr int kPanelQuarters = 8;

// What a pack is asked for. The last of its quarters is the one that holds `question.as_at`; it is
// counted up to that day.
struct PanelQuestion {
    Question question;
    DisclosurePolicy policy;
    unsigned threads = 1;
};

struct PanelQuarter {
    Quarter quarter;
    Period days;  // up to the day asked about in the last one
    PanelCounts counts;
    std::uint64_t erased = 0;  // records that are counted no more

    [[nodiscard]] bool whole() const { return days.to == quarter.last(); }
};

// An action with its figure on the days that matter; no values where it names no figure.
struct PanelTarget {
    Target target;
    TargetJudgement judgement;
    std::map<Date, std::uint64_t> values;  // baseline, target and due day, as far as they have come

    [[nodiscard]] std::optional<std::uint64_t> value_on(const std::optional<Date>& day) const;
};

// Everything that a pack says, before it is words. Counts are exact here.
struct PanelFacts {
    PanelQuestion asked;
    std::string origin;
    std::string authority_code;
    TreeHead head;
    const ReferenceSet* reference = nullptr;
    AuthorityFacts authority;
    std::optional<SampleLabel> sample;
    bool rests_on_claimed_time = false;
    std::vector<PanelQuarter> quarters;  // the oldest first
    std::vector<PanelTarget> targets;
};

// Passes over all children: one for each quarter, and one for each further day that a target names.
// The reference set must outlive the answer. Fails as for_each_child and read_authority.
[[nodiscard]] Result<PanelFacts> gather_panel(
    Ledger& ledger, const ReferenceSet& reference, const PanelQuestion& asked
);

// The targets alone. Fails as gather_panel.
[[nodiscard]] Result<std::vector<PanelTarget>> gather_targets(
    Ledger& ledger, const ReferenceSet& reference, const PanelQuestion& asked
);

// One figure on one day; a flow is counted over the year that ends with it. Fails with unknown_code
// for what is no figure, and as for_each_child.
[[nodiscard]] Result<std::uint64_t> figure_on(
    Ledger& ledger,
    const ReferenceSet& reference,
    const PanelQuestion& asked,
    const std::string& figure,
    Date day
);

// Whether an action can be tracked by it: every figure of `tyst figures` and of the panel.
[[nodiscard]] bool is_target_figure(const std::string& figure);

}  // namespace tyst::panel
