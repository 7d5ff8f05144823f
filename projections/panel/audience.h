#pragma once

#include <string_view>

#include "projections/disclosure.h"
#include "schema/error.h"

namespace tyst::panel {

// How counts are shown to the audience of a pack. Threshold and rounding are a policy of the
// authority, not law; what a pack was made under stands on its cover. Fails with invalid_value for
// another audience than "panel" and "officers".
[[nodiscard]] Result<DisclosurePolicy> panel_policy(std::string_view audience);

}  // namespace tyst::panel
