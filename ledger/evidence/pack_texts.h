#pragma once

#include <string>
#include <string_view>

#include "ledger/evidence/pack_plan.h"

// The texts that every pack carries, built into the program.
namespace tyst {

struct PackText {
    std::string_view path;  // in the pack
    std::string_view text;
};

// Every text by its path in a pack; empty where there is none of that path.
[[nodiscard]] std::string_view pack_text(std::string_view path);

// README.txt: what this is, for whom, where to begin; in English and Welsh, the language
// of the plan first.
[[nodiscard]] std::string readme_text(const PackPlan& plan, std::string_view origin);

}  // namespace tyst
