#include "projections/panel/panel_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "projections/panel/embedded.h"

namespace tyst::panel {

Result<evidence::Words> panel_words(const std::string& language, const CodeBook& codes) {
    TYST_ASSIGN(auto texts, evidence::TextCatalogue::load(language));
    const std::string path = fmt::format("texts/panel.{}.toml", language);
    const auto files = embedded_panel_files();
    const auto found = std::ranges::find(files, path, &EmbeddedFile::path);
    TYST_ASSERT(found != files.end());  // the pages have the language, so has the panel
    TYST_TRY(texts.add(path, found->text));
    return evidence::Words(language, std::move(texts), codes);
}

std::string short_name(const PanelQuarter& quarter, const evidence::Words& words) {
    return words.say(
        quarter.whole() ? "panel.short" : "panel.short_so_far",
        {{"months", words.text(fmt::format("panel.short_{}", quarter.quarter.number))},
         {"year", std::to_string(quarter.quarter.year)}}
    );
}

std::string long_name(const PanelQuarter& quarter, const evidence::Words& words) {
    return words.say(
        quarter.whole() ? "panel.quarter" : "panel.quarter_so_far",
        {{"from", words.date(quarter.days.from)}, {"to", words.date(quarter.days.to)}}
    );
}

std::string title_of(std::string_view figure, const evidence::Words& words) {
    if (find_panel_figure(figure) == nullptr) return std::string(figure);
    std::string key(figure);
    std::ranges::replace(key, '.', '_');
    return words.text("panel.figure." + key);
}

std::string per_cent_text(std::uint64_t tenths) {
    return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

}  // namespace tyst::panel
