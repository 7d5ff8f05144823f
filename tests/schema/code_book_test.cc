#include "schema/code_book.h"

#include <catch2/catch.hpp>

namespace tyst {
namespace {

CodeEntry entry(std::string id, std::string ssda903) {
    CodeEntry made;
    made.id = std::move(id);
    made.ssda903 = std::move(ssda903);
    return made;
}

TEST_CASE("codes: a code is found in its own set only, in the order of adding") {
    CodeBook book;
    CodeEntry secure = entry("secure-accommodation-order", "");
    secure.flags["overlay"] = true;
    REQUIRE(book.add("legal-status", entry("care-order", "C2")));
    REQUIRE(book.add("legal-status", secure));
    REQUIRE(book.add("category-of-need", entry("N1", "N1")));
    CHECK(book.contains("legal-status", "care-order"));
    CHECK_FALSE(book.contains("category-of-need", "care-order"));
    CHECK_FALSE(book.contains("nothing", "care-order"));
    CHECK(book.find("legal-status", "secure-accommodation-order")->flag("overlay"));
    CHECK_FALSE(book.find("legal-status", "care-order")->flag("overlay"));
    CHECK(book.find_ssda903("legal-status", "C2")->id == "care-order");
    CHECK(book.find_ssda903("legal-status", "") == nullptr);
    CHECK(book.codes("legal-status").at(1).id == "secure-accommodation-order");
    CHECK(book.codes("nothing").empty());
    CHECK(book.sets() == std::vector<std::string>{"category-of-need", "legal-status"});
}

TEST_CASE("codes: the same code twice in one set is refused, and so is an empty one") {
    CodeBook book;
    REQUIRE(book.add("sex", entry("male", "")));
    CHECK(book.add("sex", entry("male", "")).error().code == ErrorCode::already_exists);
    CHECK(book.add("sex", entry("", "")).error().code == ErrorCode::invalid_value);
    CHECK(book.add("", entry("male", "")).error().code == ErrorCode::invalid_value);
}

TEST_CASE("code book: another word leads to its code, and none stands for two") {
    CodeBook book;
    CodeEntry voluntary;
    voluntary.id = "voluntary";
    voluntary.also = {"section-20", "section-76"};
    REQUIRE(book.add("status", voluntary));
    CHECK(book.code_for("status", "section-20") == "voluntary");
    CHECK(book.code_for("status", "voluntary") == "voluntary");
    CHECK(book.code_for("status", "section-31") == "section-31");
    CHECK(book.code_for("route", "section-20") == "section-20");
    CHECK_FALSE(book.contains("status", "section-20"));
    CodeEntry other;
    other.id = "section-20";
    CHECK_FALSE(book.add("status", other));
    other.id = "other";
    other.also = {"voluntary"};
    CHECK_FALSE(book.add("status", other));
}

}  // namespace
}  // namespace tyst
