#include "cli/progress.h"

#include <ostream>
#include <utility>

#include <fmt/format.h>

namespace tyst::cli {
namespace {

constexpr std::int64_t kPauseMicroseconds = 100'000;

}  // namespace

ProgressLine::ProgressLine(const Surroundings& surroundings, std::string what)
    : surroundings_(surroundings), what_(std::move(what)) {}

ProgressLine::~ProgressLine() {
    if (shown_) {
        surroundings_.err << "\r\x1b[K" << std::flush;
    }
}

void ProgressLine::show(std::uint64_t done, std::uint64_t total) {
    if (!surroundings_.err_is_terminal) {
        return;
    }
    const Timestamp now = surroundings_.clock.now();
    if (shown_ && now.microseconds - shown_->microseconds < kPauseMicroseconds) {
        return;
    }
    shown_ = now;
    surroundings_.err << fmt::format("\r\x1b[K{}: {} of {}", what_, done, total) << std::flush;
}

}  // namespace tyst::cli
