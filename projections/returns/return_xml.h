#pragma once

#include <string>

#include "projections/returns/exported_return.h"

namespace tyst {

// A return in the XML form of 2021: UTF-8, two blanks a level, LF, elements in the order of the
// form, those that may be left out and are empty left out. Pure. Fails with invalid_value, naming
// what does not fit and where (child and row by their places in the document, no reference): a year
// after 2021, a value that is longer or shorter than the form has it, more rows than it allows.
[[nodiscard]] Result<std::string> return_as_xml(
    const ExportedReturn& exported, const ReturnLayout& layout
);

}  // namespace tyst
