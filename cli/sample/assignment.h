#pragma once

#include <cstddef>
#include <vector>

#include "schema/error.h"

namespace tyst::sample {

// A row may not go to a column at this cost.
inline constexpr int kImpossible = 100000;

// Gives each row (a child) to one column (a cell of a table), so that column c gets exactly
// capacities[c] rows and the sum of costs[row][column] is least. The capacities add up to the
// number of rows. Fails with `internal` where every way needs an impossible pair.
[[nodiscard]] Result<std::vector<std::size_t>> assign(
    const std::vector<std::vector<int>>& costs, const std::vector<int>& capacities
);

}  // namespace tyst::sample
