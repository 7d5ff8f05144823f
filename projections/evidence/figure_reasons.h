#pragma once

#include <string_view>
#include <vector>

#include "projections/evidence/pack_facts.h"

namespace tyst::evidence {

struct FigureReason {
    Reason reason;
    std::vector<LogIndex> events;  // in order
};

// Why a child is counted by a figure, or is not, and the events on which that rests. Figures are
// counted by FigureCounter alone; this only says in words what decided.
[[nodiscard]] FigureReason figure_reason(
    std::string_view figure, const History& history, const Period& period, bool counted
);

}  // namespace tyst::evidence
