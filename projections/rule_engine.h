#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "projections/coverage.h"
#include "projections/history.h"
#include "projections/obligations.h"
#include "schema/reference_set.h"

namespace tyst {

// Periods of care that have ended are asked about where one child's life is told; lists of many
// children need the present one only: nothing of the past can be due or drift.
enum class CareAsked : std::uint8_t { every_period, current };

// The rules of one jurisdiction, ready to be applied to many histories. The reference set must
// outlive it. Only read after making: safe to share between threads.
class RuleEngine {
  public:
    [[nodiscard]] static RuleEngine from(
        const ReferenceSet& reference, std::string_view jurisdiction = "wales"
    );

    // Cannot fail: the rules were checked when the set was loaded. The answer points into the
    // history, its events and the rules.
    [[nodiscard]] Obligations apply(
        const History& history, const Coverage& coverage, CareAsked asked = CareAsked::every_period
    ) const;

    [[nodiscard]] const ReferenceSet& reference() const { return *reference_; }

    // All versions of one rule.
    struct Group {
        std::string_view id;
        std::vector<const Rule*> versions;
        bool watched = false;  // a check raises its alerts
        RuleScope scope = RuleScope::care;
        bool check = false;  // has no clock

        // Nullptr where no version is in force.
        [[nodiscard]] const Rule* on(Date day) const;
    };
    // A rule stands after those whose obligations it waits for.
    [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
    // Places in groups() of the clocks that are asked for in each such scope, in their order.
    [[nodiscard]] const std::vector<std::size_t>& clocks_in(RuleScope scope) const {
        return clocks_[static_cast<std::size_t>(scope)];
    }
    [[nodiscard]] std::optional<std::size_t> group_of(std::string_view rule_id) const;

  private:
    const ReferenceSet* reference_ = nullptr;
    std::vector<Group> groups_;
    std::array<std::vector<std::size_t>, kRuleScopeCount> clocks_;
    std::unordered_map<std::string_view, std::size_t> places_;  // of groups by id
};

}  // namespace tyst
