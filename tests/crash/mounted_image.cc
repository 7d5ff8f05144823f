#include "tests/crash/mounted_image.h"

#include <cstdlib>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace tyst::test {
namespace {

bool run(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

}  // namespace

bool without_loop_devices() {
    const char* const without = std::getenv("TYST_WITHOUT_LOOP");
    return without != nullptr && std::string(without) == "1";
}

bool make_image(const std::filesystem::path& image, int mebibytes) {
    return run(
        fmt::format("truncate -s {1}M '{0}' && mkfs.ext4 -q -F '{0}'", image.string(), mebibytes)
    );
}

bool copy_image(const std::filesystem::path& image, const std::filesystem::path& copy) {
    return run(fmt::format("cp --sparse=always '{}' '{}'", image.string(), copy.string()));
}

MountedImage::MountedImage(std::filesystem::path image, std::filesystem::path place)
    : image_(std::move(image)), place_(std::move(place)) {
    std::filesystem::create_directories(place_);
    mounted_ = run(fmt::format("mount -o loop '{}' '{}'", image_.string(), place_.string()));
}

MountedImage::~MountedImage() {
    if (!mounted_) return;
    // Everything in it was stopped or killed by its own process id; lazily, for a slow release.
    if (!run(fmt::format("umount '{}'", place_.string()))) {
        run(fmt::format("umount -l '{}'", place_.string()));
    }
}

}  // namespace tyst::test
