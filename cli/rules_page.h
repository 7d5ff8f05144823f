#pragma once

#include <string>

#include "schema/reference_set.h"

namespace tyst::cli {

// docs/rules.md: every version of every rule of the set in words, as Markdown. A test holds the
// page against it.
[[nodiscard]] std::string rules_page(const ReferenceSet& reference);

}  // namespace tyst::cli
