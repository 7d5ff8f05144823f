#pragma once

#include <string>
#include <vector>

#include "schema/rule.h"

namespace tyst::cli {

// One key in which two files of rules differ. Empty: that file says nothing there.
struct RuleDifference {
    std::string version;  // empty: of what all versions share
    std::string key;      // as files write it; "version" where one file has no such version
    std::string title;
    std::string first;
    std::string second;
};

// Versions are compared by their names; both lists are one file's, as rules_of_file gives it.
[[nodiscard]] std::vector<RuleDifference> diff_rules(
    const std::vector<Rule>& first, const std::vector<Rule>& second
);

}  // namespace tyst::cli
