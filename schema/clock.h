#pragma once

#include <cstdint>
#include <span>

#include "schema/date.h"

namespace tyst {

// Where the time comes from. Only main wires the system's clock; everything else is handed one, so
// that tests choose the time and the core never looks at the machine's.
class Clock {
  public:
    virtual ~Clock() = default;
    // May be called from any thread; may go backwards (the ledger sees to it that recorded times do
    // not).
    [[nodiscard]] virtual Timestamp now() const = 0;
};

// Where unpredictable bytes come from: salts, pseudonyms, keys, event ids.
class Entropy {
  public:
    virtual ~Entropy() = default;
    // Fills `target`; may be called from any thread. Aborts where the system has no randomness to
    // give, because nothing safe can be done without it.
    virtual void fill(std::span<std::uint8_t> target) = 0;
};

}  // namespace tyst
