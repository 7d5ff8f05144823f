#pragma once

#include <string>
#include <string_view>

namespace tyst::evidence {

// SHA-256 in lower-case hexadecimal, as sha256sum writes it.
[[nodiscard]] std::string sha256_text(std::string_view content);

}  // namespace tyst::evidence
