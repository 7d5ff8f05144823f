#include "cli/whole_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "tests/support/temporary_directory.h"

namespace tyst::cli {
namespace {

namespace fs = std::filesystem;

TEST_CASE("whole file: is read up to the limit of the caller, to the byte") {
    const tyst::test::TemporaryDirectory place;
    const std::string content(200'000, 'x');
    REQUIRE(write_whole_file(place / "note", content));
    CHECK(read_whole_file(place / "note", content.size()).value() == content);
    CHECK(read_whole_file(place / "note", content.size() - 1).error().code == ErrorCode::too_large);
    CHECK(read_whole_file(place / "none", 10).error().code == ErrorCode::not_found);
    CHECK(read_whole_file(place.path(), 10).error().code == ErrorCode::io_failed);
    REQUIRE(write_whole_file(place / "empty", ""));
    CHECK(read_whole_file(place / "empty", 0).value().empty());
}

TEST_CASE("whole file: a new one is its owner's alone and replaces none") {
    const tyst::test::TemporaryDirectory place;
    REQUIRE(write_whole_file(place / "page", "one"));
    using fs::perms;
    CHECK(fs::status(place / "page").permissions() == (perms::owner_read | perms::owner_write));
    CHECK(write_whole_file(place / "page", "two").error().code == ErrorCode::already_exists);
    CHECK(read_whole_file(place / "page", 10).value() == "one");
    CHECK(std::distance(fs::directory_iterator(place.path()), fs::directory_iterator()) == 1);
}

}  // namespace
}  // namespace tyst::cli
