#pragma once

#include <cstddef>

#include "schema/entry.h"

namespace tyst {

// An entry with every field set, part 0 the event and the others of people; the same on every run.
[[nodiscard]] Entry sample_entry(std::size_t parts);
// The same with a root over the heads of streams, so of version 2.
[[nodiscard]] Entry sample_entry_with_heads(std::size_t parts);

}  // namespace tyst
