#include "tests/support/long_runs.h"

#include <cstdlib>
#include <random>

namespace tyst::test {

int long_runs() {
    const char* const factor = std::getenv("TYST_LONG_RUNS");
    const int value = factor == nullptr ? 1 : std::atoi(factor);
    return value > 1 ? value : 1;
}

std::uint32_t random_seed() {
    const char* const seed = std::getenv("TYST_SEED");
    return seed == nullptr ? std::random_device()()
                           : static_cast<std::uint32_t>(std::strtoul(seed, nullptr, 10));
}

}  // namespace tyst::test
