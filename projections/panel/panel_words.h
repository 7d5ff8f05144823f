#pragma once

#include <string>
#include <string_view>

#include "projections/evidence/words.h"
#include "projections/panel/panel_facts.h"

namespace tyst::panel {

// The texts of every page and the panel's own, in "en" or "cy". The code book must outlive them.
// Fails with invalid_value for another language.
[[nodiscard]] Result<evidence::Words> panel_words(
    const std::string& language, const CodeBook& codes
);

// "Jan–Mar 2019", with a mark where the quarter is not over.
[[nodiscard]] std::string short_name(const PanelQuarter& quarter, const evidence::Words& words);
// "1 January 2019 to 31 March 2019".
[[nodiscard]] std::string long_name(const PanelQuarter& quarter, const evidence::Words& words);
// What a figure counts. The id itself for one that the panel has no table of.
[[nodiscard]] std::string title_of(std::string_view figure, const evidence::Words& words);
// "84.5" of tenths of a per cent.
[[nodiscard]] std::string per_cent_text(std::uint64_t tenths);

}  // namespace tyst::panel
