#include "projections/figure_tables.h"

#include <algorithm>
#include <random>

#include <catch2/catch.hpp>

#include "projections/code_facts.h"
#include "tests/projections/person_builder.h"

namespace tyst {
namespace {

using test::asked;
using test::day;
using test::PersonBuilder;
using test::shipped_reference;

const FigureBook& book() {
    return shipped_reference().figures();
}

std::uint64_t value_of(const FigureTables& tables, std::string_view id) {
    const FigureCell* cell = tables.find(id);
    INFO(id);
    REQUIRE(cell != nullptr);
    CHECK(cell->children.size() == cell->value);
    return cell->value;
}

void tell_sex(PersonBuilder& child, const char* sex, const char* ethnicity, const char* on) {
    IdentityRecorded identity;
    identity.sex = sex;
    identity.ethnicity = ethnicity;
    child.add(identity, on);
}

FigureTables tables_of(
    const std::vector<PersonBuilder>& children, const Question& question, const Period& period
) {
    CaseCounter cases(question.as_at, period);
    for (const PersonBuilder& child : children) {
        cases.add(child.fold(question));
    }
    return tabulate(cases, book());
}

// On 2019-03-31: a girl of 17 with kin under a care order, all year; a boy of 3 who came in the
// year; one on short breaks; one who came twice and was adopted; one who left on the last day.
std::vector<PersonBuilder> five_children() {
    std::vector<PersonBuilder> children;
    for (std::uint8_t person = 1; person <= 5; ++person) {
        children.emplace_back(person, std::uint64_t{100} * person);
    }
    children[0].born("2001-06-01");
    tell_sex(children[0], "female", "MWBC", "2001-06-01");
    children[0].enters("2016-05-01", "voluntary", "N4");
    children[0].status("care-order", "2016-09-01");
    children[0].status("secure-accommodation-order", "2018-10-01");
    children[0].fostered("kin", "own", "2016-05-01");
    children[1].born("2015-06-01");
    tell_sex(children[1], "male", "WBRI", "2015-06-01");
    children[1].enters("2018-06-01", "interim-care-order", "N1");
    children[1].fostered("unrelated", "private", "2018-06-01");
    children[2].born("2010-06-01");
    children[2].enters("2018-06-01", "short-breaks-each");
    children[3].born("2017-06-01");
    children[3].enters("2018-05-01", "police-protection");
    children[3].leaves("2018-05-03");
    children[3].enters("2018-07-01", "placement-order", "N1");
    children[3].add(LookedAfterEnded{"adoption-order", "adopted-unopposed"}, "2019-02-01");
    children[4].born("2005-06-01");
    children[4].enters("2017-05-01", "remand", "N6");
    children[4].leaves("2019-03-31");
    return children;
}

TEST_CASE("figure tables: stock and flows by every way of cutting") {
    const Question question = asked("2019-03-31");
    const FigureTables tables =
        tables_of(five_children(), question, {day("2018-04-01"), day("2019-03-31")});
    struct Row {
        const char* id;
        std::uint64_t value;
    };
    const Row row = GENERATE(
        Row{"looked-after", 2},
        Row{"turning-18", 1},
        Row{"overlay.secure", 1},
        Row{"short-breaks", 1},
        Row{"looked-after-in-period", 4},
        Row{"looked-after-throughout", 2},
        Row{"starts", 3},
        Row{"starts.children", 2},
        Row{"starts.aged-11-plus", 0},
        Row{"ceased", 3},
        Row{"adopted", 1},
        Row{"legal-status.care-order", 1},
        Row{"legal-status.interim-care-order", 1},
        Row{"legal-status-wales.care-orders", 2},
        Row{"legal-status-england.care-orders", 2},
        Row{"starts.legal-status-wales.compulsory", 1},
        Row{"ceased.legal-status-england.youth-justice", 1},
        Row{"placement.kinship", 1},
        Row{"placement.foster-agency", 1},
        Row{"placement-england.foster", 2},
        Row{"provider.private", 1},
        Row{"age.17", 1},
        Row{"age-band.16-plus", 1},
        Row{"age-band.1-4", 1},
        Row{"starts.age-band.under-1", 1},
        Row{"ceased.age-band.1-4", 1},
        Row{"ceased.age-band.10-15", 1},
        Row{"sex.female", 1},
        Row{"starts.sex.not-known", 2},
        Row{"sex-by-age.female.16-plus", 1},
        Row{"sex-by-age.male.16-plus", 0},
        Row{"need.N4", 1},
        Row{"ethnicity.mixed", 1},
        Row{"ethnicity-detail.MWBC", 1},
        Row{"asylum.no", 2},
        Row{"duration.2-4-years", 1},
        Row{"duration.6-11-months", 1},
        Row{"ceased.duration.under-1-month", 1},
        Row{"ceased.duration.6-11-months", 1},
        Row{"ceased.reason-wales.adopted-unopposed", 1},
        Row{"ceased.reason-england.adopted-unopposed", 1},
        Row{"ceased.route-out.adoption-order", 1}
    );
    CAPTURE(row.id);
    CHECK(value_of(tables, row.id) == row.value);
}

TEST_CASE("figure tables: every sum that readers know holds") {
    const Question question = asked("2019-03-31");
    const FigureTables tables =
        tables_of(five_children(), question, {day("2018-04-01"), day("2019-03-31")});
    REQUIRE(tables.links.cells.size() > tables.cells.size());
    for (const SumOfCells& sum : tables.links.sums) {
        std::uint64_t parts = 0;
        for (const std::size_t part : sum.parts) {
            parts += tables.links.cells[part].value;
        }
        INFO(tables.links.cells[sum.total].id);
        CHECK(parts == tables.links.cells[sum.total].value);
    }
    for (std::size_t cell = 0; cell < tables.links.cells.size(); ++cell) {
        CHECK(tables.links.cells[cell].published == (cell < tables.cells.size()));
    }
}

TEST_CASE("figure tables: what is counted by families is what the standing figures count") {
    const Question question = asked("2019-03-31");
    const Period period = year_to(question.as_at);
    FigureCounter standing(question.as_at, period);
    CaseCounter cases(question.as_at, period);
    for (const PersonBuilder& child : five_children()) {
        standing.add(child.fold(question));
        cases.add(child.fold(question));
    }
    const FigureTables tables = tabulate(cases, book());
    for (const Figure& figure : standing.figures()) {
        INFO(figure.id);
        const FigureCell* cell = tables.find(figure.id);
        REQUIRE(cell != nullptr);
        CHECK(cell->value == figure.value);
        CHECK(cell->children == figure.children);
    }
}

TEST_CASE("figure tables: the result does not depend on the order or on the sharing out") {
    const Question question = asked("2019-03-31");
    const Period period = year_to(question.as_at);
    const std::vector<PersonBuilder> children = five_children();
    const FigureTables whole = tables_of(children, question, period);
    const unsigned seed = std::random_device()();
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 10; ++round) {
        std::vector<CaseCounter> shares(3, CaseCounter(question.as_at, period));
        std::vector<std::size_t> order{0, 1, 2, 3, 4};
        std::ranges::shuffle(order, random);
        for (const std::size_t child : order) {
            shares[random() % shares.size()].add(children[child].fold(question));
        }
        shares[0].merge(shares[1]);
        shares[2].merge(shares[0]);
        const FigureTables shared = tabulate(shares[2], book());
        REQUIRE(shared.cells.size() == whole.cells.size());
        for (std::size_t cell = 0; cell < whole.cells.size(); ++cell) {
            CHECK(shared.cells[cell].children == whole.cells[cell].children);
        }
    }
}

TEST_CASE("figure tables: two children with one carer have one, an unnamed carer is nobody else's"
) {
    std::vector<PersonBuilder> children;
    for (std::uint8_t person = 1; person <= 3; ++person) {
        children.emplace_back(person, std::uint64_t{100} * person);
        children.back().born("2010-06-01");
        children.back().enters("2018-05-01", "care-order");
        PlacementStarted placement;
        placement.setting = "foster";
        placement.carer_relationship = "kin";
        if (person < 3) placement.carer = PersonCitation{{}, "test", "C1", "", ""};
        children.back().add(placement, "2018-05-01");
    }
    const Question question = asked("2019-03-31");
    const FigureTables tables = tables_of(children, question, year_to(question.as_at));
    CHECK(tables.find("carers.kinship")->value == 2);
    CHECK(tables.find("carers.kinship")->children.size() == 3);
}

TEST_CASE("figure tables: the child protection register holds until the name is taken off") {
    PersonBuilder child;
    child.born("2010-06-01");
    child.add(ProtectionRegistered{{"neglect"}}, "2018-05-01");
    child.add(ProtectionDeregistered{{}, "risk-reduced"}, "2019-05-01");
    const auto on = [&](const char* as_at) {
        const Question question = asked(as_at);
        return value_of(
            tables_of({child}, question, year_to(question.as_at)), "protection-register"
        );
    };
    CHECK(on("2018-04-30") == 0);
    CHECK(on("2018-05-01") == 1);
    CHECK(on("2019-04-30") == 1);
    CHECK(on("2019-05-01") == 0);
}

TEST_CASE("figure tables: the kinds of placement are those of the figures") {
    std::vector<std::string_view> names;
    for (std::size_t place = 0; place < kPlacementFigureCount; ++place) {
        names.push_back(name(static_cast<PlacementFigure>(place)));
    }
    CHECK(own_words(FigureAttribute::placement) == names);
}

}  // namespace
}  // namespace tyst
