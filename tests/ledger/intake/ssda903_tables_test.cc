#include "ledger/intake/ssda903_tables.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/ledger/intake/intake_fixture.h"
#include "tests/support/embedded_reference.h"
#include "tests/support/temporary_directory.h"

namespace tyst {
namespace {

std::vector<std::string> columns_of(const Ssda903TableShape& shape) {
    return {shape.columns.begin(), shape.columns.end()};
}

TEST_CASE("tables: each of the twelve is known by its set of columns, in any order and any case") {
    REQUIRE(ssda903_tables().size() == kSsda903TableCount);
    for (const auto& shape : ssda903_tables()) {
        INFO(shape.name);
        auto columns = columns_of(shape);
        CHECK(recognise_ssda903_table("x.csv", columns, 2027).value() == shape.table);
        std::ranges::reverse(columns);
        columns.front().front() = 'x' == columns.front().front() ? 'X' : columns.front().front();
        CHECK(recognise_ssda903_table("x.csv", columns, 2027).value() == shape.table);
        CHECK(ssda903_table(shape.name) == shape.table);
        CHECK(&shape_of(shape.table) == &shape);
    }
    const std::vector<std::string> lower{"review_code", "Child", "dob", "review"};
    CHECK(recognise_ssda903_table("x.csv", lower, 2018).value() == Ssda903Table::reviews);
    CHECK(usual_order(Ssda903Table::reviews, lower) == std::vector<std::size_t>{1, 2, 3, 0});
}

TEST_CASE("tables: those of the importer are those of the form, in every year, column by column") {
    const ReferenceSet reference = shipped_reference_set();
    const ReturnForm& form = *reference.return_form("ssda903");
    for (int year = form.first_year(); year <= form.last_year(); ++year) {
        INFO(year);
        std::size_t known = 0;
        for (const auto& shape : ssda903_tables()) {
            INFO(shape.name);
            const ReturnTableLayout* table = form.layout(year).table(shape.name);
            CHECK((table != nullptr) == (shape.from_year <= year));
            if (table == nullptr) continue;
            ++known;
            std::vector<std::string> columns;
            for (const ReturnColumn& column : table->columns)
                columns.push_back(column.name);
            CHECK(columns == columns_of(shape));
            CHECK(table->place_of("DOB") == shape.birth);
        }
        CHECK(form.layout(year).tables.size() == known);
    }
}

TEST_CASE("tables: another set of columns is refused with the closest table and the differences") {
    const std::vector<std::string> columns{"CHILD", "DOB", "REVIEW", "CODE", "NOTE"};
    const auto table = recognise_ssda903_table("reviews 2018.csv", columns, 2018);
    REQUIRE_FALSE(table);
    CHECK(table.error().code == ErrorCode::unknown_columns);
    CHECK(
        table.error().context ==
        "reviews 2018.csv: the columns are no table's of the return of year 2018; closest is "
        "reviews; missing: REVIEW_CODE; not expected: CODE, NOTE"
    );
    const std::vector<std::string> twice{"CHILD", "DOB", "REVIEW", "REVIEW_CODE", "dob"};
    CHECK(
        recognise_ssda903_table("r.csv", twice, 2018).error().context ==
        "r.csv: the column DOB stands twice"
    );
}

TEST_CASE("tables: a table is refused in a year whose return did not have it") {
    const auto social_worker = columns_of(shape_of(Ssda903Table::social_worker));
    CHECK(recognise_ssda903_table("s.csv", social_worker, 2024));
    const auto early = recognise_ssda903_table("s.csv", social_worker, 2023);
    CHECK(
        early.error().context ==
        "s.csv: the table social_worker is part of the return from year 2024 on, not of year 2023"
    );
    const auto liberty = columns_of(shape_of(Ssda903Table::deprivation_of_liberty));
    CHECK(recognise_ssda903_table("d.csv", liberty, 2027));
    CHECK_FALSE(recognise_ssda903_table("d.csv", liberty, 2026));
}

TEST_CASE("tables: the collection of a year ends in its March") {
    CHECK(to_text(collection_begins(2018)) == "2017-04-01");
    CHECK(to_text(collection_ends(2018)) == "2018-03-31");
}

TEST_CASE("tables: a folder is read whole, by content and not by file name") {
    const test::TemporaryDirectory folder;
    test::write_file(folder / "b.CSV", test::header_of(Ssda903Table::header) + "1,1,,,,,\n");
    test::write_file(folder / "a.csv", test::header_of(Ssda903Table::episodes));
    test::write_file(folder / "notes.txt", "x");
    const auto received = read_ssda903_return(folder.path(), 2018);
    REQUIRE(received);
    REQUIRE(received->files.size() == 2);
    CHECK(received->files[0].table == Ssda903Table::header);
    CHECK(received->files[0].csv.name == "b.CSV");
    CHECK(received->files[1].table == Ssda903Table::episodes);
    CHECK(received->files_ignored == std::vector<std::string>{"notes.txt"});

    test::write_file(folder / "c.csv", test::header_of(Ssda903Table::header));
    const auto twice = read_ssda903_return(folder.path(), 2018);
    CHECK(twice.error().context == "b.CSV and c.csv both hold the table header");
}

TEST_CASE("tables: a folder that is none, or holds no return, is refused") {
    const test::TemporaryDirectory folder;
    CHECK(read_ssda903_return(folder / "none", 2018).error().code == ErrorCode::not_found);
    CHECK(read_ssda903_return(folder.path(), 2018).error().code == ErrorCode::not_found);
    test::write_file(folder / "r.csv", test::header_of(Ssda903Table::reviews));
    CHECK(read_ssda903_return(folder.path(), 2018).error().code == ErrorCode::not_found);
    CHECK(read_ssda903_return(folder.path(), 18).error().code == ErrorCode::invalid_value);
    test::write_file(folder / "r.csv", "A,B\n");
    CHECK(read_ssda903_return(folder.path(), 2018).error().code == ErrorCode::unknown_columns);
}

}  // namespace
}  // namespace tyst
