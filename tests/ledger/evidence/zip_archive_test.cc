#include "ledger/evidence/zip_archive.h"

#include <cstdlib>
#include <ctime>

#include <catch2/catch.hpp>

namespace tyst {
namespace {

const std::vector<ZipMember> kZipSample{
    {"README.txt", "Synthetic.\n"},
    {"log/entries/7", std::string("\0\1\2", 3)},
    {"log/empty", ""},
    {"MANIFEST.sha256", "none\n"},
};

std::string zip_of(const std::vector<ZipMember>& members) {
    const auto bytes = write_zip(members);
    INFO((bytes ? "" : bytes.error().context));
    REQUIRE(bytes);
    return *bytes;
}

TEST_CASE("zip archive: members come back in order with their bytes") {
    CHECK(read_zip(zip_of(kZipSample)) == kZipSample);
    CHECK_FALSE(write_zip({}).has_value());
}

TEST_CASE("zip archive: the same members give the same bytes in any time zone") {
    const char* before = std::getenv("TZ");
    const std::string kept = before == nullptr ? "" : before;
    setenv("TZ", "Pacific/Apia", 1);
    tzset();
    const std::string there = zip_of(kZipSample);
    setenv("TZ", "Europe/London", 1);
    tzset();
    const std::string here = zip_of(kZipSample);
    if (before == nullptr) {
        unsetenv("TZ");
    } else {
        setenv("TZ", kept.c_str(), 1);
    }
    tzset();
    CHECK(there == here);
    CHECK(here.substr(0, 4) == "PK\3\4");
    // Stored, 1980-01-01 00:00:00.
    CHECK(here.substr(8, 6) == std::string("\0\0\0\0\x21\0", 6));
}

TEST_CASE("zip archive: no bit of it may differ, wherever it stands") {
    const std::string bytes = zip_of(kZipSample);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        std::string changed = bytes;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        INFO("bit " << bit);
        CHECK_FALSE(read_zip(changed).has_value());
    }
}

TEST_CASE("zip archive: bytes before, behind or cut off are refused") {
    const std::string bytes = zip_of(kZipSample);
    CHECK_FALSE(read_zip("x" + bytes).has_value());
    CHECK_FALSE(read_zip(bytes + "x").has_value());
    CHECK_FALSE(read_zip("").has_value());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        CHECK_FALSE(read_zip(std::string_view(bytes).substr(0, length)).has_value());
    }
}

TEST_CASE("zip archive: names that would leave the folder or clash are refused") {
    for (const char* name :
         {"",
          "/etc/passwd",
          "../up",
          "a/../b",
          "a//b",
          "a/",
          ".",
          "a/.",
          "a\\b",
          "c:d",
          "a b",
          "\xc3\xb4l.txt",
          "..."}) {
        INFO(name);
        CHECK_FALSE(is_member_name(name));
        CHECK_FALSE(write_zip(std::vector<ZipMember>{{name, ""}}).has_value());
    }
    CHECK(is_member_name("children/001/chronology.cy.html"));
    CHECK_FALSE(is_member_name(std::string(kZipNameBytesMax + 1, 'a')));
    CHECK_FALSE(write_zip(std::vector<ZipMember>{{"a", ""}, {"a", ""}}).has_value());
    CHECK_FALSE(write_zip(std::vector<ZipMember>{{"a", ""}, {"A", ""}}).has_value());
    CHECK_FALSE(write_zip(std::vector<ZipMember>{{"a", ""}, {"a/b", ""}}).has_value());
    CHECK_FALSE(write_zip(std::vector<ZipMember>{{"a/b/c", ""}, {"A/b", ""}}).has_value());
}

TEST_CASE("zip archive: an archive of thousands of members is written and read") {
    std::vector<ZipMember> members;
    for (int i = 0; i < 5000; ++i) {
        members.push_back({"log/entries/" + std::to_string(i), std::to_string(i * i)});
    }
    CHECK(read_zip(zip_of(members)) == members);
}

}  // namespace
}  // namespace tyst
