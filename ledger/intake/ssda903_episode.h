#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/intake/ssda903_collector.h"

namespace tyst {

// One row of the episodes table, understood.
struct Ssda903Episode {
    enum class Ending : std::uint8_t { not_stated, continues, leaves };

    std::string key;  // "2017-04-03", with "#2" where the child has another row of that day
    std::uint32_t line = 0;
    bool current = false;         // stands in the return being imported
    Ssda903StatementTime stated;  // of the return that spoke of it last
    Date began;
    std::optional<Date> ended;
    char reason_new = ' ';  // S L P T U B, or a blank where the row has none
    Code status;
    Code need;
    PlacementStarted placement;
    Ending ending = Ending::not_stated;
    Code reason_ceased;     // where it leaves care
    Code placement_change;  // why the placement ended, where the row says so
    // How many rows before it in the chain lie wholly on the day on which it began.
    std::uint16_t rank = 0;
    std::array<std::string, episodes_column::kCount> texts;  // in upper case, to compare statements
    std::array<std::string_view, episodes_column::kCount> values;  // as they stand in the rows

    // What tells one placement from another; not the home postcode.
    [[nodiscard]] bool same_placement(const Ssda903Episode& other) const;
    // Places within a day: what ends on it comes before what starts on it.
    [[nodiscard]] std::uint16_t start_sequence() const;
    [[nodiscard]] std::uint16_t end_sequence() const;
};

// The episodes of all returns by the day on which they began. What the return that spoke last says
// of a row holds, and where it says nothing, what was said before; whatever is said otherwise, and
// a row that the current return should have and leaves out, is found.
[[nodiscard]] std::vector<Ssda903Episode> read_ssda903_chain(
    std::span<const Ssda903Statement> statements, Ssda903Collector& collector
);

// Of a collection are the episodes that held on a day of it.
[[nodiscard]] bool held_in_collection(const Ssda903Episode& episode, int year);

}  // namespace tyst
