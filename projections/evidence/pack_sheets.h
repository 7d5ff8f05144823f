#pragma once

#include <string>
#include <utility>
#include <vector>

#include "projections/evidence/pack_facts.h"
#include "projections/evidence/sheets.h"
#include "projections/evidence/words.h"

namespace tyst::evidence {

// The sheets of tables.xlsx: each table about one child as one sheet with every child.
[[nodiscard]] std::vector<Sheet> pack_sheets(const PackFacts& facts, const Words& words);
// What its cover says.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> cover_of(
    const PackFacts& facts, const Words& words
);

}  // namespace tyst::evidence
