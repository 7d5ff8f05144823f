#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/faults/faulty_disk.h"
#include "tests/faults/trial.h"

namespace tyst {
namespace {

namespace fs = std::filesystem;
using test::error_text;
using test::FaultPlan;
using test::FaultWay;
using test::FaultyDisk;
using test::kFaultWays;
using test::Survival;

// Rotates and retires on a disk that fails at one call of `log/`, cuts the power, and opens what is
// left. Whether the fault struck.
bool rotate_once(test::Base& base, const FaultPlan& plan, Survival survival) {
    const fs::path working = base.directory / "rotation";
    const fs::path found = base.directory / "rotation-found";
    fs::remove_all(working);
    fs::remove_all(found);
    FaultyDisk disk;
    OpenOptions options = base.copy_to(working);
    options.file_system = disk.file_system();
    std::string introduced;  // where the caller was told so
    bool retired = false;
    {
        const auto opened = Ledger::open(options, base.clock, base.entropy);
        REQUIRE(opened);
        Ledger& ledger = **opened;
        disk.set_plan(plan);
        if (const auto rotated = ledger.rotate_signing_key(ledger.authority_stream())) {
            introduced = rotated->key;
            retired =
                ledger.retire_signing_key(base.verifier_key, "rotated", ledger.authority_stream())
                    .has_value();
        }
        disk.copy(working, found, survival);
    }
    const auto struck = disk.struck();
    INFO((struck ? test::to_text(*struck) : "no fault"));
    const auto opened = Ledger::open(base.options_of(found), base.clock, base.entropy);
    INFO((opened ? std::string() : error_text(opened.error())));
    REQUIRE(opened);
    Ledger& ledger = **opened;
    const std::vector<SigningKeySpan> spans = ledger.signing_keys();
    REQUIRE(spans.front().key == base.verifier_key);
    REQUIRE(spans.size() <= 2);
    REQUIRE((introduced.empty() || spans.back().key == introduced));
    REQUIRE((!retired || spans.front().to.has_value()));
    REQUIRE_FALSE(spans.back().to);
    // It goes on: whatever state was left, a rotation can be ended or begun.
    if (spans.size() == 1) {
        REQUIRE(ledger.rotate_signing_key(ledger.authority_stream()));
    } else if (!spans.front().to) {
        REQUIRE(ledger.retire_signing_key(base.verifier_key, "", ledger.authority_stream()));
    }
    REQUIRE(ledger.checkpoint());
    const auto report = ledger.verify({});
    REQUIRE(report);
    REQUIRE(report->findings.empty());
    return struck.has_value();
}

TEST_CASE("rotation faults: whatever call fails, the log knows each key that signs") {
    test::Base base;
    constexpr Survival kSurvivals[] = {
        Survival::all_written, Survival::synced_only, Survival::half_of_the_rest
    };
    for (const FaultWay way : kFaultWays) {
        std::uint64_t number = 1;
        for (; rotate_once(
                 base, {way, number, {}, {}, "log"}, kSurvivals[number % std::size(kSurvivals)]
             );
             ++number) {
        }
        INFO("way: " << test::to_text(way));
        REQUIRE(number > 3);
    }
}

}  // namespace
}  // namespace tyst
