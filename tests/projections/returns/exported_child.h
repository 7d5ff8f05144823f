#pragma once

#include <string>
#include <vector>

#include "projections/returns/return_export.h"
#include "tests/projections/person_builder.h"

namespace tyst::test {

// What is written of one child for a collection, as known at its end. The history and the codes of
// the source stay as long as the program runs or the caller keeps them.
[[nodiscard]] ExportedChild exported(
    const History& history, int year, const std::string& reference = "101"
);

// The rows of one table: "COLUMN=value COLUMN=value" of the cells that are filled, CHILD, DOB and
// SEX left out.
[[nodiscard]] std::vector<std::string> rows_of(
    const PersonBuilder& person, int year, std::string_view table
);
// "table.COLUMN set code" of the values that the year has no code for.
[[nodiscard]] std::vector<std::string> untold_of(const PersonBuilder& person, int year);

}  // namespace tyst::test
