#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "schema/ids.h"

namespace tyst {

// What of a signed note a time-stamp covers: the note as it stood when it was stamped. Cosignature
// lines that came later stand behind it.
struct StampedNote {
    std::string_view bytes;  // a beginning of the note that ends with a signature line
    std::uint32_t signature_lines = 0;
};

// The beginning of the note whose SHA-256 this is; nothing where it has no such one.
[[nodiscard]] std::optional<StampedNote> stamped_in(std::string_view note, const Hash& imprint);

}  // namespace tyst
