#include "projections/figures.h"

#include <algorithm>
#include <numeric>

#include <catch2/catch.hpp>

#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::PersonBuilder;

std::uint64_t value(const std::vector<Figure>& figures, std::string_view id) {
    const auto found = std::ranges::find(figures, id, &Figure::id);
    return found == figures.end() ? 0 : found->value;
}

std::uint64_t sum(const std::vector<Figure>& figures, std::string_view prefix) {
    return std::accumulate(
        figures.begin(),
        figures.end(),
        std::uint64_t{0},
        [&](std::uint64_t total, const Figure& figure) {
            return total + (figure.id.starts_with(prefix) ? figure.value : 0);
        }
    );
}

// Four children on 2019-03-31: one under a care order with kin, one with nothing but a start, one
// on short breaks, one who left.
std::vector<PersonBuilder> four_children() {
    std::vector<PersonBuilder> children;
    for (std::uint8_t person = 1; person <= 4; ++person) {
        children.emplace_back(person, std::uint64_t{100} * person);
    }
    children[0].born("2001-06-01");
    children[0].enters("2018-05-01", "voluntary", "N4");
    children[0].status("care-order", "2018-09-01");
    children[0].status("secure-accommodation-order", "2018-10-01");
    children[0].fostered("kin", "own", "2018-05-01");
    children[1].born("2015-06-01");
    children[1].enters("2018-06-01", "");
    children[2].born("2010-06-01");
    children[2].enters("2018-06-01", "short-breaks-each");
    children[3].born("2005-06-01");
    children[3].enters("2018-05-01", "remand");
    children[3].leaves("2018-06-01");
    children[3].enters("2018-07-01", "voluntary", "N6");
    children[3].leaves("2019-03-31");
    return children;
}

std::vector<Figure> figures_of(
    const std::vector<PersonBuilder>& children, const Question& question, Period period
) {
    FigureCounter counter(question.as_at, period);
    for (const PersonBuilder& child : children) {
        counter.add(child.fold(question));
    }
    return counter.figures();
}

TEST_CASE("figures: statuses and placements each add up to the looked after") {
    const Question question = asked("2019-03-31");
    const auto figures = figures_of(four_children(), question, year_to(question.as_at));
    CHECK(value(figures, "looked-after") == 2);
    CHECK(sum(figures, "legal-status.") == 2);
    CHECK(sum(figures, "placement.") == 2);
    CHECK(sum(figures, "age.") == 2);
    CHECK(value(figures, "legal-status.care-order") == 1);
    CHECK(value(figures, "legal-status.other") == 1);
    CHECK(value(figures, "placement.kinship") == 1);
    CHECK(value(figures, "placement.other") == 1);
    CHECK(value(figures, "overlay.secure") == 1);
    CHECK(value(figures, "age.17") == 1);
    CHECK(value(figures, "turning-18") == 1);
}

TEST_CASE("figures: starts count each start, children each child once") {
    const Question question = asked("2019-03-31");
    const auto figures = figures_of(four_children(), question, year_to(question.as_at));
    CHECK(value(figures, "starts") == 4);
    CHECK(value(figures, "starts.children") == 3);
    CHECK(value(figures, "starts.aged-11-plus") == 3);
    CHECK(value(figures, "starts.aged-11-plus.voluntary") == 2);
    CHECK(value(figures, "starts.aged-11-plus.voluntary.need.N4") == 1);
    CHECK(value(figures, "starts.aged-11-plus.voluntary.need.N6") == 1);
    CHECK(value(figures, "ceased") == 2);
    const auto short_year =
        figures_of(four_children(), question, {day("2018-06-02"), day("2019-03-30")});
    CHECK(value(short_year, "starts") == 1);
    CHECK(value(short_year, "ceased") == 0);
}

TEST_CASE("figures: care that began before its first record is in the stock, but is no start") {
    PersonBuilder child;
    child.born("2010-06-01");
    LookedAfterStarted started;
    started.route = "began-earlier";
    child.add(started, "2018-05-01");
    child.status("voluntary", "2018-05-01");
    const Question question = asked("2019-03-31");
    const auto figures = figures_of({child}, question, year_to(question.as_at));
    CHECK(value(figures, "looked-after") == 1);
    CHECK(value(figures, "starts") == 0);
    CHECK(value(figures, "starts.children") == 0);
}

TEST_CASE("figures: the result does not depend on the order or on the sharing out") {
    const Question question = asked("2019-03-31");
    const Period period = year_to(question.as_at);
    const std::vector<PersonBuilder> children = four_children();
    const auto whole = figures_of(children, question, period);
    FigureCounter first(question.as_at, period);
    FigureCounter second(question.as_at, period);
    first.add(children[3].fold(question));
    second.add(children[2].fold(question));
    second.add(children[1].fold(question));
    second.add(children[0].fold(question));
    first.merge(second);
    CHECK(first.figures() == whole);
}

TEST_CASE("figures: every figure names the children that it counts") {
    const Question question = asked("2019-03-31");
    for (const Figure& figure : figures_of(four_children(), question, year_to(question.as_at))) {
        CAPTURE(figure.id);
        CHECK(figure.children.size() == figure.value);
        CHECK(std::ranges::is_sorted(figure.children));
    }
}

TEST_CASE("figures: a placement counts by its neutral attributes") {
    struct Row {
        const char* setting;
        const char* relationship;
        const char* provider;
        PlacementFigure figure;
    };
    const auto row = GENERATE(
        Row{"foster", "unrelated", "own", PlacementFigure::foster_own},
        Row{"foster", "unrelated", "private", PlacementFigure::foster_agency},
        Row{"foster", "unrelated", "voluntary", PlacementFigure::foster_agency},
        Row{"foster", "unrelated", "other-authority", PlacementFigure::foster_other},
        Row{"foster", "unrelated", "", PlacementFigure::foster_other},
        Row{"foster", "kin", "private", PlacementFigure::kinship},
        Row{"with-parents", "parent", "parents", PlacementFigure::parents},
        Row{"childrens-home", "", "private", PlacementFigure::residential},
        Row{"residential-school", "", "", PlacementFigure::residential_school},
        Row{"secure-home", "", "", PlacementFigure::secure},
        Row{"placed-for-adoption", "", "", PlacementFigure::adoption},
        Row{"semi-independent", "", "", PlacementFigure::independent},
        Row{"young-offender-institution", "", "", PlacementFigure::other},
        Row{"hospital", "", "", PlacementFigure::other}
    );
    CAPTURE(row.setting, row.relationship, row.provider);
    PlacementStarted placement;
    placement.setting = row.setting;
    placement.carer_relationship = row.relationship;
    placement.provider = row.provider;
    CHECK(placement_figure(placement) == row.figure);
}

TEST_CASE("figures: the year to a day has that day as its last") {
    CHECK(year_to(day("2019-03-31")) == Period{day("2018-04-01"), day("2019-03-31")});
    CHECK(year_to(day("2020-02-29")) == Period{day("2019-03-01"), day("2020-02-29")});
}

}  // namespace
}  // namespace tyst
