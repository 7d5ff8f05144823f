#pragma once

#include <cstdint>
#include <vector>

#include "schema/returns/return_snapshot.h"
#include "schema/returns/value_fault.h"

namespace tyst {

// One value that its column may not hold.
struct ValueFinding {
    std::uint16_t table = 0;
    std::uint32_t row = 0;
    std::uint16_t column = 0;
    ValueFault fault = ValueFault::missing;

    auto operator<=>(const ValueFinding&) const = default;
};

// Every such value of a return, in order of table, row, column. Each distinct value of a column is
// looked at once, so that the work grows with the values there are.
[[nodiscard]] std::vector<ValueFinding> check_values(const ReturnSnapshot& snapshot);

}  // namespace tyst
