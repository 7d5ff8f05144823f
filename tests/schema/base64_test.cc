#include "schema/base64.h"

#include <catch2/catch.hpp>

namespace tyst {
namespace {

TEST_CASE("base64: the vectors of RFC 4648 section 10 hold both ways") {
    const std::pair<const char*, const char*> vectors[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [plain, text] : vectors) {
        CHECK(to_base64(as_bytes(plain)) == text);
        CHECK(from_base64(text).value() == plain);
    }
    std::string every;
    for (int byte = 0; byte < 256; ++byte) {
        every.push_back(static_cast<char>(byte));
        CHECK(from_base64(to_base64(as_bytes(every))).value() == every);
    }
}

TEST_CASE("base64: what to_base64 would not write is refused") {
    for (const char* text :
         {"Z",
          "Zg",
          "Zg=",
          "Zg===",
          "Zh==",
          "Zm9=",
          "=",
          "====",
          "Z===",
          "Zm 9v",
          "Zm9v\n",
          "Zg==Zg==",
          "Zm-_",
          "Z=g="}) {
        INFO(text);
        CHECK_FALSE(from_base64(text));
    }
}

}  // namespace
}  // namespace tyst
