#pragma once

#include "ledger/intake/ssda903_collector.h"

namespace tyst {

// What one return says of the year: outcomes of children looked after all through it (OC2), and how
// young people who left care are at their birthday (OC3). Each gives false where the row is
// refused.
class Ssda903Outcomes {
  public:
    // The collector must outlive it.
    explicit Ssda903Outcomes(Ssda903Collector& collector) : collector_(&collector) {}

    // A fact of the year and of none of its days: it stands on the last one, or on the day of
    // receipt where that came first.
    [[nodiscard]] bool map_yearly_outcomes(const Ssda903Row& row);
    // `birth` as the header has it; without one the row's own counts. The fact stands on the
    // birthday from the 17th to the 21st in the collection; where that is not known, in the year in
    // which the collection ends.
    [[nodiscard]] bool map_care_leaver(const Ssda903Row& row, std::optional<Date> birth);

  private:
    [[nodiscard]] Occurrence birthday_in_collection(std::optional<Date> birth) const;

    Ssda903Collector* collector_;
    Ssda903RowKeys outcomes_;
    Ssda903RowKeys leavers_;
};

}  // namespace tyst
