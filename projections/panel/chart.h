#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tyst::panel {

// One line or one kind of bar; nothing where there is no number to show.
struct ChartSeries {
    std::string name;
    std::vector<std::optional<std::uint64_t>> values;  // as Chart::labels
};

// A level that the values are to reach.
struct ChartLevel {
    std::string name;
    std::uint64_t value = 0;
};

struct Chart {
    std::string id;           // unique on its page; letters and hyphens
    std::string title;        // said as the drawing's title
    std::string description;  // what somebody who does not see it is told
    std::vector<std::string> labels;
    std::vector<ChartSeries> series;  // at most four
    std::optional<ChartLevel> level;
};

// A complete SVG drawing that needs no colour to be read: lines differ by dashes and by the shape
// of their points, bars by their filling, and each is named where it stands. It names itself as one
// picture with title and description. Whole numbers only: the same chart gives the same bytes.
[[nodiscard]] std::string draw_lines(const Chart& chart);
[[nodiscard]] std::string draw_bars(const Chart& chart);

}  // namespace tyst::panel
