#include "projections/census/census_rows.h"

#include <algorithm>
#include <array>
#include <span>

#include "projections/census/census_record.h"

namespace tyst {
namespace {

using Fact = CensusFact;

constexpr std::array kFactsOfChild = {
    Fact::reference,
    Fact::birth_date,
    Fact::sex,
    Fact::ethnicity,
    Fact::pupil_number,
    Fact::asylum_seeking,
};
constexpr std::array kFactsOfEpisode = {
    Fact::category_of_need,
    Fact::started,
    Fact::start_reason,
    Fact::legal_status,
    Fact::legal_group,
    Fact::accommodation,
    Fact::placement_kind,
    Fact::placement_place,
    Fact::provider,
    Fact::ended,
    Fact::exit_category,
};
constexpr std::array kFactsOfAdoption = {
    Fact::adoption_decided,
    Fact::adoption_matched,
    Fact::placed_for_adoption,
    Fact::adopted,
    Fact::adopted_by_foster_carer,
    Fact::adopters,
    Fact::adopters_sexes,
    Fact::adopters_relationship,
};
constexpr std::array kFactsOfLeaver = {
    Fact::left_care,
    Fact::exit_category,
    Fact::contact_day,
    Fact::in_touch,
    Fact::activity,
    Fact::suitable,
    Fact::living,
};
constexpr std::array kFactsOfSupport = {
    Fact::looked_after,
    Fact::registered,
    Fact::part_four_plan,
    Fact::care_and_support_since,
};

constexpr std::array<std::string_view, 3> kEpisodeNeeds = {
    "looked-after", "legal-status", "placement"
};
constexpr std::array<std::string_view, 2> kAdoptionNeeds = {"looked-after", "adoption"};
constexpr std::array<std::string_view, 2> kLeaverNeeds = {"looked-after", "pathway"};
constexpr std::array<std::string_view, 3> kSupportNeeds = {"looked-after", "plan", "safeguarding"};

struct CensusTable {
    std::string_view id;
    CensusRecords (*rows)(const CensusQuestion& question, const History& history);
    std::span<const Fact> facts;  // beside those of every table
    std::span<const std::string_view> needs;
};

constexpr std::array kCensusTables = {
    CensusTable{"episodes", census_episodes, kFactsOfEpisode, kEpisodeNeeds},
    CensusTable{"short_breaks", census_short_breaks, kFactsOfEpisode, kEpisodeNeeds},
    CensusTable{"adoption", census_adoption, kFactsOfAdoption, kAdoptionNeeds},
    CensusTable{"care_leavers", census_leavers, kFactsOfLeaver, kLeaverNeeds},
    CensusTable{"care_and_support", census_care_and_support, kFactsOfSupport, kSupportNeeds},
};

const CensusTable* census_table(std::string_view id) {
    const auto found = std::ranges::find(kCensusTables, id, &CensusTable::id);
    return found == kCensusTables.end() ? nullptr : &*found;
}

bool tells(const CensusTable& table, Fact fact) {
    return std::ranges::find(kFactsOfChild, fact) != kFactsOfChild.end() ||
           std::ranges::find(table.facts, fact) != table.facts.end();
}

std::unexpected<Error> layout_fault(const std::string& reason) {
    return fail(
        ErrorCode::invalid_rule_file,
        "returns/" + std::string(kWalesCensusForm) + ".toml: " + reason
    );
}

}  // namespace

Result<void> check_census_layout(const ReturnLayout& layout) {
    for (const ReturnTableLayout& table : layout.tables) {
        const CensusTable* known = census_table(table.id);
        if (known == nullptr) {
            return layout_fault(
                "table '" + table.id +
                "' cannot be filled, only episodes, short_breaks, adoption, care_leavers and "
                "care_and_support"
            );
        }
        for (const ReturnColumn& column : table.columns) {
            if (tells(*known, column.fact)) continue;
            const std::string fact(to_text(column.fact));
            return layout_fault(
                "column '" + column.name + "' of table '" + table.id + "' " +
                (fact.empty() ? "names no 'fact'"
                              : "asks for '" + fact + "', which its rows do not tell")
            );
        }
    }
    return {};
}

std::vector<CensusTableRows> census_rows(const CensusQuestion& question, const History& history) {
    std::vector<CensusTableRows> tables;
    for (const ReturnTableLayout& table : question.layout->tables) {
        CensusTableRows rows{&table, {}};
        for (const CensusRecord& record : census_table(table.id)->rows(question, history)) {
            rows.rows.push_back(record.values(table));
        }
        tables.push_back(std::move(rows));
    }
    return tables;
}

std::vector<std::string_view> census_facts_not_held(
    std::string_view table, const Coverage& coverage, const Period& year
) {
    std::vector<std::string_view> missing;
    const CensusTable* known = census_table(table);
    if (known == nullptr) return missing;
    for (const std::string_view need : known->needs) {
        if (!coverage.supplied(need, year.from, year.to)) missing.push_back(need);
    }
    return missing;
}

}  // namespace tyst
