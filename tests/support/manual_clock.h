#pragma once

#include <atomic>
#include <random>

#include "schema/clock.h"

namespace tyst::test {

// A clock that stands still until it is told to move, in either direction.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Timestamp start = {1'600'000'000'000'000}) : now_(start.microseconds) {}
    [[nodiscard]] Timestamp now() const override { return {now_.load()}; }
    void set(Timestamp time) { now_.store(time.microseconds); }
    void advance_seconds(std::int64_t seconds) { now_.fetch_add(seconds * 1'000'000); }

  private:
    std::atomic<std::int64_t> now_;
};

}  // namespace tyst::test
