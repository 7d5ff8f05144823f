#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/code_book.h"
#include "schema/error.h"

// One cell's text as the JSON of events has it (docs/events.md). A failure's context is a reason
// for people, without the value.
namespace tyst {

// "2019-03-01" or "01/03/2019" as "2019-03-01". Fails with impossible_date, saying what a
// spreadsheet did to it where that can be seen.
[[nodiscard]] Result<std::string> csv_date(std::string_view text);
// The same; anything else than a day of the two forms is given back as it is, unless a spreadsheet
// damaged it.
[[nodiscard]] Result<std::string> csv_occurrence(std::string_view text);
// yes, no, true, false, 1, 0, y, n, in any case. Fails with invalid_value.
[[nodiscard]] Result<bool> csv_truth(std::string_view text);
[[nodiscard]] Result<std::uint64_t> csv_number(std::string_view text);
// The code that a word of the set stands for, in any case. Fails with unknown_code, naming those
// that there are.
[[nodiscard]] Result<std::string> csv_code(
    const CodeBook& codes, const std::string& set, std::string_view text
);
// A reference or an id as it is; invalid_value where a spreadsheet turned it into a number of
// another form ("1234567.0", "1.2E+12").
[[nodiscard]] Result<std::string> csv_reference(std::string_view text);

// Cut at ";", blanks around each taken away; "\;" is a semicolon and no cut.
[[nodiscard]] std::vector<std::string> csv_list(std::string_view text);

// ASCII letters in upper case: names of columns and words are compared so.
[[nodiscard]] std::string csv_upper(std::string_view text);

// Without blanks at both ends.
[[nodiscard]] std::string_view csv_trimmed(std::string_view text);

}  // namespace tyst
