#pragma once

#include <string>
#include <vector>

#include "projections/panel/panel_facts.h"

namespace tyst::panel {

struct PanelFile {
    std::string name;  // "charts/care.svg": below the pack's folder
    std::string content;
};

// The pack in a language ("en" or "cy"): README.txt, panel.html with the same page in the other
// language beside it, panel.csv, panel.xlsx and the charts, in the order of their names. The same
// facts give the same bytes. Fails with invalid_value for another language, and as to_workbook.
[[nodiscard]] Result<std::vector<PanelFile>> panel_pack(
    const PanelFacts& facts, const std::string& language
);

}  // namespace tyst::panel
