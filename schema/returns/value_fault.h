#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "schema/returns/return_layout.h"

// What is wrong with one value of a return, and what did it.
namespace tyst {

enum class ValueFault : std::uint8_t {
    missing,             // empty where a value must stand
    not_a_reference,     // of a child: not 1 to 10 characters without blanks
    not_a_day,           // DD/MM/YYYY, but no day of the calendar, or outside 1900 to 2100
    not_a_date,          // another form of date, or none
    spreadsheet_number,  // a date that a spreadsheet turned into a count of days ("43191")
    spreadsheet_date,  // a date in the form of another country or program ("2018-04-01", "1/4/18")
    spreadsheet_decimal,   // a number or code that a spreadsheet gave a fraction ("1234567.0")
    spreadsheet_exponent,  // or cut to "1.2E+12"
    not_in_codes,          // no code of the set in this year
    too_long,
    not_a_number,
    out_of_range,
};
inline constexpr std::size_t kValueFaultCount = 12;

// "spreadsheet-number": stable, for scripts.
[[nodiscard]] std::string_view name(ValueFault fault);
// What to do about it, in one sentence.
[[nodiscard]] std::string_view advice(ValueFault fault);

// Nothing where the value is one that the column may hold. Codes are compared in upper case.
[[nodiscard]] std::optional<ValueFault> fault_of(
    const ReturnLayout& layout, const ReturnColumn& column, std::string_view value
);

}  // namespace tyst
