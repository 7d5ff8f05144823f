#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "projections/figures.h"
#include "projections/panel/panel_figures.h"
#include "projections/rule_engine.h"

namespace tyst::panel {

// How many children in care during a period have a source that supplies, for all of their days in
// it, what a family of figures needs.
struct FamilyCoverage {
    std::uint64_t covered = 0;
    std::uint64_t not_covered = 0;

    // Nobody's record would show it.
    [[nodiscard]] bool not_held() const { return covered == 0 && not_covered > 0; }
    [[nodiscard]] bool partly_held() const { return covered > 0 && not_covered > 0; }
};

// What one period came to. Numbers alone: nobody can be found in it.
struct PanelCounts {
    std::map<std::string, std::uint64_t, std::less<>> values;  // every panel figure
    std::array<FamilyCoverage, kPanelFamilyCount> coverage;

    [[nodiscard]] std::uint64_t value(std::string_view figure) const;
    [[nodiscard]] const FamilyCoverage& of(PanelFamily family) const {
        return coverage[static_cast<std::size_t>(family)];
    }
};

// Counts the panel's figures of one period over histories that were all folded as at its last day
// (docs/panel.md says what counts). Not for several threads at once: give each its own and merge
// them. Engine and coverage must outlive it.
class PanelCounter {
  public:
    PanelCounter(Period period, const RuleEngine& engine, const Coverage& coverage);

    void add(const History& history);
    void merge(const PanelCounter& other);
    [[nodiscard]] PanelCounts counts() const;

  private:
    void count(std::string_view figure);
    void add_location(const History& history);
    void add_new_places(const History& history);
    void add_coverage(const History& history);
    void add_duties(const History& history);
    void add_duty(const Obligation& obligation);
    void add_second_reviews(const History& history, const Obligations& obligations);
    [[nodiscard]] bool in_period(Date day) const {
        return period_.from <= day && day <= period_.to;
    }

    Period period_;
    const RuleEngine* engine_;
    const Coverage* coverage_;
    FigureCounter figures_;
    std::map<std::string, std::uint64_t, std::less<>> own_;
    std::array<FamilyCoverage, kPanelFamilyCount> covered_{};
};

}  // namespace tyst::panel
