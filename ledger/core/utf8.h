#pragma once

#include <optional>
#include <string_view>

namespace tyst {

// Takes the first character off `rest`, which must not be empty. Nothing where it is not
// well-formed UTF-8 (Unicode 15 table 3-7): overlong forms, surrogates and values above 10FFFF are
// refused.
[[nodiscard]] std::optional<char32_t> take_character(std::string_view& rest);

// Unicode's White_Space property.
[[nodiscard]] bool is_white_space(char32_t character);

}  // namespace tyst
