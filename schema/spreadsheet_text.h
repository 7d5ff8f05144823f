#pragma once

#include <string>
#include <string_view>

namespace tyst {

// `text` as a cell of a file that people open in a spreadsheet: an apostrophe in front where a
// spreadsheet would run it as a formula, otherwise as it is. Such is what begins with = + - @, also
// in full width and behind white space, and what begins with a tab or a line end (OWASP, CSV
// injection). A plain negative number stays a number. Files for programs hold the text itself.
[[nodiscard]] std::string neutralised(std::string_view text);

}  // namespace tyst
