#include "ledger/file_in_waiting.h"

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/support/temporary_directory.h"

namespace tyst {
namespace {

std::string waiting_text(const std::filesystem::path& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

TEST_CASE("file in waiting: stands under its name only once it was put in place") {
    const test::TemporaryDirectory place;
    const auto path = place / "pack.zip";
    const auto beside = place / "pack.zip.new";
    {
        FileInWaiting file(path);
        REQUIRE(file.write("whole"));
        CHECK_FALSE(std::filesystem::exists(path));
        CHECK(waiting_text(beside) == "whole");
        using std::filesystem::perms;
        CHECK(
            std::filesystem::status(beside).permissions() ==
            (perms::owner_read | perms::owner_write)
        );
    }
    CHECK_FALSE(std::filesystem::exists(beside));  // it was never put in place
    std::ofstream(beside) << "half of an earlier run that was cut off";
    FileInWaiting file(path);
    REQUIRE(file.write("whole"));
    REQUIRE(file.put_in_place());
    CHECK(waiting_text(path) == "whole");
    CHECK_FALSE(std::filesystem::exists(beside));
}

TEST_CASE("file in waiting: a name that is taken is refused, also when it is taken meanwhile") {
    const test::TemporaryDirectory place;
    const auto path = place / "pack.zip";
    FileInWaiting file(path);
    REQUIRE(file.write("new"));
    std::ofstream(path) << "another's";
    CHECK(file.put_in_place().error().code == ErrorCode::already_exists);
    CHECK(FileInWaiting(path).write("new").error().code == ErrorCode::already_exists);
    CHECK(waiting_text(path) == "another's");
    CHECK(FileInWaiting(place / "none" / "x").write("").error().code == ErrorCode::io_failed);
}

}  // namespace
}  // namespace tyst
