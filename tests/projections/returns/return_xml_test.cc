#include "projections/returns/return_xml.h"

#include <catch2/catch.hpp>

#include "tests/projections/returns/written_return.h"

namespace tyst {
namespace {

ExportedRow row_of(
    const ReturnLayout& layout, std::string_view table, std::vector<std::string> values
) {
    return {layout.table(table)->id, std::move(values), {}};
}

// A child with one row of each kind, as a return of the year has it.
ExportedReturn small_return(const ReturnLayout& layout) {
    ExportedChild child;
    child.reference = "A1";
    child.rows = {
        row_of(layout, "header", {"A1", "2", "01/02/2008", "WBRI", "", "", ""}),
        row_of(layout, "reviews", {"A1", "01/02/2008", "05/06/2020", "PN1"}),
        row_of(layout, "uasc", {"A1", "2", "01/02/2008", "01/02/2026"}),
        row_of(
            layout,
            "episodes",
            {"A1", "01/06/2020", "S", "C2", "N1", "U6", "PR1", "", "", "", "A&B", "<X>", ""}
        ),
    };
    ExportedReturn exported;
    exported.year = layout.year;
    exported.children = {child};
    return exported;
}

TEST_CASE(
    "return xml: elements stand in the order of the form, what is empty and may go is left out"
) {
    const ReturnLayout& layout = test::ssda903_form().layout(2021);
    const auto text = return_as_xml(small_return(layout), layout);
    REQUIRE(text);
    CHECK(
        *text ==
        R"(<?xml version="1.0" encoding="UTF-8"?>
<EXPSSDA903>
  <CHILD>
    <HEADER>
      <CHILDID>A1</CHILDID>
      <UPN></UPN>
      <SEX>2</SEX>
      <DOB>01/02/2008</DOB>
      <ETHNIC>WBRI</ETHNIC>
      <UASC>1</UASC>
      <DUC>01/02/2026</DUC>
      <AREVIEW>
        <REVIEW>05/06/2020</REVIEW>
        <REVIEW_CODE>PN1</REVIEW_CODE>
      </AREVIEW>
    </HEADER>
    <EPISODE>
      <DECOM>01/06/2020</DECOM>
      <RNE>S</RNE>
      <LS>C2</LS>
      <CIN>N1</CIN>
      <PL>U6</PL>
      <PL_POST>&lt;X&gt;</PL_POST>
      <HOME_POST>A&amp;B</HOME_POST>
      <PLACE_PROVIDER>PR1</PLACE_PROVIDER>
      <DEC></DEC>
      <REC></REC>
    </EPISODE>
  </CHILD>
</EXPSSDA903>
)"
    );
}

TEST_CASE("return xml: a year after the form's is refused, naming what it has no room for") {
    for (const int year : {2022, 2024, 2026, 2027}) {
        const ReturnLayout& layout = test::ssda903_form().layout(year);
        const auto text = return_as_xml(small_return(layout), layout);
        REQUIRE_FALSE(text);
        CHECK(text.error().code == ErrorCode::invalid_value);
        INFO(text.error().context);
        CHECK((text.error().context.find("social_worker") != std::string::npos) == (year >= 2024));
        CHECK((text.error().context.find("dolo") != std::string::npos) == (year >= 2027));
        CHECK((text.error().context.find("Z11") != std::string::npos) == (year >= 2026));
    }
}

TEST_CASE("return xml: a value that the form has no room for is refused by its place") {
    const ReturnLayout& layout = test::ssda903_form().layout(2021);
    struct Wrong {
        std::size_t row;
        std::size_t column;
        const char* value;
        const char* says;
    };
    for (const Wrong& wrong : {
             Wrong{3, 2, "", "/RNE has 0 letters"},
             Wrong{3, 5, "Z11", "/PL has 3 letters"},
             Wrong{0, 2, "31/02/2008", "/DOB is no date"},
             Wrong{0, 4, "\x01", "/UPN holds a character"},
             Wrong{1, 3, "", "/REVIEW_CODE has 0 letters"},
         }) {
        ExportedReturn exported = small_return(layout);
        exported.children[0].rows[wrong.row].values[wrong.column] = wrong.value;
        const auto text = return_as_xml(exported, layout);
        REQUIRE_FALSE(text);
        INFO(text.error().context);
        CHECK(text.error().context.find(wrong.says) != std::string::npos);
        CHECK(text.error().context.find("CHILD[1]") != std::string::npos);
    }
    ExportedReturn exported = small_return(layout);
    exported.children[0].rows.insert(
        exported.children[0].rows.end(), 52, exported.children[0].rows[1]
    );
    const auto text = return_as_xml(exported, layout);
    REQUIRE_FALSE(text);
    CHECK(text.error().context.find("AREVIEW stands more often") != std::string::npos);
}

}  // namespace
}  // namespace tyst
