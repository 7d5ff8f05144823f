#pragma once

#include <string>

#include "projections/evidence/pack_facts.h"

// The files of a pack that programs read.
namespace tyst::evidence {

// The question with every default filled in, one JSON object with its keys in a fixed order and no
// spaces: the same question gives the same bytes.
[[nodiscard]] std::string question_json(const PackFacts& facts);

// One line for each disclosed event, in order of index (docs/events.md), with its place in the log.
[[nodiscard]] std::string events_ndjson(const PackFacts& facts);

// The figure or rule with every child counted and not counted, and the entries behind each.
[[nodiscard]] std::string cohort_json(const PackFacts& facts);

}  // namespace tyst::evidence
