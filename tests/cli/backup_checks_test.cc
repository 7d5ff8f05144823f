#include "cli/backup_checks.h"

#include <catch2/catch.hpp>

#include "tests/cli/small_ledger.h"

namespace tyst::cli {
namespace {

namespace fs = std::filesystem;
using test::SmallLedger;

// What doctor prints of one check.
std::string doctor_line(SmallLedger& ledger, const std::string& check) {
    const std::string out = ledger.run({"doctor"}).out;
    const std::size_t at = out.find(check);
    INFO(out);
    REQUIRE(at != std::string::npos);
    const std::size_t start = out.rfind('\n', at) + 1;
    return out.substr(start, out.find('\n', at) - start);
}

void set_day(SmallLedger& ledger, const char* instant) {
    ledger.machine.clock.set(*parse_timestamp(instant));
}

TEST_CASE("doctor: tells how long ago the last backup was, and whose keys are past their day") {
    SmallLedger ledger;
    const fs::path place = ledger.directory().parent_path();
    CHECK_THAT(doctor_line(ledger, "last backup"), Catch::StartsWith("warn"));
    CHECK_THAT(doctor_line(ledger, "last backup"), Catch::Contains("none was ever taken"));

    const std::string backup = (place / "backup").string();
    REQUIRE(ledger.run({"backup", "create", backup, "--keys-days", "30"}).code == 0);
    CHECK_THAT(doctor_line(ledger, "last backup"), Catch::StartsWith("ok"));
    CHECK_THAT(doctor_line(ledger, "last backup"), Catch::Contains("2026-03-02, today, " + backup));
    set_day(ledger, "2026-03-09T12:00:00Z");
    CHECK_THAT(doctor_line(ledger, "last backup"), Catch::StartsWith("ok"));
    set_day(ledger, "2026-03-10T12:00:00Z");
    CHECK_THAT(doctor_line(ledger, "last backup"), Catch::StartsWith("warn"));
    CHECK_THAT(doctor_line(ledger, "last backup"), Catch::Contains("8 days ago"));

    set_day(ledger, "2026-04-01T12:00:00Z");  // the last day of its keys
    CHECK_THAT(doctor_line(ledger, "key copies"), Catch::StartsWith("ok"));
    set_day(ledger, "2026-04-02T12:00:00Z");
    CHECK_THAT(doctor_line(ledger, "key copies"), Catch::StartsWith("warn"));
    CHECK_THAT(doctor_line(ledger, "key copies"), Catch::Contains(backup + " (2026-04-01)"));
    REQUIRE(ledger.machine.run({"backup", "prune", backup}).code == 0);
    CHECK_THAT(doctor_line(ledger, "key copies"), Catch::StartsWith("ok"));
    CHECK_THAT(doctor_line(ledger, "key copies"), !Catch::Contains("past their day"));

    fs::rename(backup, place / "carried-away");
    CHECK_THAT(doctor_line(ledger, "key copies"), Catch::StartsWith("ok"));
    CHECK_THAT(doctor_line(ledger, "key copies"), Catch::Contains("1 past their day are not"));
}

TEST_CASE("doctor: a backup that was begun and never finished is none") {
    const tyst::test::TemporaryDirectory place;
    const Date today = Date::of(2026, 3, 2);
    const RecordedBackup begun{today, {5, {}, (place / "begun").string(), today.plus_days(30)}};
    CHECK(judge_last_backup(begun, today).level == Level::ok);  // carried away already
    fs::create_directory(place / "begun");
    CHECK(judge_last_backup(begun, today).level == Level::warn);
    CHECK_THAT(judge_last_backup(begun, today).found, Catch::Contains("never finished"));
}

}  // namespace
}  // namespace tyst::cli
