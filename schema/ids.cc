#include "schema/ids.h"

namespace tyst {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

bool is_dash_place(std::size_t place) {
    return place == 8 || place == 13 || place == 18 || place == 23;
}

}  // namespace

std::string place_of(LogIndex index) {
    return "entry " + std::to_string(index.value);
}

std::string to_hex(Bytes bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text.push_back(kHexDigits[byte >> 4U]);
        text.push_back(kHexDigits[byte & 15U]);
    }
    return text;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t place = 0; place < text.size(); place += 2) {
        const int high = hex_value(text[place]);
        const int low = hex_value(text[place + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

std::string to_uuid_text(Bytes sixteen_bytes) {
    const std::string hex = to_hex(sixteen_bytes);
    std::string text;
    text.reserve(36);
    for (const char digit : hex) {
        if (is_dash_place(text.size())) {
            text.push_back('-');
        }
        text.push_back(digit);
    }
    return text;
}

std::optional<std::array<std::uint8_t, 16>> from_uuid_text(std::string_view text) {
    if (text.size() != 36) {
        return std::nullopt;
    }
    std::string hex;
    for (std::size_t place = 0; place < text.size(); ++place) {
        if (is_dash_place(place)) {
            if (text[place] != '-') {
                return std::nullopt;
            }
        } else {
            hex.push_back(text[place]);
        }
    }
    const std::optional<std::string> raw = from_hex(hex);
    if (!raw) {
        return std::nullopt;
    }
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), raw->data(), bytes.size());
    return bytes;
}

}  // namespace tyst
