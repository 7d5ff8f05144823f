#include <catch2/catch.hpp>

#include "projections/panel/panel_counter.h"
#include "tests/projections/told.h"

namespace tyst::panel {
namespace {

using test::day;
using test::shipped_reference;
using test::Told;

const RuleEngine& engine() {
    static const RuleEngine rules = RuleEngine::from(shipped_reference());
    return rules;
}

PanelCounts count(Told& told, std::string_view from, std::string_view to) {
    static_cast<void>(told.ask(to));
    PanelCounter counter({day(from), day(to)}, engine(), told.coverage);
    counter.add(told.history);
    return counter.counts();
}

// In care from Monday 2019-04-01; the first review held on 2019-04-15, the second due on 07-15.
Told with_first_review() {
    Told told;
    test::enters(told);
    told.child.reviewed("2019-04-15");
    return told;
}

TEST_CASE("panel counts: a second review counts where it fell due, and a plan on that day") {
    struct Row {
        std::string_view planned;
        std::uint64_t with;
    };
    const Row row =
        GENERATE(values<Row>({{"2019-07-15", 1}, {"2019-07-16", 0}, {"2019-04-02", 1}}));
    INFO(row.planned);
    Told told = with_first_review();
    told.child.planned(row.planned);
    told.child.reviewed("2019-07-10");
    const PanelCounts quarter = count(told, "2019-07-01", "2019-09-30");
    CHECK(quarter.value("second-review.due") == 1);
    CHECK(quarter.value("second-review.with-plan") == row.with);
    CHECK(quarter.value("second-review.without-plan") == 1 - row.with);
    CHECK(count(told, "2019-04-01", "2019-06-30").value("second-review.due") == 0);
    CHECK(count(told, "2019-10-01", "2019-12-31").value("second-review.due") == 0);
}

TEST_CASE("panel counts: where no first review was held the second falls due three months after") {
    Told told;
    test::enters(told);
    const Obligations all = told.ask("2019-12-31");
    Date first;
    for (const Obligation& one : all.all) {
        if (one.rule->id == "R-first-review") first = one.due;
    }
    const Date second = plus_months(first, 3);
    const std::string on = to_text(second);
    CHECK(count(told, on, on).value("second-review.due") == 1);
    CHECK(count(told, on, on).value("second-review.without-plan") == 1);
    const std::string before = to_text(second.plus_days(-1));
    CHECK(count(told, "2019-04-01", before).value("second-review.due") == 0);
}

TEST_CASE("panel counts: nothing falls due after care has ended") {
    Told told = with_first_review();
    told.child.leaves("2019-07-15");
    CHECK(count(told, "2019-07-01", "2019-09-30").value("second-review.due") == 0);
    CHECK(count(told, "2019-07-01", "2019-09-30").value("reviews.due") == 0);
    Told later = with_first_review();
    later.child.leaves("2019-07-17");
    CHECK(count(later, "2019-07-01", "2019-09-30").value("second-review.due") == 1);
}

TEST_CASE("panel counts: a review is on time, late or missing, and due once") {
    struct Row {
        std::string_view held;
        std::uint64_t on_time;
    };
    const Row row = GENERATE(values<Row>({{"2019-07-15", 1}, {"2019-07-16", 0}, {"", 0}}));
    INFO(row.held);
    Told told = with_first_review();
    if (!row.held.empty()) told.child.reviewed(row.held);
    const PanelCounts quarter = count(told, "2019-07-01", "2019-09-30");
    CHECK(quarter.value("reviews.due") == 1);
    CHECK(quarter.value("reviews.on-time") == row.on_time);
    CHECK(quarter.value("reviews.not-on-time") == 1 - row.on_time);
    CHECK(count(told, "2019-04-01", "2019-06-30").value("reviews.on-time") == 1);
    // On the last day of the period, not held yet: it fell due.
    Told waiting = with_first_review();
    CHECK(count(waiting, "2019-07-01", "2019-07-15").value("reviews.not-on-time") == 1);
}

TEST_CASE(
    "panel counts: an offer of advocacy counts in the quarter in which it became due to be made"
) {
    Told told;
    test::enters(told);
    told.child.add(AdvocacyRecorded{"offered", std::nullopt}, "2019-04-03");
    const PanelCounts quarter = count(told, "2019-04-01", "2019-06-30");
    CHECK(quarter.value("advocacy.entitled") == 1);
    CHECK(quarter.value("advocacy.offered") == 1);
    CHECK(count(told, "2019-07-01", "2019-09-30").value("advocacy.entitled") == 0);
    Told without;
    test::enters(without);
    CHECK(count(without, "2019-04-01", "2019-06-30").value("advocacy.not-offered") == 1);
}

TEST_CASE("panel counts: placements that began, by who runs them, and where the last one is") {
    Told told;
    test::enters(told);
    told.place("foster", "2019-04-01", [](PlacementStarted& placement) {
        placement.carer_relationship = "unrelated";
        placement.provider = "private";
        placement.location = "own-authority";
    });
    told.place("childrens-home", "2019-05-01", [](PlacementStarted& placement) {
        placement.location = "outside-wales";
    });
    told.place("childrens-home", "2019-06-01", [](PlacementStarted& placement) {
        placement.temporary = true;
        placement.location = "own-authority";
    });
    const PanelCounts quarter = count(told, "2019-04-01", "2019-06-30");
    CHECK(quarter.value("placements-begun") == 2);
    CHECK(quarter.value("placements-begun.foster-agency") == 1);
    CHECK(quarter.value("placements-begun.residential") == 1);
    CHECK(quarter.value("placement-location.outside-wales") == 1);
    CHECK(quarter.value("placement-location.own-authority") == 0);
    CHECK(quarter.value("looked-after") == 1);
    CHECK(quarter.value("starts") == 1);
}

TEST_CASE("panel counts: what no source supplies is not held, and not nought") {
    Told told = with_first_review();
    static_cast<void>(told.ask("2019-09-30"));
    const Coverage nothing;
    PanelCounter counter({day("2019-07-01"), day("2019-09-30")}, engine(), nothing);
    counter.add(told.history);
    const PanelCounts quarter = counter.counts();
    CHECK(quarter.of(PanelFamily::reviews).not_held());
    CHECK(quarter.of(PanelFamily::visits).not_held());
    CHECK(quarter.of(PanelFamily::advocacy).not_held());
    CHECK_FALSE(quarter.of(PanelFamily::care).not_held());
    CHECK(count(told, "2019-07-01", "2019-09-30").of(PanelFamily::reviews).covered == 1);
}

TEST_CASE("panel counts: every part adds up to what it is part of") {
    Told told = with_first_review();
    const PanelCounts quarter = count(told, "2019-04-01", "2019-06-30");
    std::map<std::pair<std::string, PanelFamily>, std::uint64_t> sums;
    for (const PanelFigure& figure : panel_figures()) {
        REQUIRE(quarter.values.contains(figure.id));
        if (figure.part_of.empty()) continue;
        REQUIRE(find_panel_figure(figure.part_of) != nullptr);
        sums[{std::string(figure.part_of), figure.family}] += quarter.value(figure.id);
    }
    for (const auto& [whole, sum] : sums) {
        INFO(whole.first);
        CHECK(sum == quarter.value(whole.first));
    }
    CHECK(sums.size() == 8);
}

TEST_CASE("panel counts: shares of several threads add up") {
    Told told = with_first_review();
    static_cast<void>(told.ask("2019-06-30"));
    const Period period{day("2019-04-01"), day("2019-06-30")};
    PanelCounter one(period, engine(), told.coverage);
    PanelCounter other(period, engine(), told.coverage);
    one.add(told.history);
    other.add(told.history);
    one.merge(other);
    CHECK(one.counts().value("reviews.due") == 2);
    CHECK(one.counts().value("looked-after") == 2);
    CHECK(one.counts().of(PanelFamily::reviews).covered == 2);
}

}  // namespace
}  // namespace tyst::panel
