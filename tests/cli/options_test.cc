#include "cli/options.h"

#include <filesystem>
#include <map>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/cli/tame_machine.h"
#include "tests/support/temporary_directory.h"

namespace tyst::cli {
namespace {

TEST_CASE("options: the default root key lies in the configuration folder, one file a ledger") {
    test::TameMachine machine;
    machine.environment["HOME"] = "/home/ann";
    CHECK(
        default_root_key_file("/srv/tyst/cardiff", machine.surroundings()) ==
        "/home/ann/.config/tyst/srv+tyst+cardiff.root-key"
    );
    CHECK(
        default_root_key_file("/srv/tyst/cardiff/", machine.surroundings()) ==
        default_root_key_file("/srv/tyst/cardiff", machine.surroundings())
    );
    machine.environment["XDG_CONFIG_HOME"] = "/etc/own";
    CHECK(
        default_root_key_file("/srv/a b+c", machine.surroundings()) ==
        "/etc/own/tyst/srv+a%20b%2Bc.root-key"
    );
}

TEST_CASE("options: two ledgers never share a default root key") {
    test::TameMachine machine;
    CHECK(
        default_root_key_file("/a+b/c", machine.surroundings()) !=
        default_root_key_file("/a/b/c", machine.surroundings())
    );
}

TEST_CASE("options: a bare name has one default root key, before and after there is such a folder"
) {
    test::TameMachine machine;
    const tyst::test::TemporaryDirectory place;
    const auto relative = std::filesystem::proximate(place / "demo");
    const auto before = default_root_key_file(relative, machine.surroundings());
    std::filesystem::create_directories(place / "demo");
    CHECK(before == default_root_key_file(relative, machine.surroundings()));
    CHECK(before == default_root_key_file(place / "demo", machine.surroundings()));
    CHECK(
        default_root_key_file("none-such", machine.surroundings()) ==
        default_root_key_file(std::filesystem::current_path() / "none-such", machine.surroundings())
    );
}

TEST_CASE("options: a date means the end of that London day, a time means itself") {
    // British Summer Time ends the day at 22:59:59.999999 UTC.
    CHECK(to_text(moment_from("2018-07-01")) == "2018-07-01T22:59:59.999999Z");
    CHECK(to_text(moment_from("2018-07-01T12:00:00Z")) == "2018-07-01T12:00:00Z");
}

TEST_CASE("options: what is neither a date nor a time is refused with a reason") {
    CHECK(check_date("2018-07-01").empty());
    CHECK_FALSE(check_date("2018-02-30").empty());
    CHECK_FALSE(check_date("1899-12-31").empty());
    CHECK(check_date_or_time("2018-07-01").empty());
    CHECK(check_date_or_time("2018-07-01T12:00:00Z").empty());
    CHECK_FALSE(check_date_or_time("yesterday").empty());
}

}  // namespace
}  // namespace tyst::cli
