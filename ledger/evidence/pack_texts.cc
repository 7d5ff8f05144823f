#include "ledger/evidence/pack_texts.h"

#include <array>
#include <utility>

#include "ledger/evidence/embedded_texts.h"
#include "ledger/evidence/pack_layout.h"

namespace tyst {

std::string_view pack_text(std::string_view path) {
    for (const PackText& each : embedded_pack_texts()) {
        if (each.path == path) {
            return each.text;
        }
    }
    return {};
}

namespace {

constexpr std::string_view kBetweenLanguages = "\n\n\n";

// The text with its English and its Welsh half, the one that was asked for first.
std::string in_order_of(const Code& language, std::string_view text) {
    const std::size_t border = text.find(kBetweenLanguages);
    if (language != "cy" || border == std::string_view::npos) {
        return std::string(text);
    }
    const std::string_view english = text.substr(0, border);
    const std::string_view welsh = text.substr(border + kBetweenLanguages.size());
    std::string turned(welsh.substr(0, welsh.find_last_not_of('\n') + 1));
    turned += kBetweenLanguages;
    turned += english;
    turned += '\n';
    return turned;
}

}  // namespace

std::string readme_text(const PackPlan& plan, std::string_view origin) {
    std::string text = in_order_of(plan.language, pack_text(pack_path::kReadme));
    const std::string size = std::to_string(plan.size);
    const std::array<std::pair<std::string_view, std::string_view>, 4> words{{
        {"{origin}", origin},
        {"{size}", size},
        {"{purpose}", plan.purpose},
        {"{recipient}", plan.recipient},
    }};
    for (const auto& [mark, word] : words) {
        for (std::size_t at = text.find(mark); at != std::string::npos;
             at = text.find(mark, at + word.size())) {
            text.replace(at, mark.size(), word);
        }
    }
    return text;
}

}  // namespace tyst
