#pragma once

#include <filesystem>

// File systems in files, for tests that need one of their own: to copy it as a power cut leaves it,
// or to fill it up.
namespace tyst::test {

// TYST_WITHOUT_LOOP=1: the machine has no loop devices, and the tests that need one say so.
[[nodiscard]] bool without_loop_devices();

// An empty ext4 file system of so many mebibytes; false where it cannot be made.
[[nodiscard]] bool make_image(const std::filesystem::path& image, int mebibytes);
// As it is on the disk below; false where it cannot be copied.
[[nodiscard]] bool copy_image(
    const std::filesystem::path& image, const std::filesystem::path& copy
);

// The file system in an image, mounted while this lives. Needs root and a loop device.
class MountedImage {
  public:
    MountedImage(std::filesystem::path image, std::filesystem::path place);
    ~MountedImage();
    MountedImage(const MountedImage&) = delete;
    MountedImage& operator=(const MountedImage&) = delete;
    MountedImage(MountedImage&&) = delete;
    MountedImage& operator=(MountedImage&&) = delete;
    [[nodiscard]] bool mounted() const { return mounted_; }

  private:
    std::filesystem::path image_;
    std::filesystem::path place_;
    bool mounted_ = false;
};

}  // namespace tyst::test
