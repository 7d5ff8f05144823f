#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tyst {

// RFC 4648 section 4, with padding, on one line.
[[nodiscard]] std::string to_base64(std::string_view bytes);
// Nothing where the text is not exactly what to_base64 gives for some bytes.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace tyst
