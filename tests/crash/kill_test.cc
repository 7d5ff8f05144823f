#include <chrono>
#include <random>
#include <thread>

#include <catch2/catch.hpp>

#include "ledger/ledger.h"
#include "ledger/system.h"
#include "tests/crash/check_after_crash.h"
#include "tests/support/long_runs.h"
#include "tests/support/temporary_directory.h"

namespace tyst::test {
namespace {

TEST_CASE("crash: kill -9 at random points of running appends loses nothing that was acknowledged"
) {
    const std::uint32_t seed = random_seed();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const TemporaryDirectory place;
    const std::filesystem::path directory = place / "ledger";
    const std::filesystem::path root_key = place / "root-key";
    {
        SystemClock clock;
        SystemEntropy entropy;
        REQUIRE(Ledger::create(
            {.directory = directory,
             .root_key_file = root_key,
             .lock_directory = {},
             .origin = "tyst.example/crash",
             .authority = "W06000014",
             .unlock = {},
             .file_system = {}},
            clock,
            entropy
        ));
    }
    Acknowledged all;
    const int cycles = TYST_KILL_CYCLES * long_runs();
    for (int cycle = 0; cycle < cycles; ++cycle) {
        WorkerProcess worker(directory, root_key, static_cast<std::uint32_t>(cycle));
        // By count, not by clock: the kill falls somewhere into the appends after these.
        worker.read_until(std::uniform_int_distribution<std::size_t>(0, 60)(random));
        std::this_thread::sleep_for(
            std::chrono::microseconds(std::uniform_int_distribution<int>(0, 3000)(random))
        );
        worker.kill();
        const Acknowledged said = worker.acknowledged();
        require_nothing_lost(directory, root_key, said, cycle % 50 == 0);
        all.add(said);
    }
    REQUIRE(all.appends.size() > static_cast<std::size_t>(cycles));
    require_nothing_lost(directory, root_key, all, true);
}

}  // namespace
}  // namespace tyst::test
