#pragma once

#include <cstdint>
#include <string>

#include "projections/evidence/pack_facts.h"

// The files of a pack that programs read.
namespace tyst::evidence {

// How a question names the children: by "SOURCE:REFERENCE" for who reads the pack, by the
// pseudonym of the log (the stream, in hex) where the words outlive the child's record.
enum class ChildrenBy : std::uint8_t { reference, stream };

// The question with every default filled in, one JSON object with its keys in a fixed order and no
// spaces: the same question gives the same bytes.
[[nodiscard]] std::string question_json(const PackFacts& facts, ChildrenBy by);

// One line for each disclosed event, in order of index (docs/events.md), with its place in the log.
[[nodiscard]] std::string events_ndjson(const PackFacts& facts);

// The figure or rule with every child counted and not counted, and the entries behind each.
[[nodiscard]] std::string cohort_json(const PackFacts& facts);

}  // namespace tyst::evidence
