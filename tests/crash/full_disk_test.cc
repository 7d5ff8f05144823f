#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include "ledger/ledger.h"
#include "ledger/system.h"
#include "tests/crash/crash_events.h"
#include "tests/crash/mounted_image.h"
#include "tests/support/temporary_directory.h"

namespace tyst::test {
namespace {

constexpr int kImageMebibytes = 160;
constexpr std::uint64_t kBytesLeft = std::uint64_t{6} << 20U;
constexpr std::uint32_t kAppendsMax = 20'000;

// Takes all room but kBytesLeft.
void fill_up(const std::filesystem::path& file) {
    std::ofstream filler(file, std::ios::binary);
    const std::string block(1U << 20U, 'x');
    while (std::filesystem::space(file.parent_path()).available > kBytesLeft + block.size()) {
        filler << block << std::flush;
        REQUIRE(filler);
    }
}

struct FilledUp {
    std::uint64_t acknowledged = 0;
    Error failure{ErrorCode::internal, ""};
};

// Appends until it fails. The first failure closes the ledger for writing; what it says then is
// the failure of every append after it.
FilledUp append_until_full(Ledger& ledger, StreamId actor) {
    FilledUp result;
    for (std::uint32_t number = 0; number < kAppendsMax; ++number) {
        auto events = ledger.prepare(crash_append(1, number), actor);
        if (!events) {
            result.failure = events.error();
            return result;
        }
        const auto receipts = ledger.append({*std::move(events), {}});
        if (!receipts) {
            result.failure = receipts.error();
            return result;
        }
        result.acknowledged = receipts->back().index.value + 1;
    }
    return result;
}

TEST_CASE(
    "full disk: appends fail with a clear error, the process lives, and nothing acknowledged "
    "is lost"
) {
    if (without_loop_devices()) {
        WARN("a full disk was not tried: TYST_WITHOUT_LOOP=1");
        return;
    }
    const TemporaryDirectory place;
    REQUIRE(make_image(place / "image.ext4", kImageMebibytes));
    const std::filesystem::path mount = place / "mount";
    const MountedImage mounted(place / "image.ext4", mount);
    INFO("no loop device? Run as root, or set TYST_WITHOUT_LOOP=1 to go without");
    REQUIRE(mounted.mounted());
    SystemClock clock;
    SystemEntropy entropy;
    const std::filesystem::path root_key = place / "root-key";
    FilledUp filled;
    {
        REQUIRE(Ledger::create(
            {.directory = mount / "ledger",
             .root_key_file = root_key,
             .lock_directory = place / "lock",
             .origin = "tyst.example/full",
             .authority = "W06000014",
             .unlock = {},
             .file_system = {}},
            clock,
            entropy
        ));
        auto ledger = Ledger::open(
            {.directory = mount / "ledger",
             .root_key_file = root_key,
             .lock_directory = place / "lock",
             .unlock = {},
             .file_system = {}},
            clock,
            entropy
        );
        REQUIRE(ledger);
        const auto actor = (*ledger)->find_or_create(
            {SubjectKind::actor, Compartment::none, "os-user", "full-disk-test"}
        );
        REQUIRE(actor);
        fill_up(mount / "filler");
        filled = append_until_full(**ledger, *actor);
    }
    INFO(filled.failure.context);
    CHECK(filled.acknowledged > 0);
    CHECK(filled.failure.code == ErrorCode::disk_full);
    std::filesystem::remove(mount / "filler");
    auto again = Ledger::open(
        {.directory = mount / "ledger",
         .root_key_file = root_key,
         .lock_directory = place / "lock",
         .unlock = {},
         .file_system = {}},
        clock,
        entropy
    );
    INFO((again ? "" : again.error().context));
    REQUIRE(again);
    CHECK((*again)->head().size >= filled.acknowledged);
    const auto report = (*again)->verify({});
    REQUIRE(report);
    CHECK(report->findings.empty());
}

}  // namespace
}  // namespace tyst::test
