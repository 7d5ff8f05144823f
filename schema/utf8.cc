#include "schema/utf8.h"

#include <cstddef>
#include <cstdint>

namespace tyst {
namespace {

struct Lead {
    std::size_t followers;   // bytes after the first
    std::uint32_t payload;   // bits of the first byte
    std::uint32_t smallest;  // below this the form is longer than needed
};

// A lead byte says how many bytes follow; followers of 4 stand for "no lead byte".
Lead lead_of(std::uint8_t byte) {
    if (byte < 0x80) return {0, byte, 0};
    if ((byte & 0xe0U) == 0xc0) return {1, byte & 0x1fU, 0x80};
    if ((byte & 0xf0U) == 0xe0) return {2, byte & 0x0fU, 0x800};
    if ((byte & 0xf8U) == 0xf0) return {3, byte & 0x07U, 0x10000};
    return {4, 0, 0};
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    std::size_t place = 0;
    while (place < bytes.size()) {
        const Lead lead = lead_of(static_cast<std::uint8_t>(bytes[place]));
        if (lead.followers == 4 || lead.followers >= bytes.size() - place) {
            return false;
        }
        std::uint32_t point = lead.payload;
        for (std::size_t next = 1; next <= lead.followers; ++next) {
            const auto byte = static_cast<std::uint8_t>(bytes[place + next]);
            if ((byte & 0xc0U) != 0x80) {
                return false;
            }
            point = point << 6U | (byte & 0x3fU);
        }
        if (point < lead.smallest || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) {
            return false;
        }
        place += lead.followers + 1;
    }
    return true;
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t kShown = 40;
    std::string shown = "'";
    for (const char letter : text.substr(0, kShown)) {
        const auto byte = static_cast<std::uint8_t>(letter);
        shown.push_back(byte < 0x20 || byte == 0x7f || byte == '\'' ? '?' : letter);
    }
    while (!is_utf8(shown)) {
        shown.pop_back();
    }
    return shown + (text.size() > kShown ? "…'" : "'");
}

}  // namespace tyst
