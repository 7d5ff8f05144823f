#include "tests/faults/small_file_faults.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <mutex>
#include <utility>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tyst::test {
namespace {

// Held while a call is judged, never while it is carried out: FaultyDisk has a lock of its own.
std::mutex& watch_mutex() {
    static std::mutex mutex;
    return mutex;
}
std::atomic<SmallFileFaults*> watching = nullptr;
// What the watch itself does, copying files for instance, is not watched.
thread_local bool inside = false;

std::filesystem::path path_of(int file) {
    std::array<char, 4096> path{};
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    const ssize_t length = ::readlink(link.c_str(), path.data(), path.size());
    return std::string(path.data(), static_cast<std::size_t>(std::max<ssize_t>(0, length)));
}

int watched(SmallFileCall call, const std::filesystem::path& path, const std::function<int()>& go) {
    SmallFileFaults* struck = nullptr;
    {
        const std::scoped_lock lock(watch_mutex());
        SmallFileFaults* const faults = watching.load();
        struck = faults != nullptr && faults->strikes({call, path}) ? faults : nullptr;
    }
    if (struck == nullptr) {
        return go();
    }
    inside = true;
    struck->fail(go);
    inside = false;
    errno = EIO;
    return -1;
}

bool is_watched() {
    return watching.load() != nullptr && !inside;
}

}  // namespace

std::string to_text(const SmallFileSite& site) {
    return (site.call == SmallFileCall::sync ? "sync of " : "rename to ") + site.path.string();
}

SmallFileFaults::SmallFileFaults(Plan plan) : plan_(std::move(plan)) {
    watching.store(this);
}

SmallFileFaults::~SmallFileFaults() {
    const std::scoped_lock lock(watch_mutex());
    watching.store(nullptr);
}

bool SmallFileFaults::strikes(const SmallFileSite& site) {
    if (!plan_.fits(site.path) || ++calls_ != plan_.call_number) {
        return false;
    }
    struck_ = site;
    return true;
}

void SmallFileFaults::fail(const std::function<int()>& carry_out) const {
    if (plan_.way == FaultWay::done) {
        (void)carry_out();
    }
    if (plan_.at_fault) {
        plan_.at_fault();
    }
}

}  // namespace tyst::test

// In place of the C library's, for the whole test binary.
extern "C" int fsync(int file) {
    const auto go = [file] { return static_cast<int>(::syscall(SYS_fsync, file)); };
    return tyst::test::is_watched()
               ? tyst::test::watched(tyst::test::SmallFileCall::sync, tyst::test::path_of(file), go)
               : go();
}

extern "C" int fdatasync(int file) {
    const auto go = [file] { return static_cast<int>(::syscall(SYS_fdatasync, file)); };
    return tyst::test::is_watched()
               ? tyst::test::watched(tyst::test::SmallFileCall::sync, tyst::test::path_of(file), go)
               : go();
}

extern "C" int rename(const char* from, const char* to) noexcept {
    const auto go = [from, to] {
        return static_cast<int>(::syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to));
    };
    return tyst::test::is_watched() ? tyst::test::watched(tyst::test::SmallFileCall::rename, to, go)
                                    : go();
}
