#include "schema/returns/return_layout.h"

#include <string>

#include <catch2/catch.hpp>

#include "tests/support/embedded_reference.h"

namespace tyst {
namespace {

std::string shipped_text() {
    for (const ReferenceFileText& file : embedded_reference_texts()) {
        if (file.path == "returns/ssda903.toml") {
            return file.text;
        }
    }
    return "";
}

ReturnForm shipped() {
    auto form = ReturnForm::read({"returns/ssda903.toml", shipped_text()});
    REQUIRE(form);
    return std::move(*form);
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto place = text.find(what);
    REQUIRE(place != std::string::npos);
    return text.replace(place, what.size(), with);
}

std::string refusal_of(const std::string& text) {
    const auto form = ReturnForm::read({"f.toml", text});
    REQUIRE_FALSE(form);
    CHECK(form.error().code == ErrorCode::invalid_rule_file);
    return form.error().context;
}

TEST_CASE("return layout: each year is the base with all changes up to it") {
    const ReturnForm form = shipped();
    CHECK(form.first_year() == 2017);
    CHECK(form.last_year() == 2027);
    struct Row {
        int year;
        const char* set;
        const char* code;
        bool there;
    };
    for (const Row& row : {
             Row{2018, "REC", "E43", true},
             Row{2018, "REC", "E45", false},
             Row{2019, "REC", "E43", false},
             Row{2019, "REC", "E45", true},
             Row{2021, "ACTIV", "F3", true},
             Row{2022, "ACTIV", "F3", false},
             Row{2022, "ACTIV", "F5", true},
             Row{2024, "SEX", "1", true},
             Row{2025, "SEX", "1", false},
             Row{2025, "SEX", "U", true},
             Row{2024, "PLACE", "H5", true},
             Row{2025, "PLACE", "H5", false},
             Row{2025, "PLACE", "K3", true},
             Row{2025, "PLACE", "Z1", true},
             Row{2026, "PLACE", "Z1", false},
             Row{2026, "PLACE", "Z14", true},
         }) {
        INFO(row.year << " " << row.set << " " << row.code);
        CHECK(form.layout(row.year).has_code(row.set, row.code) == row.there);
    }
}

TEST_CASE("return layout: tables come with the year that brings them") {
    const ReturnForm form = shipped();
    CHECK(form.layout(2017).tables.size() == 10);
    CHECK(form.layout(2023).table("social_worker") == nullptr);
    CHECK(form.layout(2024).table("social_worker") != nullptr);
    CHECK(form.layout(2026).table("dolo") == nullptr);
    REQUIRE(form.layout(2027).table("dolo") != nullptr);
    CHECK(form.layout(2027).tables.size() == 12);
    CHECK(form.layout(2027).table("dolo")->key == std::vector<std::size_t>{0, 2});
}

TEST_CASE("return layout: a year beyond those known has the layout of the nearest one") {
    const ReturnForm form = shipped();
    CHECK(form.layout(1999).year == 2017);
    CHECK(form.layout(2031).year == 2027);
}

TEST_CASE("return layout: what the vocabulary does not know is refused with its line") {
    const std::string text = shipped_text();
    CHECK(
        refusal_of(replaced(text, "kind = \"reference\"", "kind = \"name\"")).find("f.toml:") == 0
    );
    CHECK(
        refusal_of(replaced(text, "key = [\"CHILD\"]", "key = [\"NAME\"]")).find("'NAME'") !=
        std::string::npos
    );
    CHECK(
        refusal_of(replaced(text, "values = [\"E43\", \"E44\"]", "values = [\"E99\"]"))
            .find("no code 'E99'") != std::string::npos
    );
    CHECK(
        refusal_of(replaced(text, "year = 2022", "year = 2018")).find("order of their years") !=
        std::string::npos
    );
    CHECK(
        refusal_of(replaced(text, "codes = \"RNE\"", "codes = \"RNX\"")).find("'RNX'") !=
        std::string::npos
    );
}

}  // namespace
}  // namespace tyst
