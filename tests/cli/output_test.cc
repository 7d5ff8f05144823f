#include "cli/output.h"

#include <sstream>

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

namespace tyst::cli {
namespace {

TEST_CASE("output: printed JSON reads back as the same value, in the same order of keys") {
    const std::string text =
        R"({"z":1,"a":[],"list":[1,2,"three"],"rows":[{"b":null,"c":{"d":true}},{}],"quote\"":"\n\u0001"})";
    const auto value = boost::json::parse(text);
    std::ostringstream out;
    print_json(out, value);
    CHECK(boost::json::parse(out.str()) == value);
    CHECK(out.str().find("\"z\"") < out.str().find("\"a\""));
    CHECK(out.str().back() == '\n');
}

TEST_CASE("output: plain lists stay on one line, rows get one each") {
    std::ostringstream out;
    print_json(out, boost::json::parse(R"({"ids":[1,2],"rows":[{"a":1}]})"));
    CHECK(
        out.str() == "{\n  \"ids\": [1, 2],\n  \"rows\": [\n    {\n      \"a\": 1\n    }\n  ]\n}\n"
    );
}

TEST_CASE("output: the three formats have their names") {
    CHECK(output_format_from("table") == OutputFormat::table);
    CHECK(output_format_from("json") == OutputFormat::json);
    CHECK(output_format_from("csv") == OutputFormat::csv);
}

}  // namespace
}  // namespace tyst::cli
