#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "schema/date.h"

namespace tyst::sample {

// One step of the SplitMix64 mixing function: a good 64-bit hash of a 64-bit number.
[[nodiscard]] inline std::uint64_t mix(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

// A repeatable source of choices. Not the standard library's distributions, because these differ
// from one library to the next and a seed must give the same events everywhere.
class RandomSource {
  public:
    explicit RandomSource(std::uint64_t seed) : state_(mix(seed)) {}
    RandomSource(std::uint64_t seed, std::uint64_t part) : state_(mix(mix(seed) ^ part)) {}

    std::uint64_t next() { return mix(state_++); }

    // A whole number from `low` to `high`, both included; `low` where the range is empty.
    int between(int low, int high) {
        if (high <= low) {
            return low;
        }
        const auto span = static_cast<std::uint64_t>(high - low) + 1;
        return low + static_cast<int>(next() % span);
    }
    Date between(Date low, Date high) { return {between(low.days, high.days)}; }

    // True in `percent` of a hundred cases.
    bool chance(int percent) { return between(1, 100) <= percent; }

    template <class Container>
    const auto& pick(const Container& choices) {
        return choices[static_cast<std::size_t>(next() % std::size(choices))];
    }

    template <class T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t i = items.size(); i > 1; --i) {
            std::swap(items[i - 1], items[static_cast<std::size_t>(next() % i)]);
        }
    }

  private:
    std::uint64_t state_;
};

}  // namespace tyst::sample
