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

std::string readme_text(const PackPlan& plan, std::string_view origin) {
    std::string text(pack_text(pack_path::kReadme));
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
