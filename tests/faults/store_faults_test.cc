#include <array>
#include <string>
#include <tuple>

#include <catch2/catch.hpp>

#include "tests/faults/faulty_disk.h"
#include "tests/faults/trial.h"
#include "tests/support/long_runs.h"

namespace tyst {
namespace {

using test::Base;
using test::CallSite;
using test::DiskCall;
using test::FaultPlan;
using test::FaultWay;
using test::FaultyDisk;
using test::FileKind;
using test::kFaultWays;
using test::Survival;
using test::Trial;

// What lies on the disk when the next open comes.
enum class Ending : std::uint8_t { closed, killed, power_cut, torn_power_cut };
constexpr std::array kEndings = {
    Ending::closed, Ending::killed, Ending::power_cut, Ending::torn_power_cut
};

// Runs the script against a disk with this plan, ends it so, opens again. Where the fault struck.
std::optional<CallSite> try_once(Base& base, const FaultPlan& plan, Ending ending) {
    const std::filesystem::path working = base.directory / "trial";
    const std::filesystem::path found = base.directory / "found";
    FaultyDisk disk;
    disk.set_plan(plan);
    OpenOptions options = base.copy_to(working);
    options.file_system = disk.file_system();
    Trial trial(base, options);
    trial.run();
    switch (ending) {
        case Ending::closed:
            break;
        case Ending::killed:
            disk.copy(working, found, Survival::all_written);
            break;
        case Ending::power_cut:
            disk.copy(working, found, Survival::synced_only);
            break;
        case Ending::torn_power_cut:
            disk.copy(working, found, Survival::half_of_the_rest);
            break;
    }
    trial.close();
    trial.require_kept(ending == Ending::closed ? working : found);
    return disk.struck();
}

std::string text_of(Ending ending) {
    static constexpr const char* kTexts[] = {"closed", "killed", "power cut", "torn power cut"};
    return kTexts[static_cast<std::size_t>(ending)];
}

TEST_CASE("store faults: without a fault, every ending keeps every promise") {
    Base base;
    for (const Ending ending : kEndings) {
        INFO(text_of(ending));
        REQUIRE_FALSE(try_once(base, {}, ending));
    }
}

// A call of one kind fails: the first, and one in the middle of the work.
TEST_CASE("store faults: whatever kind of call fails, and however, nothing acknowledged is lost") {
    Base base;
    std::uint64_t tries = 0;
    for (const std::string store : {"log", "keys"}) {
        for (const auto& [call, kind, number] : {
                 std::tuple(DiskCall::append, FileKind::write_ahead_log, 1),
                 std::tuple(DiskCall::append, FileKind::write_ahead_log, 2),
                 std::tuple(DiskCall::sync, FileKind::write_ahead_log, 1),
                 std::tuple(DiskCall::sync, FileKind::write_ahead_log, 2),
                 std::tuple(DiskCall::create, FileKind::write_ahead_log, 1),
                 std::tuple(DiskCall::create, FileKind::table, 1),
                 std::tuple(DiskCall::append, FileKind::table, 2),
                 std::tuple(DiskCall::sync, FileKind::table, 1),
                 std::tuple(DiskCall::append, FileKind::manifest, 1),
                 std::tuple(DiskCall::sync, FileKind::manifest, 1),
                 std::tuple(DiskCall::rename, FileKind::other, 1),
                 std::tuple(DiskCall::sync_directory, FileKind::other, 1),
             }) {
            const FaultWay way = kFaultWays[tries % kFaultWays.size()];
            const Ending ending = kEndings[tries / kFaultWays.size() % kEndings.size()];
            INFO("way: " << test::to_text(way) << ", then " << text_of(ending));
            INFO(test::to_text(CallSite{call, kind, store, ""}) << ", number " << number);
            const FaultPlan plan{way, static_cast<std::uint64_t>(number), call, kind, store};
            REQUIRE(try_once(base, plan, ending));
            ++tries;
        }
        ++tries;  // the second store meets each kind in another way
    }
}

// Each call and way with one of the endings in turn; in long runs with each of them.
TEST_CASE("store faults: the same for every call, in every way", "[.every]") {
    Base base;
    const FaultWay way = GENERATE(from_range(kFaultWays));
    const std::uint64_t endings = tyst::test::long_runs() > 1 ? kEndings.size() : 1;
    std::uint64_t number = 1;
    for (bool struck = true; struck; ++number) {
        for (std::uint64_t turn = 0; turn < endings && struck; ++turn) {
            const Ending ending = kEndings[(number + turn) % kEndings.size()];
            INFO("call " << number << ", " << test::to_text(way) << ", then " << text_of(ending));
            struck = try_once(base, {way, number, {}, {}, {}}, ending).has_value();
        }
    }
    REQUIRE(number > 50);
}

}  // namespace
}  // namespace tyst
