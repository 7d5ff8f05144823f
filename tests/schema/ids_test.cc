#include "schema/ids.h"

#include <catch2/catch.hpp>

namespace tyst {
namespace {

TEST_CASE("ids: a UUID's text form comes back as the same bytes, and no other form is taken") {
    const std::string text = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
    const auto bytes = from_uuid_text(text);
    REQUIRE(bytes);
    CHECK(to_uuid_text(*bytes) == text);
    CHECK_FALSE(from_uuid_text("0190a1b2c3d47e5f8a9b0c1d2e3f4a5b"));
    CHECK_FALSE(from_uuid_text("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5g"));
    CHECK_FALSE(from_uuid_text(text + "0"));
}

TEST_CASE("ids: hexadecimal of odd length or with other letters is refused") {
    CHECK(from_hex("00ff").value() == std::string("\x00\xff", 2));
    CHECK_FALSE(from_hex("0"));
    CHECK_FALSE(from_hex("0x"));
}

}  // namespace
}  // namespace tyst
