#include "projections/panel/chart.h"

#include <catch2/catch.hpp>

namespace tyst::panel {
namespace {

Chart chart() {
    return {
        .id = "chart-test",
        .title = "Children & <more>",
        .description = "One: 5 in Jan 2019.",
        .labels = {"Jan–Mar 2019", "Apr–Jun 2019", "Jul–Sep 2019"},
        .series = {{"One", {5, std::nullopt, 12}}, {"Two", {0, 1, 2}}},
        .level = ChartLevel{"Target: at most 4", 4},
    };
}

std::size_t times(const std::string& text, std::string_view what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++count;
    return count;
}

TEST_CASE("chart: names itself as one picture with title and description, everything escaped") {
    for (const std::string& svg : {draw_lines(chart()), draw_bars(chart())}) {
        CHECK_THAT(
            svg,
            Catch::StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"") &&
                Catch::Contains("role=\"img\" aria-labelledby=\"chart-test-title chart-test-desc\""
                ) &&
                Catch::Contains("<title id=\"chart-test-title\">Children &amp; &lt;more&gt;</title>"
                ) &&
                Catch::Contains("<desc id=\"chart-test-desc\">One: 5 in Jan 2019.</desc>") &&
                Catch::EndsWith("</svg>\n")
        );
        CHECK(svg.find("<more>") == std::string::npos);
        CHECK(svg.find("style=") == std::string::npos);
        CHECK(svg.find('.', svg.find("<rect")) == std::string::npos);  // whole numbers alone
    }
}

TEST_CASE("chart: a line breaks where a number is missing") {
    const std::string svg = draw_lines(chart());
    CHECK(times(svg, "<circle") == 3);  // two points and the mark beside the name
    CHECK(times(svg, "stroke-dasharray=\"9 4\"") == 1);
    CHECK(svg.find("Target: at most 4") != std::string::npos);
    const auto path = svg.substr(svg.find("<path d=\"M", svg.find("Target: at most")));
    CHECK(times(path.substr(0, path.find("fill=")), "M") == 2);
}

TEST_CASE("chart: one line has its numbers at its points, several the last beside their names") {
    CHECK(draw_lines(chart()).find(">One: 12</text>") != std::string::npos);
    Chart one = chart();
    one.series.pop_back();
    CHECK(times(draw_lines(one), ">12</text>") == 1);
    CHECK(draw_lines(one).find(">One</text>") != std::string::npos);
}

TEST_CASE("chart: lines and bars differ without colour") {
    const std::string bars = draw_bars(chart());
    CHECK(times(bars, "url(#chart-test-hatched)") == 4);  // three bars and the key
    CHECK(bars.find(">Two</text>") != std::string::npos);
}

TEST_CASE("chart: nothing but noughts can be drawn") {
    Chart empty = chart();
    empty.level.reset();
    empty.series = {{"One", {0, std::nullopt, 0}}};
    CHECK(draw_lines(empty) == draw_lines(empty));
    CHECK(draw_bars(empty).find(">1</text>") != std::string::npos);  // the axis has a step
}

}  // namespace
}  // namespace tyst::panel
