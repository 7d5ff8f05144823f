#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schema/ids.h"

namespace tyst {

// Standard alphabet, padded (RFC 4648 section 4).
[[nodiscard]] std::string to_base64(Bytes bytes);
// Nothing where the text is not exactly what to_base64 writes for some bytes: white space, missing
// padding and stray bits in the last letter are refused.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace tyst
