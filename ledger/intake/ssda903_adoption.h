#pragma once

#include <optional>
#include <set>
#include <span>

#include "ledger/intake/ssda903_collector.h"

namespace tyst {

// What one return says about adoption, before this care and at its end. Each gives false where the
// row is refused.
class Ssda903Adoption {
  public:
    // `statements` are those up to the current one, which comes last; they and the collector must
    // outlive it.
    Ssda903Adoption(std::span<const Ssda903Statement> statements, Ssda903Collector& collector);

    // A decision of a day that the table of decisions states is not recorded again.
    [[nodiscard]] bool map_adopted(const Ssda903Row& row);
    [[nodiscard]] bool map_decision(const Ssda903Row& row);
    // A fact of the period of care that the child is in: it stands on the first day of that, as far
    // as the returns tell.
    [[nodiscard]] bool map_previous_permanence(const Ssda903Row& row);

  private:
    // Days of decisions that the table of decisions states, in any of the returns.
    [[nodiscard]] const std::set<Date>& decisions();
    [[nodiscard]] Occurrence adopted_on() const;
    [[nodiscard]] std::optional<Date> care_began() const;

    std::span<const Ssda903Statement> statements_;
    Ssda903Collector* collector_;
    std::optional<std::set<Date>> decisions_;  // read when first needed
    Ssda903RowKeys adopted_;
    Ssda903RowKeys placed_;
    Ssda903RowKeys permanence_;
};

}  // namespace tyst
