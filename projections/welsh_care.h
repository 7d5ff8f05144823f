#pragma once

#include <optional>
#include <string_view>

#include "projections/history.h"
#include "schema/code_book.h"

// Care as the published Welsh tables see it, over the same events as everything else.
namespace tyst {

// The statistical year that ends with 31 March of `label`, by days included.
[[nodiscard]] Date welsh_year_start(int label);
[[nodiscard]] Date welsh_year_end(int label);

// The period goes on from the one before it: that one ended on the day on which this one began, or
// on the day before (StatsWales counts an episode that begins on the same or the next day as going
// on; England asks for the same day).
[[nodiscard]] bool continues_care(const History& history, Place care);
// The next period goes on from this one, so that this one is no end of care.
[[nodiscard]] bool care_goes_on(const History& history, Place care);
// The first period of those that go on from one another up to this one.
[[nodiscard]] Place first_of_care(const History& history, Place care);

// Accommodated in a series of short breaks from its first day on: in no figure of looked-after
// children.
[[nodiscard]] bool short_break_care(const History& history, Place care);

// The category (codes/wales-exit) under which the end of the period is counted; empty where no
// reason was recorded or what was recorded settles none.
[[nodiscard]] std::string_view wales_exit(const PeriodOfCare& care, const CodeBook& codes);

// The period of care that holds at the end of the day; kNone where none does.
[[nodiscard]] Place care_on(const History& history, Date day);

}  // namespace tyst
