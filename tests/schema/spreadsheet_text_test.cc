#include "schema/spreadsheet_text.h"

#include <catch2/catch.hpp>

namespace tyst {
namespace {

TEST_CASE("spreadsheet text: what would run as a formula has an apostrophe in front") {
    const std::string text = GENERATE(
        as<std::string>(),
        "=HYPERLINK(\"http://example.test\",\"click\")",
        "=1+1",
        "+44 7700 900123",
        "-2+3",
        "-A1",
        "-",
        "--1",
        "-1e5",
        "-1.",
        "@SUM(A1)",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A1",
        " =1",
        "\t=1",
        "\tplain",
        "\rplain",
        "\nplain",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b@A1"
    );
    CAPTURE(text);
    CHECK(neutralised(text) == "'" + text);
}

TEST_CASE("spreadsheet text: everything else stays as it is, numbers among it") {
    const std::string text = GENERATE(
        as<std::string>(),
        "",
        " ",
        "7",
        "-7",
        "-12.5",
        "1-2",
        "a=1",
        "O'Neill",
        "Siân",
        "2019-03-31"
    );
    CAPTURE(text);
    CHECK(neutralised(text) == text);
}

}  // namespace
}  // namespace tyst
