#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "schema/returns/return_snapshot.h"

namespace tyst {

// What a return's own rows count to, whatever was learned later. Each child once; short breaks
// (V3, V4) in none of them. An episode's end is the first day on which it no longer holds, so that
// a child who leaves on 31 March is not in the stock of that day.
struct ReturnFigures {
    std::uint64_t children = 0;      // with an episode in the return
    std::uint64_t looked_after = 0;  // at the end of the year
    std::uint64_t started = 0;       // with a start of care in the year
    std::uint64_t ceased = 0;        // who left care in the year
    std::uint64_t adopted = 0;       // of those, by adoption
    // The stock by code; each adds up to `looked_after`. Ages in whole years; a child without a
    // birth date stands under "".
    std::map<std::string, std::uint64_t> by_status;
    std::map<std::string, std::uint64_t> by_place;
    std::map<std::string, std::uint64_t> by_need;
    std::map<std::string, std::uint64_t> by_age;

    bool operator==(const ReturnFigures&) const = default;
};

// Pure; the same on however many threads.
[[nodiscard]] ReturnFigures figures_of_return(const ReturnSnapshot& snapshot, unsigned threads);

}  // namespace tyst
