#include "projections/panel/audience.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tyst::panel {

Result<DisclosurePolicy> panel_policy(std::string_view audience) {
    static const std::array<DisclosurePolicy, 2> kPolicies = {{
        {.audience = "panel", .round_to = 1, .threshold = 5},
        {.audience = "officers", .round_to = 1, .threshold = 0},
    }};
    const auto found = std::ranges::find(kPolicies, audience, &DisclosurePolicy::audience);
    if (found == kPolicies.end()) {
        return fail(
            ErrorCode::invalid_value,
            fmt::format("audience: '{}' is neither panel nor officers", audience)
        );
    }
    return *found;
}

}  // namespace tyst::panel
