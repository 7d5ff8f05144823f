#include "projections/evidence/sheets.h"

#include <string>

#include <catch2/catch.hpp>

namespace tyst::evidence {
namespace {

Table hostile_table() {
    Table table;
    table.columns = {{"name", "Name"}, {"count", "Count"}};
    table.rows = {
        {Cell(std::string("=cmd|'/c calc'!A0")), Cell::of_number(7)},
        {Cell(std::string("@SUM(1,2)")), Cell(std::string("plain \"quoted\""))},
    };
    return table;
}

TEST_CASE("csv: what a spreadsheet would run as a formula is kept a text") {
    CHECK(
        to_csv(hostile_table()) ==
        "name,count\r\n'=cmd|'/c calc'!A0,7\r\n\"'@SUM(1,2)\",\"plain \"\"quoted\"\"\"\r\n"
    );
}

TEST_CASE("csv: white space in front or wide letters do not hide a formula") {
    Table table;
    table.columns = {{"text", "Text"}};
    for (const std::string text :
         {"=1", "+1", "-A1", "@A1", " =1", "\t=1", "\n=1", "＝1", "＋1", "－1", "＠A1"}) {
        INFO(text);
        table.rows = {{Cell(text)}};
        const std::string csv = to_csv(table);
        CHECK(csv.find("'" + text) != std::string::npos);
    }
    for (const std::string text : {"", " ", "1", "-1", "a=1", "1-2"}) {
        INFO(text);
        table.rows = {{Cell(text)}};
        CHECK(to_csv(table).find('\'') == std::string::npos);
    }
}

TEST_CASE("workbook: the same sheets give the same bytes, other sheets others") {
    const auto once = to_workbook({"Title", ""}, {{"What", "Value"}}, {{"Sheet", hostile_table()}});
    const auto twice =
        to_workbook({"Title", ""}, {{"What", "Value"}}, {{"Sheet", hostile_table()}});
    REQUIRE(once);
    REQUIRE(twice);
    CHECK(once->starts_with("PK"));
    CHECK(*once == *twice);
    Table other = hostile_table();
    other.rows.front().front() = Cell(std::string("something else"));
    const auto third = to_workbook({"Title", ""}, {{"What", "Value"}}, {{"Sheet", other}});
    REQUIRE(third);
    CHECK(*third != *once);
}

TEST_CASE("workbook: a cell longer than a sheet takes is cut at a whole letter") {
    Table table;
    table.columns = {{"text", "Text"}};
    std::string text;
    while (text.size() < 40'000)
        text += "ŵ";
    table.rows = {{Cell(text)}};
    CHECK(to_workbook({"Title", ""}, {}, {{"Sheet", table}}));
}

}  // namespace
}  // namespace tyst::evidence
