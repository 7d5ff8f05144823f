#pragma once

#include <atomic>
#include <mutex>
#include <shared_mutex>

namespace tyst {

// Lets any number of appends through, and now and then somebody who must be alone with what was
// appended. Costs an append one shared lock; who waits to be alone is not overtaken for ever.
class AppendGate {
  public:
    // Held while an append goes on. One thread must not pass twice at once.
    [[nodiscard]] std::shared_lock<std::shared_mutex> pass() {
        if (closing_.load(std::memory_order_relaxed)) {
            const std::scoped_lock turn(turn_);
        }
        return std::shared_lock(mutex_);
    }

    class Closed {
      public:
        explicit Closed(AppendGate& gate) : gate_(gate), turn_(gate.turn_) {
            gate_.closing_.store(true, std::memory_order_relaxed);
            alone_ = std::unique_lock(gate_.mutex_);
        }
        ~Closed() { gate_.closing_.store(false, std::memory_order_relaxed); }
        Closed(const Closed&) = delete;
        Closed& operator=(const Closed&) = delete;

      private:
        AppendGate& gate_;
        std::unique_lock<std::mutex> turn_;
        std::unique_lock<std::shared_mutex> alone_;
    };

  private:
    std::shared_mutex mutex_;
    std::mutex turn_;
    std::atomic<bool> closing_ = false;
};

}  // namespace tyst
