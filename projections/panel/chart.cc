#include "projections/panel/chart.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "schema/error.h"

namespace tyst::panel {
namespace {

// The drawing's own units; it is scaled to the width that there is.
constexpr int kWidth = 760;
constexpr int kHeight = 376;
constexpr int kLeft = 56;
constexpr int kRight = 190;  // room for the names of lines
constexpr int kTop = 46;
constexpr int kBottom = 66;
constexpr int kTextHeight = 17;
constexpr int kPointSize = 5;
constexpr int kSeriesMax = 4;
constexpr std::array<std::string_view, kSeriesMax> kInk = {
    "#17435e", "#8a4b00", "#3f3f3f", "#6b2a6b"
};
constexpr std::array<std::string_view, kSeriesMax> kDash = {"", "9 4", "3 3", "12 3 3 3"};

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char letter : text) {
        switch (letter) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            default:
                safe += letter;
        }
    }
    return safe;
}

// The least of 1, 2, 5, 10, 20, 50 … by which five steps reach the value.
std::uint64_t step_for(std::uint64_t most) {
    constexpr std::uint64_t kSteps = 5;
    std::uint64_t step = 1;
    for (unsigned turn = 0; step * kSteps < most; ++turn)
        step = turn % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

class Canvas {
  public:
    Canvas(const Chart& chart, int right) : chart_(chart), right_(right) {
        TYST_ASSERT(!chart.labels.empty() && chart.series.size() <= kSeriesMax);
        std::uint64_t most = chart.level ? chart.level->value : 0;
        for (const ChartSeries& series : chart.series) {
            for (const auto& value : series.values)
                most = std::max(most, value.value_or(0));
        }
        step_ = step_for(most);
        top_value_ = std::max(step_, (most + step_ - 1) / step_ * step_);
        open();
        draw_axes();
    }

    [[nodiscard]] int x_of(std::size_t label) const {
        return kLeft + band() / 2 + static_cast<int>(label) * band();
    }
    [[nodiscard]] int y_of(std::uint64_t value) const {
        const int height = kHeight - kTop - kBottom;
        const auto up = static_cast<std::uint64_t>(height) * value / top_value_;
        return kHeight - kBottom - static_cast<int>(up);
    }
    // Between the middles of two labels.
    [[nodiscard]] int band() const {
        return (kWidth - kLeft - right_) / static_cast<int>(chart_.labels.size());
    }
    [[nodiscard]] int plot_end() const { return kWidth - right_; }

    void add(std::string_view markup) { svg_ += markup; }
    void text(
        int x, int y, std::string_view words, std::string_view anchor, std::string_view more = ""
    ) {
        svg_ += fmt::format(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\"{}>{}</text>\n",
            x,
            y,
            anchor,
            more,
            escaped(words)
        );
    }
    void level() {
        if (!chart_.level) return;
        const int y = y_of(chart_.level->value);
        svg_ += fmt::format(
            "<path d=\"M{} {}H{}\" stroke=\"#1a1a1a\" stroke-width=\"2\" stroke-dasharray=\"2 "
            "6\"/>\n",
            kLeft,
            y,
            plot_end()
        );
        text(kLeft + 4, y - 6, chart_.level->name, "start", " font-weight=\"700\"");
    }
    [[nodiscard]] std::string close() {
        svg_ += "</g>\n</svg>\n";
        return std::move(svg_);
    }

  private:
    void open() {
        svg_ = fmt::format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
            "aria-labelledby=\"{2}-title {2}-desc\">\n<title id=\"{2}-title\">{3}</title>\n"
            "<desc id=\"{2}-desc\">{4}</desc>\n"
            "<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n"
            "<g font-family=\"system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif\" "
            "font-size=\"14\" fill=\"#1a1a1a\">\n",
            kWidth,
            kHeight,
            chart_.id,
            escaped(chart_.title),
            escaped(chart_.description)
        );
        text(8, 22, chart_.title, "start", " font-weight=\"700\" font-size=\"16\"");
    }
    void draw_axes() {
        for (std::uint64_t value = 0; value <= top_value_; value += step_) {
            const int y = y_of(value);
            svg_ += fmt::format(
                "<path d=\"M{} {}H{}\" stroke=\"{}\" stroke-width=\"1\"/>\n",
                kLeft,
                y,
                plot_end(),
                value == 0 ? "#1a1a1a" : "#c9d3da"
            );
            text(kLeft - 8, y + 5, std::to_string(value), "end");
        }
        for (std::size_t label = 0; label < chart_.labels.size(); ++label)
            draw_label(label);
    }
    // In at most three rows, at the first two spaces ("Jan–Mar", "2019", "so far").
    void draw_label(std::size_t label) {
        std::string_view words = chart_.labels[label];
        int y = kHeight - kBottom + 20;
        for (int rows = 3; !words.empty(); --rows, y += kTextHeight) {
            const std::size_t space = rows > 1 ? words.find(' ') : std::string_view::npos;
            text(x_of(label), y, words.substr(0, space), "middle");
            words = space == std::string_view::npos ? "" : words.substr(space + 1);
        }
    }

    const Chart& chart_;
    int right_;
    std::uint64_t step_ = 1;
    std::uint64_t top_value_ = 1;
    std::string svg_;
};

std::string point(std::size_t series, int x, int y) {
    const std::string_view ink = kInk[series];
    const int s = kPointSize;
    switch (series) {
        case 0:
            return fmt::format(
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>\n", x, y, s, ink
            );
        case 1:
            return fmt::format(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>\n",
                x - s,
                y - s,
                2 * s,
                2 * s,
                ink
            );
        case 2:
            return fmt::format(
                "<path d=\"M{} {}l{} {}h{}z\" fill=\"{}\"/>\n",
                x,
                y - s - 1,
                s + 1,
                2 * s + 1,
                -2 * s - 2,
                ink
            );
        default:
            return fmt::format(
                "<path d=\"M{} {}l{} {}l{} {}l{} {}z\" fill=\"{}\"/>\n",
                x,
                y - s - 1,
                s + 1,
                s + 1,
                -s - 1,
                s + 1,
                -s - 1,
                -s - 1,
                ink
            );
    }
}

// The line breaks where a number is missing.
std::string path_of(const ChartSeries& series, const Canvas& drawing) {
    std::string path;
    bool open = false;
    for (std::size_t label = 0; label < series.values.size(); ++label) {
        const auto& value = series.values[label];
        if (value) {
            path +=
                fmt::format("{}{} {}", open ? "L" : "M", drawing.x_of(label), drawing.y_of(*value));
        }
        open = value.has_value();
    }
    return path;
}

struct Name {
    int y = 0;
    std::size_t series = 0;
    std::uint64_t last = 0;  // the value beside which it stands
};

// From top to bottom, none over another, all above the axis.
std::vector<Name> places_of_names(const Chart& chart, const Canvas& drawing) {
    std::vector<Name> names;
    for (std::size_t series = 0; series < chart.series.size(); ++series) {
        for (const auto& value : chart.series[series].values) {
            if (!value) continue;
            if (names.empty() || names.back().series != series) names.push_back({0, series, 0});
            names.back().y = drawing.y_of(*value) + 5;  // beside the last of them
            names.back().last = *value;
        }
    }
    std::ranges::stable_sort(names, {}, &Name::y);
    for (std::size_t place = 1; place < names.size(); ++place)
        names[place].y = std::max(names[place].y, names[place - 1].y + 2 * kTextHeight + 4);
    int lowest = kHeight - kBottom;
    for (std::size_t place = names.size(); place-- > 0;) {
        names[place].y = std::min(names[place].y, lowest - kTextHeight);
        lowest = names[place].y - kTextHeight - 4;
    }
    return names;
}

// Beside the plot, a long name in two rows.
void draw_name(Canvas& canvas, int x, int y, std::string_view words, std::string_view ink) {
    constexpr std::size_t kFits = 22;
    const std::string more = fmt::format(" fill=\"{}\"", ink);
    const std::size_t space =
        words.size() > kFits ? words.rfind(' ', kFits) : std::string_view::npos;
    canvas.text(x, y, words.substr(0, space), "start", more);
    if (space == std::string_view::npos) return;
    canvas.text(x, y + kTextHeight, words.substr(space + 1), "start", more);
}

// Figures that the first bars' fillings differ by: full, hatched, empty.
std::string patterns(const Chart& chart) {
    return fmt::format(
        "<defs><pattern id=\"{0}-hatched\" width=\"8\" height=\"8\" "
        "patternUnits=\"userSpaceOnUse\" "
        "patternTransform=\"rotate(45)\"><rect width=\"8\" height=\"8\" fill=\"#ffffff\"/>"
        "<rect width=\"4\" height=\"8\" fill=\"{1}\"/></pattern></defs>\n",
        chart.id,
        kInk[1]
    );
}

std::string filling(const Chart& chart, std::size_t series) {
    switch (series) {
        case 0:
            return std::string(kInk[0]);
        case 1:
            return fmt::format("url(#{}-hatched)", chart.id);
        default:
            return "#ffffff";
    }
}

std::string bar(const Chart& chart, std::size_t series, int x, int y, int width, int height) {
    return fmt::format(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" stroke=\"{}\" "
        "stroke-width=\"1\"/>\n",
        x,
        y,
        width,
        height,
        filling(chart, series),
        kInk[series]
    );
}

}  // namespace

std::string draw_lines(const Chart& chart) {
    Canvas drawing(chart, kRight);
    drawing.level();
    for (std::size_t series = 0; series < chart.series.size(); ++series) {
        const ChartSeries& one = chart.series[series];
        drawing.add(fmt::format(
            "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"3\"{}/>\n",
            path_of(one, drawing),
            kInk[series],
            kDash[series].empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", kDash[series])
        ));
        for (std::size_t label = 0; label < one.values.size(); ++label) {
            if (!one.values[label]) continue;
            const int x = drawing.x_of(label);
            const int y = drawing.y_of(*one.values[label]);
            drawing.add(point(series, x, y));
            if (chart.series.size() > 1) continue;  // lines that come near would share a place
            drawing.text(x, y - 10, std::to_string(*one.values[label]), "middle");
        }
    }
    const int beside = drawing.plot_end() + 12;
    for (const Name& name : places_of_names(chart, drawing)) {
        drawing.add(point(name.series, beside, name.y - 5));
        std::string words = chart.series[name.series].name;
        if (chart.series.size() > 1) words += fmt::format(": {}", name.last);
        draw_name(drawing, beside + 12, name.y, words, kInk[name.series]);
    }
    return drawing.close();
}

std::string draw_bars(const Chart& chart) {
    constexpr int kMargin = 16;
    const bool named = chart.series.size() > 1;
    Canvas drawing(chart, named ? kRight : kMargin);
    drawing.add(patterns(chart));
    const int count = static_cast<int>(chart.series.size());
    const int width = drawing.band() * 3 / 4 / count;
    for (std::size_t series = 0; series < chart.series.size(); ++series) {
        const ChartSeries& one = chart.series[series];
        for (std::size_t label = 0; label < one.values.size(); ++label) {
            if (!one.values[label]) continue;
            const int x =
                drawing.x_of(label) - width * count / 2 + width * static_cast<int>(series);
            const int y = drawing.y_of(*one.values[label]);
            drawing.add(bar(chart, series, x, y, width, drawing.y_of(0) - y));
            drawing.text(x + width / 2, y - 6, std::to_string(*one.values[label]), "middle");
        }
        if (!named) continue;
        const int y = kTop + 30 + static_cast<int>(series) * 3 * kTextHeight;
        drawing.add(bar(chart, series, drawing.plot_end() + 8, y - 11, 12, 12));
        draw_name(drawing, drawing.plot_end() + 26, y, one.name, kInk[series]);
    }
    return drawing.close();
}

}  // namespace tyst::panel
