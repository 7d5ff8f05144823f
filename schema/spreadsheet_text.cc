#include "schema/spreadsheet_text.h"

#include <algorithm>
#include <array>

namespace tyst {
namespace {

// White space that spreadsheets pass over: no-break space, zero-width space and the byte order mark
// among it.
constexpr std::array<std::string_view, 7> kBlanks = {
    " ", "\t", "\r", "\n", "\u00a0", "\u200b", "\ufeff"
};
constexpr std::array<std::string_view, 8> kFormulaStarts = {
    "=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"
};

bool starts_with_any(std::string_view text, const auto& starts) {
    return std::ranges::any_of(starts, [&](std::string_view start) {
        return text.starts_with(start);
    });
}

std::string_view without_blanks(std::string_view text) {
    for (bool blank = true; blank;) {
        blank = false;
        for (const std::string_view one : kBlanks) {
            if (text.starts_with(one)) {
                text.remove_prefix(one.size());
                blank = true;
            }
        }
    }
    return text;
}

bool is_digit(char character) {
    return '0' <= character && character <= '9';
}

// "-12" or "-12.5" and nothing else.
bool is_negative_number(std::string_view text) {
    if (text.size() < 2 || text.front() != '-') return false;
    text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const bool fraction_fits =
        point == std::string_view::npos ||
        (point + 1 < text.size() && std::ranges::all_of(text.substr(point + 1), is_digit));
    return !whole.empty() && std::ranges::all_of(whole, is_digit) && fraction_fits;
}

}  // namespace

std::string neutralised(std::string_view text) {
    constexpr std::array<std::string_view, 3> kBreaks = {"\t", "\r", "\n"};
    const bool runs =
        starts_with_any(text, kBreaks) ||
        (starts_with_any(without_blanks(text), kFormulaStarts) && !is_negative_number(text));
    return runs ? "'" + std::string(text) : std::string(text);
}

}  // namespace tyst
