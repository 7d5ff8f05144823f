#pragma once

#include "cli/sample/cohort.h"
#include "cli/sample/random_source.h"

namespace tyst::sample {

[[nodiscard]] Cohort vale_2019(std::uint64_t seed);
[[nodiscard]] Cohort cardiff_2015(std::uint64_t seed);

// The actions of Cardiff's strategy, and what was said of three of them.
[[nodiscard]] std::vector<Statement> cardiff_actions(const std::string& cohort);

// A category of need, at lifelike frequencies.
[[nodiscard]] Code any_need(RandomSource& random);

}  // namespace tyst::sample
