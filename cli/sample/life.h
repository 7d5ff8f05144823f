#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cli/sample/cohort.h"
#include "cli/sample/random_source.h"

namespace tyst::sample {

// A legal status while it lasted; overlays among them.
struct StatusSpell {
    Code status;  // codes/legal-status
    Date from;
    std::optional<Date> to;  // first day on which it no longer held
    Code ended;              // codes/status-ended
};

struct PlacementSpell {
    Placement placement = Placement::own_foster;
    Date from;
    std::optional<Date> to;
    Code ended;               // codes/placement-change-reason
    std::uint32_t carer = 0;  // 0: none named
    bool temporary = false;   // interrupts the spell that it lies in
};

// One child's life in care, day by day, as it was in the world.
struct Life {
    Child child;
    std::vector<StatusSpell> statuses;       // by `from`
    std::vector<PlacementSpell> placements;  // by `from`
};

// Tells the life between the pins: every status and placement in a lawful order, so that at the end
// of each pinned day the child stands where the plan says.
[[nodiscard]] Life tell(const Child& child, RandomSource& random);

[[nodiscard]] Code code_of(Status status);
[[nodiscard]] Code code_of(Basis basis);

}  // namespace tyst::sample
