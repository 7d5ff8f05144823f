#pragma once

#include <string>
#include <utility>
#include <vector>

#include "projections/evidence/document.h"
#include "projections/panel/panel_words.h"
#include "projections/panel/shown.h"

namespace tyst::panel {

// The pack's tables, for pages, sheets and files alike. Holds what it was made from, which must
// outlive it.
class PanelTables {
  public:
    PanelTables(const PanelFacts& facts, const ShownPanel& shown, const evidence::Words& words)
        : facts_(facts), shown_(shown), words_(words) {}

    // What was asked, of which log, for whom: name and value.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> question() const;

    // A row for each figure of the family, a column for each quarter.
    [[nodiscard]] evidence::Table family(PanelFamily family) const;
    [[nodiscard]] evidence::Table trends() const;
    // Which source supplies which of the facts that the pack needs.
    [[nodiscard]] evidence::Table coverage() const;
    [[nodiscard]] evidence::Table missing() const;
    [[nodiscard]] evidence::Table targets() const;  // for a page: several lines in a cell
    [[nodiscard]] evidence::Table targets_by_column() const;
    [[nodiscard]] evidence::Table colours() const;
    // A row for each figure and quarter, for programs.
    [[nodiscard]] evidence::Table every_number() const;

    // Whether the family has a number of one quarter that is held in part, or not at all.
    [[nodiscard]] bool has_partly_held(PanelFamily family) const;
    [[nodiscard]] bool has_not_held(PanelFamily family) const;

  private:
    [[nodiscard]] std::string text(const std::string& key) const {
        return words_.text("panel." + key);
    }
    [[nodiscard]] evidence::Column column(const std::string& key) const {
        return {key, text("column." + key)};
    }
    [[nodiscard]] evidence::Table table(
        const std::string& id, const std::vector<std::string>& columns
    ) const;
    [[nodiscard]] std::string count_text(const ShownCount& count) const;
    [[nodiscard]] evidence::Cell count_cell(const ShownCount& count) const;
    [[nodiscard]] evidence::Cell value_cell(
        const PanelTarget& target, const std::optional<Date>& day
    ) const;
    [[nodiscard]] evidence::Cell change_cell(const ShownCount& now, const ShownCount& before) const;
    [[nodiscard]] std::vector<evidence::Cell> share_row(const ShownFigure& shown) const;
    [[nodiscard]] std::vector<evidence::Line> standing(const PanelTarget& target) const;
    [[nodiscard]] std::vector<evidence::Line> computed_lines(const PanelTarget& target) const;
    [[nodiscard]] std::vector<evidence::Line> recorded_lines(const PanelTarget& target) const;
    [[nodiscard]] std::vector<evidence::Line> day_lines(const TargetSet& set) const;
    [[nodiscard]] std::string who(const std::optional<PersonCitation>& person) const;
    [[nodiscard]] std::string date_text(const std::optional<Date>& date) const;

    const PanelFacts& facts_;
    const ShownPanel& shown_;
    const evidence::Words& words_;
};

}  // namespace tyst::panel
