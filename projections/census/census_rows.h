#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/coverage.h"
#include "projections/figures.h"
#include "projections/history.h"
#include "schema/code_book.h"
#include "schema/error.h"
#include "schema/returns/return_layout.h"

// The tables of the Looked After Children census of Wales and of the children receiving care and
// support, from events, laid out by reference/returns/wales-census.toml. The official forms could
// not be read: the file says so, and whoever writes rows by it must.
namespace tyst {

inline constexpr std::string_view kWalesCensusForm = "wales-census";

// What the rows are asked for; what it points to outlives them.
struct CensusQuestion {
    const ReturnLayout* layout = nullptr;
    const CodeBook* codes = nullptr;
    Period year;            // up to the day asked about, where that is earlier than 31 March
    std::string reference;  // the child's
};

// The rows of one table for one child.
struct CensusTableRows {
    const ReturnTableLayout* table = nullptr;
    std::vector<std::vector<std::string>> rows;  // values in the order of the columns
};

// Every table of the layout is one that this program can fill, and its columns are bound to facts
// that the table's rows tell. Fails with invalid_rule_file, naming table and column.
[[nodiscard]] Result<void> check_census_layout(const ReturnLayout& layout);

// In the order of the layout's tables. The layout has passed check_census_layout; `history` was
// folded at the end of the question's year. Pure: the same rows for the same history.
[[nodiscard]] std::vector<CensusTableRows> census_rows(
    const CensusQuestion& question, const History& history
);

// The kinds of fact (codes/fact-kind) that a table rests on and that no source supplies in the
// year: what it does not show is not held here, rather than not so.
[[nodiscard]] std::vector<std::string_view> census_facts_not_held(
    std::string_view table, const Coverage& coverage, const Period& year
);

}  // namespace tyst
