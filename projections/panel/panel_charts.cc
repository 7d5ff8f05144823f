#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "projections/panel/chart.h"
#include "projections/panel/panel_page.h"

namespace tyst::panel {
namespace {

class Charts {
  public:
    Charts(const PanelFacts& facts, const ShownPanel& shown, const evidence::Words& words)
        : facts_(facts), shown_(shown), words_(words) {}

    [[nodiscard]] std::string care() const {
        return draw_lines(over_time("care", title("care"), {"looked-after"}));
    }
    [[nodiscard]] std::string flow() const {
        return draw_bars(over_time("flow", title("flow"), {"starts", "ceased"}));
    }
    [[nodiscard]] std::string placement() const {
        return draw_lines(over_time(
            "placement",
            title("placement"),
            {"placement.foster-agency", "placement.parents", "placement.residential"}
        ));
    }
    [[nodiscard]] std::string location() const {
        Chart chart;
        chart.id = "chart-location";
        chart.title = words_.say(
            "panel.chart.location_title", {{"quarter", short_name(facts_.quarters.back(), words_)}}
        );
        ChartSeries series{title_of("looked-after", words_), {}};
        for (const ShownFigure& figure : shown_.figures()) {
            if (figure.figure->family != PanelFamily::location) continue;
            const ShownCount& count = figure.quarters.back();
            chart.labels.push_back(title_of(figure.figure->id, words_));
            series.values.push_back(count.is_shown() ? std::optional(count.value) : std::nullopt);
            if (!count.is_shown()) continue;
            chart.description += words_.say(
                "panel.chart.desc_bar",
                {{"name", chart.labels.back()}, {"value", std::to_string(count.value)}}
            );
            chart.description += " ";
        }
        chart.description += words_.text("panel.chart.desc_gap");
        chart.series.push_back(std::move(series));
        return draw_bars(chart);
    }
    // Nothing where the panel has no series of the target's figure.
    [[nodiscard]] std::string target(const PanelTarget& target, std::size_t number) const {
        const TargetSet& set = target.target.set;
        if (shown_.find(set.figure) == nullptr) return "";
        Chart chart = over_time(
            fmt::format("target-{}", number),
            words_.say("panel.chart.target_title", {{"figure", title_of(set.figure, words_)}}),
            {set.figure}
        );
        chart.level = ChartLevel{
            words_.say(
                "panel.chart.target_line",
                {{"direction",
                  words_.text(
                      set.direction == "at-least" ? "panel.target.at-least" : "panel.target.at-most"
                  )},
                 {"target", std::to_string(set.target)}}
            ),
            set.target
        };
        chart.description = chart.level->name + ". " + chart.description;
        return draw_lines(chart);
    }

  private:
    [[nodiscard]] std::string title(std::string_view key) const {
        return words_.text(fmt::format("panel.chart.{}_title", key));
    }
    [[nodiscard]] Chart over_time(
        std::string id, std::string title, const std::vector<std::string>& figures
    ) const {
        Chart chart;
        chart.id = "chart-" + std::move(id);
        chart.title = std::move(title);
        for (const PanelQuarter& quarter : facts_.quarters)
            chart.labels.push_back(short_name(quarter, words_));
        for (const std::string& figure : figures) {
            ChartSeries series{title_of(figure, words_), {}};
            for (const ShownCount& count : shown_.find(figure)->quarters) {
                series.values.push_back(
                    count.is_shown() ? std::optional(count.value) : std::nullopt
                );
            }
            chart.description += told(series, chart.labels) + " ";
            chart.series.push_back(std::move(series));
        }
        chart.description += words_.text("panel.chart.desc_gap");
        return chart;
    }
    // The first and the last number that can be shown.
    [[nodiscard]] std::string told(
        const ChartSeries& series, const std::vector<std::string>& labels
    ) const {
        const auto is_there = [](const auto& value) { return value.has_value(); };
        const auto first = std::ranges::find_if(series.values, is_there);
        if (first == series.values.end()) {
            return words_.say("panel.chart.desc_none", {{"name", series.name}});
        }
        const auto last = std::find_if(series.values.rbegin(), series.values.rend(), is_there);
        const auto place = [&](auto it) {
            return static_cast<std::size_t>(it - series.values.begin());
        };
        return words_.say(
            "panel.chart.desc_from_to",
            {{"name", series.name},
             {"first", std::to_string(**first)},
             {"from", labels[place(first)]},
             {"last", std::to_string(**last)},
             {"to", labels[place(std::prev(last.base()))]}}
        );
    }

    const PanelFacts& facts_;
    const ShownPanel& shown_;
    const evidence::Words& words_;
};

}  // namespace

std::vector<std::pair<std::string, std::string>> panel_charts(
    const PanelFacts& facts, const ShownPanel& shown, const evidence::Words& words
) {
    const Charts charts(facts, shown, words);
    std::vector<std::pair<std::string, std::string>> drawn = {
        {"care", charts.care()},
        {"flow", charts.flow()},
        {"location", charts.location()},
        {"placement", charts.placement()},
    };
    for (std::size_t place = 0; place < facts.targets.size(); ++place) {
        std::string drawing = charts.target(facts.targets[place], place + 1);
        if (drawing.empty()) continue;
        drawn.emplace_back(fmt::format("target-{:02}", place + 1), std::move(drawing));
    }
    return drawn;
}

}  // namespace tyst::panel
