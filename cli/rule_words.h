#pragma once

#include <string>
#include <vector>

#include "schema/rule.h"

namespace tyst::cli {

// What one key of a rule file says, in words for a person.
struct RuleItem {
    std::string key;    // as files write it: "satisfied_by"
    std::string title;  // "Satisfied by"
    std::string text;
};

// Everything that a version says, in the order in which a person asks for it: two versions differ
// where their items do. Keys that say nothing are left out.
[[nodiscard]] std::vector<RuleItem> describe_version(const Rule& rule);
// What all versions of a rule share: id, jurisdiction, titles, what clears it.
[[nodiscard]] std::vector<RuleItem> describe_head(const Rule& rule);

// "statute", "guidance", "local policy", "unverified: raises nothing".
[[nodiscard]] std::string kind_in_words(RuleKind kind);
// "from 2016-04-06", "2007-07-01 to 2016-04-05", "always".
[[nodiscard]] std::string in_force_in_words(const Rule& rule);

}  // namespace tyst::cli
