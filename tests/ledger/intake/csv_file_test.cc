#include "ledger/intake/csv_file.h"

#include <catch2/catch.hpp>

namespace tyst {
namespace {

using Values = std::vector<std::string>;

TEST_CASE("csv: values come back to the letter, quoted or not, blanks and all") {
    const auto file = parse_csv("a.csv", "A,B\n x ,\"a \"\"b\"\", c\"\n,\n");
    REQUIRE(file);
    CHECK(file->columns == Values{"A", "B"});
    REQUIRE(file->rows.size() == 2);
    CHECK(file->rows[0].values == Values{" x ", "a \"b\", c"});
    CHECK(file->rows[1].values == Values{"", ""});
}

TEST_CASE("csv: a byte order mark and CR LF are no part of the values") {
    const auto file = parse_csv("a.csv", "\xEF\xBB\xBF\"A\",B\r\n1,2\r\n3,4");
    REQUIRE(file);
    CHECK(file->columns == Values{"A", "B"});
    REQUIRE(file->rows.size() == 2);
    CHECK(file->rows[1].values == Values{"3", "4"});
}

TEST_CASE("csv: each row knows the line on which it begins") {
    const auto file = parse_csv("a.csv", "A,B\n1,\"two\r\nlines\"\n\n3,4\r5,6\r\n7,8");
    REQUIRE(file);
    REQUIRE(file->rows.size() == 4);
    CHECK(file->rows[0] == CsvRow{2, {"1", "two\r\nlines"}});
    CHECK(file->rows[1] == CsvRow{5, {"3", "4"}});
    CHECK(file->rows[2] == CsvRow{6, {"5", "6"}});
    CHECK(file->rows[3] == CsvRow{7, {"7", "8"}});
}

TEST_CASE("csv: UTF-16 is refused with advice, other bytes with the line") {
    const auto marked = parse_csv("a.csv", std::string_view("\xFF\xFE\x41\x00", 4));
    REQUIRE_FALSE(marked);
    CHECK(marked.error().code == ErrorCode::not_utf8);
    CHECK(marked.error().context.find("UTF-8") != std::string::npos);
    const auto unmarked = parse_csv("a.csv", std::string_view("A\x00,\x00", 4));
    CHECK(unmarked.error().code == ErrorCode::not_utf8);
    const auto latin = parse_csv("a.csv", "A\nb\nSi\xE2n\n");
    CHECK(latin.error().code == ErrorCode::not_utf8);
    CHECK(latin.error().context == "a.csv, line 3: not UTF-8");
    for (const char* bad :
         {"A\n\xC0\x80", "A\n\xED\xA0\x80", "A\n\xF4\x90\x80\x80", "A\n\xE2\x82"}) {
        CHECK(parse_csv("a.csv", bad).error().code == ErrorCode::not_utf8);
    }
    CHECK(parse_csv("a.csv", "A\nSi\xC3\xA2n \xE2\x82\xAC \xF0\x9F\x98\x80\n"));
}

TEST_CASE("csv: quotes that do not match are refused with the line, never guessed at") {
    CHECK(
        parse_csv("a.csv", "A,B\n1,2\n3,\"x\"y\n").error().context ==
        "a.csv, line 3: quotes do not match"
    );
    CHECK(
        parse_csv("a.csv", "A,B\n1,\"open\n2,3\n").error().context ==
        "a.csv, line 2: a quote is never closed"
    );
    CHECK(
        parse_csv("a.csv", std::string_view("A\n1\0\n", 5)).error().code == ErrorCode::invalid_value
    );
    CHECK(parse_csv("a.csv", "").error().code == ErrorCode::invalid_value);
}

TEST_CASE("csv: a record longer than the limit is refused") {
    const std::string within = "A\n" + std::string(kCsvRowBytesMax, 'x') + "\n";
    CHECK(parse_csv("a.csv", within));
    const std::string beyond = "A\n" + std::string(kCsvRowBytesMax + 1, 'x');
    CHECK(parse_csv("a.csv", beyond).error().code == ErrorCode::too_large);
    const std::string wide = "A\n" + std::string(kCsvRowValuesMax, ',') + "\n";
    CHECK(parse_csv("a.csv", wide).error().code == ErrorCode::too_large);
}

TEST_CASE("csv: the digest is of the bytes as they lie in the file") {
    const auto file = parse_csv("a.csv", "A\n");
    REQUIRE(file);
    // printf 'A\n' | sha256sum
    CHECK(
        to_hex(file->digest.view()) ==
        "06f961b802bc46ee168555f066d28f4f0e9afdf3f88174c1ee6f9de004fc30a0"
    );
}

}  // namespace
}  // namespace tyst
