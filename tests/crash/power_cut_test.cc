#include <random>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "ledger/ledger.h"
#include "ledger/system.h"
#include "tests/crash/check_after_crash.h"
#include "tests/crash/mounted_image.h"
#include "tests/support/long_runs.h"
#include "tests/support/temporary_directory.h"

// A killed process proves nothing about durability: the kernel still writes its pages. Here the
// ledger lies on a file system in an image. The worker is stopped, the image copied as it is on the
// disk below, and the copy mounted: unsynced pages live above the image, so the copy is what a
// power cut leaves.
namespace tyst::test {
namespace {

constexpr int kCuts = 12;

TEST_CASE("crash: a power cut loses nothing that was acknowledged and needs no repair by hand") {
    if (without_loop_devices()) {
        WARN("power cuts were not tried: TYST_WITHOUT_LOOP=1");
        return;
    }
    const std::uint32_t seed = random_seed();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const TemporaryDirectory place;
    std::filesystem::path image = place / "0.ext4";
    // Room for what every cut adds.
    REQUIRE(make_image(image, 192 + 4 * kCuts * (long_runs() - 1)));
    const std::filesystem::path mount = place / "mount";
    const std::filesystem::path directory = mount / "ledger";
    const std::filesystem::path root_key = mount / "root-key";
    {
        const MountedImage mounted(image, mount);
        INFO("no loop device? Run as root, or set TYST_WITHOUT_LOOP=1 to go without power cuts");
        REQUIRE(mounted.mounted());
        SystemClock clock;
        SystemEntropy entropy;
        REQUIRE(Ledger::create(
            {.directory = directory,
             .root_key_file = root_key,
             .lock_directory = {},
             .origin = "tyst.example/power",
             .authority = "W06000014",
             .unlock = {},
             .file_system = {}},
            clock,
            entropy
        ));
    }
    Acknowledged all;
    const int cuts = kCuts * long_runs();
    for (int cut = 0; cut < cuts; ++cut) {
        const std::filesystem::path copy = place / fmt::format("{}.ext4", cut + 1);
        Acknowledged said;
        {
            const MountedImage mounted(image, mount);
            REQUIRE(mounted.mounted());
            WorkerProcess worker(directory, root_key, static_cast<std::uint32_t>(cut));
            worker.read_until(std::uniform_int_distribution<std::size_t>(1, 400)(random));
            worker.stop();
            REQUIRE(copy_image(image, copy));
            worker.kill();
            said = worker.acknowledged();
        }
        std::filesystem::remove(image);
        image = copy;
        const MountedImage mounted(image, mount);
        REQUIRE(mounted.mounted());
        all.add(said);
        require_nothing_lost(directory, root_key, said, true);
    }
    const MountedImage mounted(image, mount);
    REQUIRE(mounted.mounted());
    require_nothing_lost(directory, root_key, all, true);
}

}  // namespace
}  // namespace tyst::test
