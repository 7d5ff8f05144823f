#pragma once

#include <string>
#include <string_view>

namespace tyst {

// The bytes of tests/golden/NAME.hex: lines that begin with '#' say what they are, the rest is
// hexadecimal. Throws where there is no such file. With TYST_WRITE_GOLDEN set in the environment a
// missing file is written first; one that is there is never changed: those bytes may stand in logs.
[[nodiscard]] std::string golden_bytes(
    std::string_view name, std::string_view comment, std::string_view made
);

}  // namespace tyst
