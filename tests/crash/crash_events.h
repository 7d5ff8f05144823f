#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/event.h"

namespace tyst::test {

// Appends that identify themselves: run and number give every event of an append, its id included,
// so that a test can say again what a killed process had been acknowledged without keeping any
// book.
[[nodiscard]] std::vector<Submission> crash_append(std::uint32_t run, std::uint32_t number);

}  // namespace tyst::test
