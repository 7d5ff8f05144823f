#include "schema/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tyst {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xff;

constexpr std::array<std::uint8_t, 256> digit_values() {
    std::array<std::uint8_t, 256> values{};
    values.fill(kNoDigit);
    for (std::size_t value = 0; value < kAlphabet.size(); ++value) {
        values[static_cast<std::uint8_t>(kAlphabet[value])] = static_cast<std::uint8_t>(value);
    }
    return values;
}
constexpr std::array<std::uint8_t, 256> kDigitValues = digit_values();

}  // namespace

std::string to_base64(Bytes bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t place = 0; place < bytes.size(); place += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - place);
        std::uint32_t group = 0;
        for (std::size_t step = 0; step < 3; ++step) {
            group = group << 8U | (step < count ? bytes[place + step] : 0U);
        }
        for (std::size_t step = 0; step < 4; ++step) {
            text.push_back(step <= count ? kAlphabet[group >> (18U - 6U * step) & 63U] : '=');
        }
    }
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    std::size_t padding = 0;
    while (padding < 2 && text.size() > padding && text[text.size() - 1 - padding] == '=') {
        ++padding;
    }
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t group = 0;
    for (std::size_t place = 0; place < text.size(); ++place) {
        const bool is_padding = place + padding >= text.size();
        const std::uint8_t value =
            is_padding ? std::uint8_t{0} : kDigitValues[static_cast<std::uint8_t>(text[place])];
        if (value == kNoDigit) {
            return std::nullopt;
        }
        group = (group << 6U | value) & 0xffffffU;
        if (place % 4 == 3) {
            for (const unsigned shift : {16U, 8U, 0U}) {
                bytes.push_back(static_cast<char>(group >> shift));
            }
        }
    }
    const std::uint32_t cut = (std::uint32_t{1} << (8U * padding)) - 1U;
    if ((group & cut) != 0) {
        return std::nullopt;
    }
    bytes.resize(bytes.size() - padding);
    return bytes;
}

}  // namespace tyst
