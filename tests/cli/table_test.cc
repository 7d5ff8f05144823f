#include "cli/table.h"

#include <sstream>

#include <catch2/catch.hpp>

namespace tyst::cli {
namespace {

std::string text_of(const Table& table) {
    std::ostringstream out;
    table.print_text(out);
    return out.str();
}

std::string csv_of(const Table& table) {
    std::ostringstream out;
    table.print_csv(out);
    return out.str();
}

TEST_CASE("table: width counts what a terminal shows, not bytes") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("Siôn Tŷ") == 7);
    CHECK(display_width("e\xCC\x81") == 1);     // e with a combining acute
    CHECK(display_width("\xE4\xB8\xAD") == 2);  // a wide character
    CHECK(display_width("\xFF\xC3") == 2);      // not UTF-8: a byte each
    CHECK(display_width("\xE2\x82") == 2);      // cut short
}

TEST_CASE("table: columns line up by display width and lines end without blanks") {
    Table table({{"name", "Name"}, {"count", "Count", Align::right}, {"note", "Note"}});
    table.add_row({"Tŷ", "7", ""});
    table.add_row({"Longer", "1234567", "x"});
    CHECK(
        text_of(table) ==
        "Name      Count  Note\n"
        "Tŷ            7\n"
        "Longer  1234567  x\n"
    );
}

TEST_CASE("table: control characters of a stored text never reach the terminal") {
    Table table(std::vector<Column>{{"note", "Note"}});
    table.add_row({"a\x1b[31mb\nc\xC2\x9B"});
    CHECK(text_of(table) == "Note\na?[31mb?c?\n");
}

TEST_CASE("table: CSV quotes by RFC 4180; for people no text runs, for programs all are exact") {
    Table table({{"a", "A"}, {"b", "B"}});
    table.add_row({"plain", "with, comma"});
    table.add_row({"say \"yes\"", "two\nlines"});
    table.add_row({"=1+1", "-7"});
    const std::string lines =
        "a,b\r\nplain,\"with, comma\"\r\n\"say \"\"yes\"\"\",\"two\nlines\"\r\n";
    CHECK(csv_of(table) == lines + "'=1+1,-7\r\n");
    std::ostringstream exact;
    table.print_exact_csv(exact);
    CHECK(exact.str() == lines + "=1+1,-7\r\n");
}

}  // namespace
}  // namespace tyst::cli
