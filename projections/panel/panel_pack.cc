#include "projections/panel/panel_pack.h"

#include <algorithm>

#include <fmt/format.h>

#include "projections/evidence/page_html.h"
#include "projections/evidence/sheets.h"
#include "projections/panel/panel_page.h"

namespace tyst::panel {

using evidence::Cell;
using evidence::Sheet;
using evidence::Words;

namespace {

std::string banner(const PanelFacts& facts, const Words& words) {
    if (!facts.sample) return "";
    return words.say(
        "page.sample", {{"name", facts.sample->name}, {"day", words.date(facts.sample->today)}}
    );
}

std::string readme(const PanelFacts& facts, const ShownPanel& shown, const Words& words) {
    const std::string& title = words.text("panel.title");
    std::string text = title + "\n\n";
    if (facts.sample) text += banner(facts, words) + "\n\n";
    for (const auto& [name, value] : PanelTables(facts, shown, words).question())
        text += fmt::format("{}: {}\n", name, value);
    return text + "\n" + words.text("panel.numbers_only") + "\n" + words.text("panel.files") +
           "\n" + words.text("page.draft") + "\n";
}

// The first sheet: what the workbook is and what was asked.
Sheet cover(const PanelFacts& facts, const PanelTables& tables, const Words& words) {
    Sheet sheet{words.text("panel.sheet.cover"), {}};
    sheet.table.columns = {
        {"question", words.text("panel.title")}, {"answer", words.text("panel.column.answer")}
    };
    const auto add = [&](std::string name, std::string value) {
        sheet.table.rows.push_back({Cell(std::move(name)), Cell(std::move(value))});
    };
    if (facts.sample) add(banner(facts, words), facts.sample->name);
    for (auto& [name, value] : tables.question())
        add(std::move(name), std::move(value));
    add(words.text("panel.kept_back"), words.text("panel.numbers_only"));
    add(words.text("panel.not_held"), words.text("panel.missing.explained"));
    return sheet;
}

std::vector<Sheet> sheets(const PanelFacts& facts, const ShownPanel& shown, const Words& words) {
    const PanelTables tables(facts, shown, words);
    std::vector<Sheet> made = {cover(facts, tables, words)};
    const auto add = [&](std::string_view name, evidence::Table table) {
        made.push_back({words.text(fmt::format("panel.sheet.{}", name)), std::move(table)});
    };
    add("targets", tables.targets_by_column());
    add("colours", tables.colours());
    for (std::size_t place = 0; place < kPanelFamilyCount; ++place) {
        const auto family = static_cast<PanelFamily>(place);
        add(name(family), tables.family(family));
    }
    add("trends", tables.trends());
    add("missing", tables.missing());
    add("coverage", tables.coverage());
    return made;
}

}  // namespace

Result<std::vector<PanelFile>> panel_pack(const PanelFacts& facts, const std::string& language) {
    const CodeBook& codes = facts.reference->codes();
    TYST_ASSIGN(const Words own, panel_words(language, codes));
    TYST_ASSIGN(const Words other, panel_words(own.welsh() ? "en" : "cy", codes));
    const ShownPanel shown = ShownPanel::of(facts);
    const std::string other_page = fmt::format("panel.{}.html", other.language());
    std::vector<PanelFile> files;
    files.push_back({"README.txt", readme(facts, shown, own) + "\n" + readme(facts, shown, other)});
    for (auto& [name, drawing] : panel_charts(facts, shown, own))
        files.push_back({fmt::format("charts/{}.svg", name), std::move(drawing)});
    files.push_back({"panel.csv", evidence::to_csv(PanelTables(facts, shown, own).every_number())});
    files.push_back(
        {"panel.html", evidence::to_html(panel_page(facts, shown, own, other_page), own)}
    );
    files.push_back(
        {other_page, evidence::to_html(panel_page(facts, shown, other, "panel.html"), other)}
    );
    TYST_ASSIGN(
        std::string workbook,
        evidence::to_workbook(
            {own.text("panel.title"), own.language()}, {}, sheets(facts, shown, own)
        )
    );
    files.push_back({"panel.xlsx", std::move(workbook)});
    std::ranges::sort(files, {}, &PanelFile::name);
    return files;
}

}  // namespace tyst::panel
