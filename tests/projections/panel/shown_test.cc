#include "projections/panel/shown.h"

#include <catch2/catch.hpp>

#include "tests/support/day.h"

namespace tyst::panel {
namespace {

const DisclosurePolicy kPanel{"panel", 1, 5};

PanelQuarter quarter_with(Quarter quarter, const std::map<std::string, std::uint64_t>& values) {
    PanelQuarter made;
    made.quarter = quarter;
    made.days = {quarter.first(), quarter.last()};
    for (const PanelFigure& figure : panel_figures())
        made.counts.values.emplace(figure.id, 0);
    for (const auto& [figure, value] : values)
        made.counts.values.at(figure) = value;
    return made;
}

// A hundred children, all alike in status, placement and place.
std::map<std::string, std::uint64_t> hundred() {
    return {
        {"looked-after", 100},
        {"legal-status.care-order", 100},
        {"placement.foster-own", 100},
        {"placement-location.own-authority", 100},
    };
}

PanelFacts two_quarters(
    const std::map<std::string, std::uint64_t>& first,
    const std::map<std::string, std::uint64_t>& second
) {
    PanelFacts facts;
    facts.asked.policy = kPanel;
    facts.quarters = {quarter_with({2018, 4}, first), quarter_with({2019, 1}, second)};
    return facts;
}

bool kept_back(const ShownPanel& shown, std::string_view figure, std::size_t quarter) {
    return shown.find(figure)->quarters[quarter].how == ShownCount::How::kept_back;
}

TEST_CASE("panel shown: a small number is kept back, and another one so that it stays so") {
    auto now = hundred();
    now["legal-status.care-order"] = 97;
    now["legal-status.voluntary"] = 3;
    const ShownPanel shown = ShownPanel::of(two_quarters(hundred(), now));
    CHECK(kept_back(shown, "legal-status.voluntary", 1));
    CHECK((kept_back(shown, "legal-status.care-order", 1) || kept_back(shown, "looked-after", 1)));
    CHECK_FALSE(kept_back(shown, "legal-status.care-order", 0));
    CHECK(shown.kept_back() >= 2);
}

TEST_CASE("panel shown: ends of care do not follow from the children before, after, and starts") {
    auto now = hundred();
    now["starts"] = 3;
    now["ceased"] = 3;
    const ShownPanel shown = ShownPanel::of(two_quarters(hundred(), now));
    CHECK(kept_back(shown, "starts", 1));
    CHECK(kept_back(shown, "ceased", 1));

    auto more = hundred();
    more["starts"] = 12;
    more["ceased"] = 2;
    more["looked-after"] = 110;
    more["legal-status.care-order"] = 110;
    more["placement.foster-own"] = 110;
    more["placement-location.own-authority"] = 110;
    const ShownPanel other = ShownPanel::of(two_quarters(hundred(), more));
    CHECK(kept_back(other, "ceased", 1));
    const bool worked_out = !kept_back(other, "looked-after", 0) &&
                            !kept_back(other, "looked-after", 1) && !kept_back(other, "starts", 1);
    CHECK_FALSE(worked_out);
}

TEST_CASE("panel shown: the complement of a share is as small as itself") {
    auto now = hundred();
    now["reviews.due"] = 40;
    now["reviews.on-time"] = 38;
    now["reviews.not-on-time"] = 2;
    const ShownPanel shown = ShownPanel::of(two_quarters(hundred(), now));
    CHECK(kept_back(shown, "reviews.not-on-time", 1));
    CHECK((kept_back(shown, "reviews.on-time", 1) || kept_back(shown, "reviews.due", 1)));
    CHECK_FALSE(shown.find("reviews.on-time")->per_mille[1]);
}

TEST_CASE("panel shown: percentages come from the exact numbers") {
    auto now = hundred();
    now["reviews.due"] = 40;
    now["reviews.on-time"] = 33;
    now["reviews.not-on-time"] = 7;
    const ShownPanel shown = ShownPanel::of(two_quarters(hundred(), now));
    CHECK(shown.find("reviews.on-time")->per_mille[1] == 825);
    CHECK_FALSE(shown.find("reviews.not-on-time")->per_mille[1]);
}

TEST_CASE("panel shown: what is not held is neither a number nor kept back") {
    PanelFacts facts = two_quarters(hundred(), hundred());
    facts.quarters[1].counts.coverage[static_cast<std::size_t>(PanelFamily::visits)] = {0, 100};
    facts.quarters[1].counts.coverage[static_cast<std::size_t>(PanelFamily::reviews)] = {60, 40};
    const ShownPanel shown = ShownPanel::of(facts);
    CHECK(shown.find("visits.due")->quarters[1].how == ShownCount::How::not_held);
    CHECK(shown.find("visits.due")->quarters[0].how == ShownCount::How::value);
    CHECK(shown.find("reviews.due")->quarters[1].partly);
}

TEST_CASE("panel shown: officers see every number") {
    auto now = hundred();
    now["starts"] = 1;
    now["ceased"] = 1;
    PanelFacts facts = two_quarters(hundred(), now);
    facts.asked.policy = {"officers", 1, 0};
    const ShownPanel shown = ShownPanel::of(facts);
    CHECK(shown.kept_back() == 0);
    CHECK(shown.find("starts")->quarters[1].value == 1);
}

TEST_CASE("panel shown: a target's value is the panel's own, or kept back on its own") {
    auto now = hundred();
    now["placement.foster-own"] = 97;
    now["placement.parents"] = 3;
    const PanelFacts facts = two_quarters(hundred(), now);
    const ShownPanel shown = ShownPanel::of(facts);
    PanelTarget target;
    target.target.set.figure = "placement.parents";
    target.values = {{test::day("2019-02-15"), 4}, {test::day("2019-03-31"), 3}};
    const auto on = [&](std::string_view date) {
        return shown_value(facts, shown, target, test::day(date));
    };
    CHECK(on("2019-02-15")->how == ShownCount::How::kept_back);
    CHECK(on("2019-03-31")->how == ShownCount::How::kept_back);
    CHECK_FALSE(on("2019-03-30"));
    CHECK_FALSE(shown_value(facts, shown, target, std::nullopt));
}

}  // namespace
}  // namespace tyst::panel
