#include "cli/doctor_checks.h"

#include <fstream>

#include <catch2/catch.hpp>

#include "tests/support/temporary_directory.h"

namespace tyst::cli {
namespace {

using std::filesystem::perms;

std::filesystem::path key_in(const std::filesystem::path& directory, perms permissions) {
    std::filesystem::create_directories(directory);
    const auto file = directory / "a.root-key";
    std::ofstream(file) << "key";
    std::filesystem::permissions(file, permissions);
    return file;
}

TEST_CASE("doctor: a root key that only its owner reads, outside the ledger, is well") {
    const tyst::test::TemporaryDirectory place;
    const auto key = key_in(place / "keys", perms::owner_read | perms::owner_write);
    CHECK(check_root_key(key, place / "ledger").level == Level::ok);
    // A sibling whose name begins alike is not inside.
    CHECK(check_root_key(key, place / "key").level == Level::ok);
}

TEST_CASE("doctor: a root key open to others fails with the command that mends it") {
    const tyst::test::TemporaryDirectory place;
    const auto key = key_in(place / "keys", perms::owner_read | perms::group_read);
    const Check check = check_root_key(key, place / "ledger");
    CHECK(check.level == Level::fail);
    CHECK(check.advice == "chmod 600 " + key.string());
}

TEST_CASE("doctor: a root key inside the ledger fails") {
    const tyst::test::TemporaryDirectory place;
    const auto key = key_in(place / "ledger" / "keys", perms::owner_read);
    CHECK(check_root_key(key, place / "ledger").level == Level::fail);
}

TEST_CASE("doctor: a missing root key or lock directory fails") {
    const tyst::test::TemporaryDirectory place;
    CHECK(check_root_key(place / "none", place / "ledger").level == Level::fail);
    CHECK(check_lock_directory(place / "lock").level == Level::fail);
    std::filesystem::create_directory(place / "lock");
    CHECK(check_lock_directory(place / "lock").level == Level::ok);
}

TEST_CASE("doctor: little room warns, hardly any fails") {
    constexpr std::uint64_t kGibibyte = 1024ULL * 1024 * 1024;
    CHECK(judge_disk_space(200 * kGibibyte, 400 * kGibibyte).level == Level::ok);
    CHECK(judge_disk_space(20 * kGibibyte, 400 * kGibibyte).level == Level::warn);
    CHECK(judge_disk_space(5 * kGibibyte, 20 * kGibibyte).level == Level::warn);
    CHECK(judge_disk_space(kGibibyte / 2, 20 * kGibibyte).level == Level::fail);
}

TEST_CASE("doctor: a clock before the newest entry fails") {
    const Timestamp now{1'700'000'000'000'000};
    CHECK(check_clock(now, {now.microseconds - 5}).level == Level::ok);
    CHECK(check_clock(now, {now.microseconds + 5'000'000}).level == Level::fail);
}

}  // namespace
}  // namespace tyst::cli
