#include "schema/returns/census_fact.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tyst {
namespace {

using FactWord = std::pair<CensusFact, std::string_view>;

constexpr std::array kFactWords = {
    FactWord{CensusFact::reference, "reference"},
    FactWord{CensusFact::birth_date, "birth-date"},
    FactWord{CensusFact::sex, "sex"},
    FactWord{CensusFact::ethnicity, "ethnicity"},
    FactWord{CensusFact::pupil_number, "pupil-number"},
    FactWord{CensusFact::asylum_seeking, "asylum-seeking"},
    FactWord{CensusFact::category_of_need, "category-of-need"},
    FactWord{CensusFact::started, "started"},
    FactWord{CensusFact::start_reason, "start-reason"},
    FactWord{CensusFact::legal_status, "legal-status"},
    FactWord{CensusFact::legal_group, "legal-group"},
    FactWord{CensusFact::accommodation, "accommodation"},
    FactWord{CensusFact::placement_kind, "placement-kind"},
    FactWord{CensusFact::placement_place, "placement-place"},
    FactWord{CensusFact::provider, "provider"},
    FactWord{CensusFact::ended, "ended"},
    FactWord{CensusFact::exit_category, "exit-category"},
    FactWord{CensusFact::adoption_decided, "adoption-decided"},
    FactWord{CensusFact::adoption_matched, "adoption-matched"},
    FactWord{CensusFact::placed_for_adoption, "placed-for-adoption"},
    FactWord{CensusFact::adopted, "adopted"},
    FactWord{CensusFact::adopted_by_foster_carer, "adopted-by-foster-carer"},
    FactWord{CensusFact::adopters, "adopters"},
    FactWord{CensusFact::adopters_sexes, "adopters-sexes"},
    FactWord{CensusFact::adopters_relationship, "adopters-relationship"},
    FactWord{CensusFact::left_care, "left-care"},
    FactWord{CensusFact::contact_day, "contact-day"},
    FactWord{CensusFact::in_touch, "in-touch"},
    FactWord{CensusFact::activity, "activity"},
    FactWord{CensusFact::suitable, "suitable"},
    FactWord{CensusFact::living, "living"},
    FactWord{CensusFact::looked_after, "looked-after"},
    FactWord{CensusFact::registered, "registered"},
    FactWord{CensusFact::part_four_plan, "part-four-plan"},
    FactWord{CensusFact::care_and_support_since, "care-and-support-since"},
};

}  // namespace

std::string_view to_text(CensusFact fact) {
    const auto found = std::ranges::find(kFactWords, fact, &FactWord::first);
    return found == kFactWords.end() ? std::string_view() : found->second;
}

std::optional<CensusFact> census_fact_named(std::string_view word) {
    const auto found = std::ranges::find(kFactWords, word, &FactWord::second);
    return found == kFactWords.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace tyst
