#include "ledger/core/utf8.h"

#include <cstddef>
#include <cstdint>

namespace tyst {
namespace {

struct Form {
    std::size_t length;
    char32_t lead_bits;
    char32_t smallest;
};

// The form that a first byte announces; length 0 where it announces none.
Form form_of(std::uint8_t lead) {
    if (lead < 0x80) {
        return {1, lead, 0};
    }
    if ((lead & 0xe0U) == 0xc0U) {
        return {2, lead & 0x1fU, 0x80};
    }
    if ((lead & 0xf0U) == 0xe0U) {
        return {3, lead & 0x0fU, 0x800};
    }
    if ((lead & 0xf8U) == 0xf0U) {
        return {4, lead & 0x07U, 0x10000};
    }
    return {0, 0, 0};
}

}  // namespace

std::optional<char32_t> take_character(std::string_view& rest) {
    const Form form = form_of(static_cast<std::uint8_t>(rest.front()));
    if (form.length == 0 || rest.size() < form.length) {
        return std::nullopt;
    }
    char32_t character = form.lead_bits;
    for (std::size_t place = 1; place < form.length; ++place) {
        const auto byte = static_cast<std::uint8_t>(rest[place]);
        if ((byte & 0xc0U) != 0x80U) {
            return std::nullopt;
        }
        character = character << 6U | (byte & 0x3fU);
    }
    const bool is_surrogate = character >= 0xd800 && character <= 0xdfff;
    if (character < form.smallest || is_surrogate || character > 0x10ffff) {
        return std::nullopt;
    }
    rest.remove_prefix(form.length);
    return character;
}

bool is_white_space(char32_t character) {
    return (character >= 0x09 && character <= 0x0d) || character == 0x20 || character == 0x85 ||
           character == 0xa0 || character == 0x1680 ||
           (character >= 0x2000 && character <= 0x200a) || character == 0x2028 ||
           character == 0x2029 || character == 0x202f || character == 0x205f || character == 0x3000;
}

}  // namespace tyst
