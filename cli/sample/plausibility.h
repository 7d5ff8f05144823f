#pragma once

#include "cli/sample/cohort.h"

namespace tyst::sample {

// How unlikely it is, in small whole numbers, that a child goes from one place in the tables to
// another within so many days; kImpossible where the law or the days forbid it.
[[nodiscard]] int cost_of_change(State from, State to, int days);
// The same for a start of care on some day of an interval of so many days.
[[nodiscard]] int cost_of_entry(const Entry& entry, State to, int days);
[[nodiscard]] int cost_of_leaving(State from);
[[nodiscard]] int cost_of_leaving(const Entry& entry);

// The shortest time in which a start of care leads to a state: orders take months.
[[nodiscard]] int days_needed(Basis basis, State to);

// Birth dates that fit a child in this state on this day.
[[nodiscard]] DateRange births_fitting(State state, Date day);
// Birth dates that fit a start of care by `day`.
[[nodiscard]] DateRange births_fitting(const Entry& entry, Date day);

// A care order is not made for somebody of 17: births for which an order could be made by `day`.
[[nodiscard]] DateRange births_open_to_orders(Date day);
[[nodiscard]] bool is_order(Status status);

}  // namespace tyst::sample
