#pragma once

#include <string>
#include <string_view>

namespace tyst {

// True where the bytes are UTF-8 as Unicode defines it: shortest forms only, no surrogates, nothing
// above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view bytes);

// At most 40 bytes of `text` between single quotes for a message; what would spoil a line of a
// terminal is shown as '?'. For values of code, date and number fields only, never for names.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace tyst
