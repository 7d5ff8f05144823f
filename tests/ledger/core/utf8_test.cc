#include "ledger/core/utf8.h"

#include <string>

#include <catch2/catch.hpp>

namespace tyst {
namespace {

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        if (!take_character(text)) {
            return false;
        }
    }
    return true;
}

TEST_CASE("utf8: well-formed text gives its characters") {
    std::string_view text = "a\xc5\xb5\xe2\x80\x94\xf0\x9f\x90\x89";
    CHECK(take_character(text) == U'a');
    CHECK(take_character(text) == char32_t{0x175});
    CHECK(take_character(text) == char32_t{0x2014});
    CHECK(take_character(text) == char32_t{0x1f409});
    CHECK(text.empty());
}

TEST_CASE("utf8: overlong, cut, surrogate and out-of-range forms are refused") {
    for (const char* text :
         {"\x80",
          "\xc0\x80",
          "\xc1\xbf",
          "\xe0\x80\x80",
          "\xed\xa0\x80",
          "\xf0\x80\x80\x80",
          "\xf4\x90\x80\x80",
          "\xf8\x88\x80\x80\x80",
          "\xff",
          "\xe2\x80",
          "\xc3("}) {
        CHECK_FALSE(is_utf8(text));
    }
    CHECK(is_utf8("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf"));
}

}  // namespace
}  // namespace tyst
