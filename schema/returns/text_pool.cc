#include "schema/returns/text_pool.h"

#include <algorithm>
#include <functional>

namespace tyst {
namespace {

constexpr std::size_t kFirstSlots = 1024;  // a power of two, as all later counts
constexpr std::size_t kBlockBytes = std::size_t{64} * 1024;

char upper_letter(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

std::int32_t day_in(std::string_view text) {
    constexpr std::size_t kDateLength = 10;
    if (text.size() != kDateLength || text[2] != '/') {
        return TextPool::kNoDay;
    }
    const auto date = parse_slashed_date(text);
    return date ? date->days : TextPool::kNoDay;
}

}  // namespace

TextPool::TextPool() : slots_(kFirstSlots, kEmptyText), texts_(1) {}

std::size_t TextPool::slot_of(std::string_view text) const {
    std::size_t slot = std::hash<std::string_view>()(text) & (slots_.size() - 1);
    while (slots_[slot] != kEmptyText && texts_[slots_[slot]].text != text) {
        slot = (slot + 1) & (slots_.size() - 1);
    }
    return slot;
}

TextId TextPool::intern(std::string_view text) {
    if (text.empty()) {
        return kEmptyText;
    }
    const std::size_t slot = slot_of(text);
    return slots_[slot] != kEmptyText ? slots_[slot] : add(text, slot);
}

std::optional<TextId> TextPool::find(std::string_view text) const {
    if (text.empty()) {
        return kEmptyText;
    }
    const TextId id = slots_[slot_of(text)];
    return id == kEmptyText ? std::nullopt : std::optional(id);
}

TextId TextPool::add(std::string_view text, std::size_t slot) {
    if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < text.size()) {
        blocks_.emplace_back().reserve(std::max(kBlockBytes, text.size()));
    }
    const std::size_t begin = blocks_.back().size();
    blocks_.back().append(text);
    const auto id = static_cast<TextId>(texts_.size());
    texts_.push_back({std::string_view(blocks_.back()).substr(begin), id, day_in(text)});
    slots_[slot] = id;
    if (texts_.size() * 2 > slots_.size()) {
        grow();
    }
    if (std::ranges::any_of(text, [](char letter) { return upper_letter(letter) != letter; })) {
        std::string upper(text);
        std::ranges::transform(upper, upper.begin(), upper_letter);
        const TextId upper_id = intern(upper);
        texts_[id].upper = upper_id;
    }
    return id;
}

void TextPool::grow() {
    slots_.assign(slots_.size() * 2, kEmptyText);
    for (TextId id = 1; id < texts_.size(); ++id) {
        slots_[slot_of(texts_[id].text)] = id;
    }
}

}  // namespace tyst
