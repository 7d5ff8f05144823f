#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "projections/panel/panel_facts.h"

namespace tyst::panel {

// A count as its audience may see it.
struct ShownCount {
    enum class How : std::uint8_t {
        value,      // as rounded
        kept_back,  // small, or kept back for a small one
        not_held,   // no source supplies what it needs
    };
    How how = How::value;
    std::uint64_t value = 0;  // means nothing where it is not shown
    bool partly = false;      // some children's sources do not supply what it needs

    [[nodiscard]] bool is_shown() const { return how == How::value; }
};

struct ShownFigure {
    const PanelFigure* figure = nullptr;
    std::vector<ShownCount> quarters;                       // as PanelFacts::quarters
    std::vector<std::optional<std::uint64_t>> per_mille{};  // of what it is part of; where share
};

// Every figure of the pack under its policy. All quarters are looked at together: what readers know
// to add up, within a quarter and from one to the next, is taken into account.
class ShownPanel {
  public:
    [[nodiscard]] static ShownPanel of(const PanelFacts& facts);

    [[nodiscard]] const std::vector<ShownFigure>& figures() const { return figures_; }
    // Nullptr where the panel has no such figure.
    [[nodiscard]] const ShownFigure* find(std::string_view id) const;
    // How many counts are kept back.
    [[nodiscard]] std::size_t kept_back() const;

  private:
    std::vector<ShownFigure> figures_;
};

// A count that stands alone, under the same policy.
[[nodiscard]] ShownCount shown_alone(std::uint64_t value, const DisclosurePolicy& policy);

// The value of a target on a day as it may be shown: the panel's own number where it has one.
// Nothing where the day has not come, or the target names no figure.
[[nodiscard]] std::optional<ShownCount> shown_value(
    const PanelFacts& facts,
    const ShownPanel& shown,
    const PanelTarget& target,
    const std::optional<Date>& day
);

}  // namespace tyst::panel
