#include <array>
#include <filesystem>

#include <catch2/catch.hpp>

#include "ledger/system.h"
#include "tests/faults/faulty_disk.h"
#include "tests/faults/trial.h"
#include "tests/support/long_runs.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temporary_directory.h"

namespace tyst {
namespace {

namespace fs = std::filesystem;
using test::error_text;
using test::FaultPlan;
using test::FaultWay;
using test::FaultyDisk;
using test::kFaultWays;
using test::Survival;

// Makes ledgers in one place again and again.
class Maker {
  public:
    Maker() {
        options_.directory = directory_ / "ledger";
        options_.root_key_file = directory_ / "root.key";
        options_.origin = "tyst.example/W06000014";
        options_.authority = "W06000014";
    }
    [[nodiscard]] Result<void> create(std::shared_ptr<void> file_system) {
        fs::remove_all(options_.directory);
        return create_beside_what_is_there(std::move(file_system));
    }
    [[nodiscard]] Result<void> create_beside_what_is_there(std::shared_ptr<void> file_system) {
        CreateOptions options = options_;
        options.file_system = std::move(file_system);
        return Ledger::create(options, clock_, entropy_);
    }
    // Puts what a crash would leave in the place of the ledger.
    void crash(const FaultyDisk& disk, Survival survival) {
        disk.copy(options_.directory, directory_ / "found", survival);
        fs::remove_all(options_.directory);
        fs::rename(directory_ / "found", options_.directory);
    }
    [[nodiscard]] Result<std::unique_ptr<Ledger>> open() {
        OpenOptions options;
        options.file_system = healthy_.file_system();
        options.directory = options_.directory;
        options.root_key_file = options_.root_key_file;
        return Ledger::open(options, clock_, entropy_);
    }

    [[nodiscard]] const FaultyDisk& healthy() const { return healthy_; }

  private:
    FaultyDisk healthy_;
    test::TemporaryDirectory directory_;
    test::ManualClock clock_;
    SystemEntropy entropy_;
    CreateOptions options_;
};

void require_new_ledger(const Result<std::unique_ptr<Ledger>>& opened) {
    INFO((opened ? std::string() : error_text(opened.error())));
    REQUIRE(opened);
    REQUIRE((*opened)->size() == 0);
    REQUIRE((*opened)->authority() == "W06000014");
    const auto report = (*opened)->verify({});
    REQUIRE(report);
    REQUIRE(report->findings.empty());
}

// One ledger made on a disk with this plan; whether the fault struck.
bool try_once(Maker& maker, const FaultPlan& plan, Survival survival) {
    FaultyDisk disk;
    disk.set_plan(plan);
    const auto created = maker.create(disk.file_system());
    const auto struck = disk.struck();
    if (!struck) {
        return false;
    }
    INFO(test::to_text(*struck) << "; found: " << test::to_text(survival));
    maker.crash(disk, survival);
    const auto opened = maker.open();
    if (created || opened) {
        require_new_ledger(opened);
        return true;
    }
    INFO(error_text(created.error()));
    REQUIRE((
        created.error().code == ErrorCode::io_failed || created.error().code == ErrorCode::disk_full
    ));
    INFO(error_text(opened.error()));
    REQUIRE(
        (opened.error().code == ErrorCode::ledger_not_found ||
         opened.error().code == ErrorCode::lock_missing)
    );
    const auto over_it = maker.create_beside_what_is_there(maker.healthy().file_system());
    REQUIRE((over_it || over_it.error().code == ErrorCode::already_exists));
    const auto again = maker.create(maker.healthy().file_system());
    INFO((again ? std::string() : error_text(again.error())));
    REQUIRE(again);
    require_new_ledger(maker.open());
    return true;
}

// Every `stride`-th call, until none is left.
void try_calls(FaultWay way, std::uint64_t stride) {
    constexpr Survival kSurvivals[] = {
        Survival::all_written, Survival::synced_only, Survival::half_of_the_rest
    };
    Maker maker;
    INFO("way: " << test::to_text(way));
    std::uint64_t tries = 0;
    for (std::uint64_t number = 1 + static_cast<std::uint64_t>(way);; number += stride, ++tries) {
        INFO("call " << number);
        const Survival survival = kSurvivals[tries % std::size(kSurvivals)];
        if (!try_once(maker, {way, number, {}, {}, {}}, survival)) {
            REQUIRE(number > 50);
            return;
        }
    }
}

TEST_CASE("create faults: a ledger is there whole, or is no ledger and can be made again") {
    constexpr std::uint64_t kStride = 41;
    for (const FaultWay way : kFaultWays) {
        try_calls(way, kStride);
    }
}

TEST_CASE("create faults: the same for many more calls; in long runs for every one", "[.every]") {
    constexpr std::uint64_t kStride = 7;
    try_calls(GENERATE(from_range(kFaultWays)), tyst::test::long_runs() > 1 ? 1 : kStride);
}

TEST_CASE("create faults: a ledger that was made survives the power cut at once") {
    Maker maker;
    const Survival survival =
        GENERATE(Survival::all_written, Survival::synced_only, Survival::half_of_the_rest);
    FaultyDisk disk;
    REQUIRE(maker.create(disk.file_system()));
    maker.crash(disk, survival);
    require_new_ledger(maker.open());
}

}  // namespace
}  // namespace tyst
