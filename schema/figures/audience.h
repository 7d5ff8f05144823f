#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/bilingual_text.h"

namespace tyst {

// Who reads figures, and what they may see of them, as a file of reference/disclosure/ gives it
// (docs/rule-files.md).
struct DisclosureAudience {
    std::string id;  // "panel"
    std::string version;
    BilingualText title;
    std::string source;
    std::uint64_t round_to = 1;           // 1: exact
    std::uint64_t threshold = 0;          // counts from 1 to below it are kept back; 0: none is
    bool percentages = false;             // given, from the exact counts
    std::string kept_back;                // the mark that stands for a count that is kept back
    std::vector<std::string> unverified;  // which of these keys are from memory

    // Sees every count, and the children behind it.
    [[nodiscard]] bool exact() const { return round_to <= 1 && threshold <= 1; }
};

}  // namespace tyst
