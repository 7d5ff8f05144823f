#pragma once

#include <vector>

#include "schema/event.h"

namespace tyst {

// One event of each type with every field filled, people and links found; all of it synthetic. The
// same on every run, because golden bytes are made from it.
[[nodiscard]] std::vector<Event> sample_events();
// The one of that type.
[[nodiscard]] Event sample_event(EventType type);
// One correction, one annulment, one reversal.
[[nodiscard]] std::vector<Event> sample_relations();

// Types to which fields were added after logs held them, with every field filled.
[[nodiscard]] std::vector<Event> sample_additions();

}  // namespace tyst
