#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "projections/returns/return_case.h"
#include "projections/returns/return_rule.h"

namespace tyst {

// Every rule, in the order of the published codes.
[[nodiscard]] const std::vector<ReturnRule>& return_rules();

// Why a rule was not run.
enum class NotRun : std::uint8_t {
    other_year,      // it is of other collection years
    no_year_before,  // the return of the year before is not held
    no_postcodes,
    no_provider_list,
    no_such_columns,  // this year's layout does not have what it reads
};
[[nodiscard]] std::string_view name(NotRun reason);

struct RuleNotRun {
    std::uint16_t rule = 0;
    NotRun reason = NotRun::other_year;
};

struct ReturnChecks {
    std::vector<ReturnFinding> findings;  // in order of child, table, row, then rule
    std::vector<RuleNotRun> not_run;      // in order of rules
};

// Runs every rule over every child. Pure: the same snapshots give the same answer, in whatever
// order rules run and on however many threads. `order` gives the rules' places in the order in
// which to run them; empty: as they stand.
[[nodiscard]] ReturnChecks check_return(
    const ReturnCheckInput& input, unsigned threads, std::span<const std::size_t> order = {}
);

}  // namespace tyst
