#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/date.h"

namespace tyst {

// Number of a text in its pool; 0 is the empty text.
using TextId = std::uint32_t;
inline constexpr TextId kEmptyText = 0;

// Every distinct value of one or more returns, each once, so that values compare as numbers and
// dates are read once. Filled by one thread, then read by any number.
class TextPool {
  public:
    TextPool();

    // The number of a text, a new one where it was never seen.
    [[nodiscard]] TextId intern(std::string_view text);
    // Nothing where it was never seen.
    [[nodiscard]] std::optional<TextId> find(std::string_view text) const;

    [[nodiscard]] std::string_view text(TextId id) const { return texts_[id].text; }
    // The text in upper case (ASCII), as codes of returns are compared.
    [[nodiscard]] TextId upper(TextId id) const { return texts_[id].upper; }
    // The day that a text of the form DD/MM/YYYY names; kNoDay where it names none.
    [[nodiscard]] std::int32_t day(TextId id) const { return texts_[id].day; }
    [[nodiscard]] std::size_t size() const { return texts_.size(); }

    static constexpr std::int32_t kNoDay = INT32_MIN;

  private:
    struct Text {
        std::string_view text;
        TextId upper = kEmptyText;
        std::int32_t day = kNoDay;
    };
    [[nodiscard]] std::size_t slot_of(std::string_view text) const;
    [[nodiscard]] TextId add(std::string_view text, std::size_t slot);
    void grow();

    // Open addressing with linear probing: numbers of texts, 0 for a free slot. The empty text is
    // never looked up here.
    std::vector<TextId> slots_;
    std::vector<Text> texts_;
    std::deque<std::string> blocks_;  // what the views point into: never moved
};

}  // namespace tyst
