#pragma once

#include <string>

#include "projections/evidence/document.h"
#include "projections/evidence/words.h"

namespace tyst::evidence {

// One accessible page that needs nothing but itself: no script, no other file. Every text is
// escaped.
[[nodiscard]] std::string to_html(const Page& page, const Words& words);

}  // namespace tyst::evidence
