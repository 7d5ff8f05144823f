#pragma once

#include "projections/figures.h"
#include "projections/history.h"

namespace tyst {

// Whether a period of care began as a series of short breaks: it is in no looked-after figure.
[[nodiscard]] bool short_breaks_only(const PeriodOfCare& care, const History& history);

// Whether a series of short breaks held on any day of the period.
[[nodiscard]] bool short_break_in(const History& history, const Period& period);

// Whether on the days of the period that a period of care had, all of it was short breaks.
[[nodiscard]] bool only_short_breaks_in(const History& history, Place care, const Period& period);

}  // namespace tyst
