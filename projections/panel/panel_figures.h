#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tyst::panel {

// What the panel's figures are about; each has a table of its own in the pack.
enum class PanelFamily : std::uint8_t {
    care,          // looked after, starts, ceased
    legal_status,  // by legal basis
    placement,     // by kind of placement
    location,      // where the placement is
    new_places,    // placements that began, by who runs them
    advocacy,      // the active offer
    permanence,    // plans of permanence at the second review
    reviews,       // on time
    visits,        // on time
};
inline constexpr std::size_t kPanelFamilyCount = 9;
// "legal-status"; stable, names texts and sheets.
[[nodiscard]] std::string_view name(PanelFamily family);

struct PanelFigure {
    std::string id;
    PanelFamily family = PanelFamily::care;
    bool flow = false;  // counted over the quarter; otherwise at the end of its last day
    // The figure that this one is part of: its parts add up to it. Empty for none.
    std::string_view part_of = {};
    bool share = false;  // shown in per cent of part_of as well
};

// In the order in which they are shown. A part stands behind what it is part of.
[[nodiscard]] const std::vector<PanelFigure>& panel_figures();
// Nothing where the panel has no such figure.
[[nodiscard]] const PanelFigure* find_panel_figure(std::string_view id);

// Kinds of fact (codes/fact-kind) without which a family's figures cannot be told; none for those
// that rest on what every source supplies.
[[nodiscard]] std::span<const std::string_view> facts_needed(PanelFamily family);

}  // namespace tyst::panel
