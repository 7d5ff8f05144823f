#include "projections/panel/shown.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace tyst::panel {
namespace {

// All counts of the pack as one table with the sums that its readers know.
class PanelTable {
  public:
    explicit PanelTable(const PanelFacts& facts) : facts_(facts) {
        for (std::size_t quarter = 0; quarter < facts.quarters.size(); ++quarter)
            add_quarter(quarter);
        for (std::size_t quarter = 1; quarter < facts.quarters.size(); ++quarter)
            add_passage(quarter);
    }

    [[nodiscard]] const CountTable& table() const { return table_; }
    // Nothing where the figure is not held in that quarter.
    [[nodiscard]] std::optional<std::size_t> cell(std::string_view figure, std::size_t quarter)
        const {
        const auto found = cells_.find({std::string(figure), quarter});
        return found == cells_.end() ? std::nullopt : std::optional(found->second);
    }

  private:
    std::size_t add(const std::string& id, std::uint64_t value) {
        table_.cells.push_back({id, value});
        return table_.cells.size() - 1;
    }

    void add_quarter(std::size_t quarter) {
        const PanelCounts& counts = facts_.quarters[quarter].counts;
        // By what they are part of and family: looked after is divided in several ways.
        std::map<std::pair<std::string_view, PanelFamily>, std::vector<std::size_t>> parts;
        for (const PanelFigure& figure : panel_figures()) {
            if (counts.of(figure.family).not_held()) continue;
            const std::size_t place = add(figure.id, counts.value(figure.id));
            cells_[{figure.id, quarter}] = place;
            if (!figure.part_of.empty()) parts[{figure.part_of, figure.family}].push_back(place);
        }
        for (auto& [whole, cells] : parts) {
            const auto total = cell(whole.first, quarter);
            if (total) table_.sums.push_back({*total, std::move(cells)});
        }
    }

    // Whoever was looked after before and whoever started is looked after still, or ceased. What
    // else came or went without a start or an end (care older than its first record) closes the
    // sum.
    void add_passage(std::size_t quarter) {
        const PanelCounts& now = facts_.quarters[quarter].counts;
        const PanelCounts& before = facts_.quarters[quarter - 1].counts;
        const std::uint64_t came = before.value("looked-after") + now.value("starts");
        const std::uint64_t went = now.value("looked-after") + now.value("ceased");
        const std::size_t all = add("in-care", std::max(came, went));
        std::vector<std::size_t> first = {
            *cell("looked-after", quarter - 1), *cell("starts", quarter)
        };
        std::vector<std::size_t> second = {
            *cell("looked-after", quarter), *cell("ceased", quarter)
        };
        if (came < went) first.push_back(add("came-otherwise", went - came));
        if (went < came) second.push_back(add("went-otherwise", came - went));
        table_.sums.push_back({all, std::move(first)});
        table_.sums.push_back({all, std::move(second)});
    }

    const PanelFacts& facts_;
    CountTable table_;
    std::map<std::pair<std::string, std::size_t>, std::size_t> cells_;
};

ShownCount shown_count(const ShownCell& cell) {
    return cell.how == Shown::value ? ShownCount{ShownCount::How::value, cell.value}
                                    : ShownCount{ShownCount::How::kept_back, 0};
}

}  // namespace

ShownPanel ShownPanel::of(const PanelFacts& facts) {
    const PanelTable table(facts);
    const DisclosurePolicy& policy = facts.asked.policy;
    const std::vector<ShownCell> cells = disclose(table.table(), policy);
    ShownPanel panel;
    for (const PanelFigure& figure : panel_figures()) {
        ShownFigure shown;
        shown.figure = &figure;
        for (std::size_t quarter = 0; quarter < facts.quarters.size(); ++quarter) {
            const auto place = table.cell(figure.id, quarter);
            ShownCount count =
                place ? shown_count(cells[*place]) : ShownCount{ShownCount::How::not_held, 0};
            count.partly = facts.quarters[quarter].counts.of(figure.family).partly_held();
            shown.quarters.push_back(count);
            const auto whole = figure.share ? table.cell(figure.part_of, quarter) : std::nullopt;
            shown.per_mille.push_back(
                place && whole ? tenths_of_per_cent(table.table(), cells, policy, *place, *whole)
                               : std::nullopt
            );
        }
        panel.figures_.push_back(std::move(shown));
    }
    return panel;
}

const ShownFigure* ShownPanel::find(std::string_view id) const {
    const auto found = std::ranges::find_if(figures_, [&](const ShownFigure& shown) {
        return shown.figure->id == id;
    });
    return found == figures_.end() ? nullptr : &*found;
}

std::size_t ShownPanel::kept_back() const {
    std::size_t count = 0;
    for (const ShownFigure& figure : figures_) {
        count += static_cast<std::size_t>(
            std::ranges::count(figure.quarters, ShownCount::How::kept_back, &ShownCount::how)
        );
    }
    return count;
}

ShownCount shown_alone(std::uint64_t value, const DisclosurePolicy& policy) {
    return shown_count(disclose({{{"alone", value}}, {}}, policy).front());
}

std::optional<ShownCount> shown_value(
    const PanelFacts& facts,
    const ShownPanel& shown,
    const PanelTarget& target,
    const std::optional<Date>& day
) {
    const auto exact = target.value_on(day);
    if (!exact) return std::nullopt;
    const ShownFigure* figure = shown.find(target.target.set.figure);
    for (std::size_t quarter = 0; figure != nullptr && quarter < facts.quarters.size(); ++quarter) {
        if (facts.quarters[quarter].days.to == *day && !figure->figure->flow) {
            return figure->quarters[quarter];
        }
    }
    return shown_alone(*exact, facts.asked.policy);
}

}  // namespace tyst::panel
