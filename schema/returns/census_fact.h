#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tyst {

// What a column of a census says, for forms whose column names are not fixed by anybody: the file
// of the form binds its columns to these (docs/returns.md, "The Welsh census").
enum class CensusFact : std::uint8_t {
    none,  // the column's name says it
    // ---- of the child ----
    reference,
    birth_date,
    sex,
    ethnicity,
    pupil_number,
    asylum_seeking,  // "1" or "0": unaccompanied, on the row's last day
    // ---- of an episode, a stay or a short break ----
    category_of_need,
    started,
    start_reason,     // S, L, P or B
    legal_status,     // the letter of the return
    legal_group,      // codes/wales-status
    accommodation,    // "section 20" or "section 76", by the law of the row's last day
    placement_kind,   // as the figures placement.* count it
    placement_place,  // codes/placement-location
    provider,         // the letter of the return
    ended,
    exit_category,  // codes/wales-exit; "continues" where another episode follows
    // ---- of an adoption ----
    adoption_decided,
    adoption_matched,
    placed_for_adoption,
    adopted,
    adopted_by_foster_carer,
    adopters,
    adopters_sexes,
    adopters_relationship,
    // ---- of a young person who left care at 16 or over ----
    left_care,
    contact_day,
    in_touch,
    activity,
    suitable,
    living,
    // ---- of a child with care and support ----
    looked_after,
    registered,
    part_four_plan,
    care_and_support_since,
};

// "birth-date"; empty for none.
[[nodiscard]] std::string_view to_text(CensusFact fact);
// Nothing where the word is not known.
[[nodiscard]] std::optional<CensusFact> census_fact_named(std::string_view word);

}  // namespace tyst
