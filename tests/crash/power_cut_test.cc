#include <cstdlib>
#include <random>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sys/mount.h>

#include "ledger/ledger.h"
#include "ledger/system.h"
#include "tests/crash/check_after_crash.h"
#include "tests/support/long_runs.h"
#include "tests/support/temporary_directory.h"

// A killed process proves nothing about durability: the kernel still writes its pages. Here the
// ledger lies on a file system in an image. The worker is stopped, the image copied as it is on the
// disk below, and the copy mounted: unsynced pages live above the image, so the copy is what a
// power cut leaves.
namespace tyst::test {
namespace {

constexpr int kCuts = 12;

bool run(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

// An ext4 file system in a file, mounted while this lives.
class MountedImage {
  public:
    MountedImage(std::filesystem::path image, std::filesystem::path place)
        : image_(std::move(image)), place_(std::move(place)) {
        std::filesystem::create_directories(place_);
        mounted_ = run(fmt::format("mount -o loop '{}' '{}'", image_.string(), place_.string()));
    }
    ~MountedImage() {
        if (mounted_) {
            // Everything in it was stopped or killed by its own process id; lazily, for a slow
            // release.
            if (!run(fmt::format("umount '{}'", place_.string()))) {
                run(fmt::format("umount -l '{}'", place_.string()));
            }
        }
    }
    MountedImage(const MountedImage&) = delete;
    MountedImage& operator=(const MountedImage&) = delete;
    [[nodiscard]] bool mounted() const { return mounted_; }

  private:
    std::filesystem::path image_;
    std::filesystem::path place_;
    bool mounted_ = false;
};

TEST_CASE("crash: a power cut loses nothing that was acknowledged and needs no repair by hand") {
    const char* const without_loop = std::getenv("TYST_WITHOUT_LOOP");
    if (without_loop != nullptr && std::string(without_loop) == "1") {
        WARN("power cuts were not tried: TYST_WITHOUT_LOOP=1");
        return;
    }
    const std::uint32_t seed = random_seed();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const TemporaryDirectory place;
    std::filesystem::path image = place / "0.ext4";
    REQUIRE(run(fmt::format("truncate -s 192M '{0}' && mkfs.ext4 -q -F '{0}'", image.string())));
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
            {directory, root_key, {}, "tyst.example/power", "W06000014", {}}, clock, entropy
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
            REQUIRE(run(fmt::format("cp --sparse=always '{}' '{}'", image.string(), copy.string()))
            );
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
