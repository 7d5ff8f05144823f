#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "projections/returns/return_rule.h"
#include "schema/ids.h"

// What ties an explanation to the finding that it explains (docs/returns.md, "Looked into").
namespace tyst {

// What tells a row apart among those of its child: the key columns of its table without the child's
// reference, days as YYYY-MM-DD, joined by blanks; " #2" behind a second row with the same key.
// Empty where the table has one row for a child.
[[nodiscard]] std::string row_key(
    const ReturnSnapshot& snapshot, std::size_t table, std::size_t row
);

// A key as somebody may type it: days of the form DD/MM/YYYY as row_key has them.
[[nodiscard]] std::string row_key_typed(std::string_view text);

// SHA-256 over every value of this child that the rule reads, in every return that it reads: the
// fields that the rule names, row by row, sorted, in upper case. The order of rows in a file, and
// fields that the rule does not read, do not change it; any other change does. `child` is the place
// in the current return.
[[nodiscard]] Hash finding_data(
    const ReturnCheckInput& input, const ReturnRule& rule, std::size_t child
);

}  // namespace tyst
