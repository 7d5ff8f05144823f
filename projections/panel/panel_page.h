#pragma once

#include <string>
#include <utility>
#include <vector>

#include "projections/panel/panel_tables.h"

namespace tyst::panel {

// The charts of a pack: name of the file, and the drawing.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> panel_charts(
    const PanelFacts& facts, const ShownPanel& shown, const evidence::Words& words
);

// The page of a pack. `other_page` is the file that says the same in the other language.
[[nodiscard]] evidence::Page panel_page(
    const PanelFacts& facts,
    const ShownPanel& shown,
    const evidence::Words& words,
    const std::string& other_page
);

}  // namespace tyst::panel
