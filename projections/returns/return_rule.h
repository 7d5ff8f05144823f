#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "projections/returns/return_case.h"

namespace tyst {

// What a rule reads besides the return itself.
enum class RuleReads : std::uint8_t {
    return_alone,
    year_before,    // cannot run where that return is not held
    all_years,      // every year that is held: with two years alone it may answer wrongly
    years_before,   // the same, and it cannot run where the year before is not held
    postcodes,      // a table of postcodes, which this program does not hold
    provider_list,  // lists of the inspectorate, which it does not hold
};

// A published check of the return under the department's code for it. `check` is pure: it looks at
// one child and adds what it finds, whatever ran before. nullptr where what it reads is not held
// here: the report names it as not run.
struct ReturnRule {
    std::string_view code;
    int first_year = 0;  // collection years, both included
    int last_year = 9999;
    RuleReads reads = RuleReads::return_alone;
    std::span<const Ssda903Field> fields;  // that the layout must have
    void (*check)(const ReturnCase& child, FindingSink& found) = nullptr;
};

// By subject; together they are every rule that this program knows.
[[nodiscard]] std::span<const ReturnRule> episode_rules();    // dates and chain of episodes
[[nodiscard]] std::span<const ReturnRule> year_join_rules();  // against the year before
[[nodiscard]] std::span<const ReturnRule> duration_rules();  // how long a status or a stay may last
[[nodiscard]] std::span<const ReturnRule> status_rules();    // what may not be true together
[[nodiscard]] std::span<const ReturnRule> age_rules();
[[nodiscard]] std::span<const ReturnRule> adoption_rules();
[[nodiscard]] std::span<const ReturnRule> other_table_rules(
);  // reviews, missing, deprivation of liberty
[[nodiscard]] std::span<const ReturnRule> care_leaver_rules();

}  // namespace tyst
