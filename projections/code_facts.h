#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/code_book.h"
#include "schema/event.h"

namespace tyst {

// What the folds need to know about a legal status.
struct StatusFacts {
    std::string id;
    std::string figure;        // "care-order", "voluntary", "other": legal-status.FIGURE
    bool overlay = false;      // lies on top of another status (secure accommodation)
    bool short_break = false;  // in no looked-after figure
    bool looked_after = true;  // false: kept beside the primary status (supervision order)

    // Takes part in the sequence of legal bases, of which one holds at a time.
    [[nodiscard]] bool primary() const { return looked_after && !overlay; }
};

// The codes that decide how a history folds, taken out of a code book once. Only read afterwards:
// safe to share between threads.
class CodeFacts {
  public:
    [[nodiscard]] static CodeFacts from(const CodeBook& codes);

    // Nullptr for a code that the book does not have.
    [[nodiscard]] const StatusFacts* status(std::string_view code) const;
    [[nodiscard]] const std::vector<StatusFacts>& statuses() const { return statuses_; }

  private:
    std::vector<StatusFacts> statuses_;  // sorted by id
};

// The figures that count placements: placement.NAME for each of them.
enum class PlacementFigure : std::uint8_t {
    foster_own,
    foster_agency,
    foster_other,
    kinship,
    parents,
    residential,
    residential_school,
    secure,
    adoption,
    independent,
    other,
};
inline constexpr std::size_t kPlacementFigureCount = 11;

// "foster-own"; the part of the figure's id after "placement.".
[[nodiscard]] std::string_view name(PlacementFigure figure);
// Which of them a placement counts under by its neutral attributes (docs/projections.md). For a
// temporary one ask with the placement that it interrupts.
[[nodiscard]] PlacementFigure placement_figure(const PlacementStarted& placement);

}  // namespace tyst
