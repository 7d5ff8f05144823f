#pragma once

#include "schema/clock.h"

namespace tyst {

// The machine's own time; wired in main only.
class SystemClock final : public Clock {
  public:
    [[nodiscard]] Timestamp now() const override;
};

// The kernel's randomness (getrandom); wired in main only.
class SystemEntropy final : public Entropy {
  public:
    void fill(std::span<std::uint8_t> target) override;
};

}  // namespace tyst
