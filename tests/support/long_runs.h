#pragma once

#include <cstdint>

namespace tyst::test {

// How many times longer than usual random tests run: TYST_LONG_RUNS, 1 where it is not set.
[[nodiscard]] int long_runs();

// TYST_SEED where it is set, so that a failure can be seen again; otherwise fresh. Every test that
// uses it prints it.
[[nodiscard]] std::uint32_t random_seed();

}  // namespace tyst::test
