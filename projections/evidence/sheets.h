#pragma once

#include <string>
#include <vector>

#include "projections/evidence/document.h"
#include "schema/error.h"

namespace tyst::evidence {

// One sheet of the workbook.
struct Sheet {
    std::string name;  // at most 31 characters
    Table table;
};

struct WorkbookProperties {
    std::string title;
    std::string language;  // of its texts; not said where it is empty
};

// An XLSX workbook: a cover sheet where there is a cover, then one table a sheet with its header in
// the first row. Texts are written as texts, never as formulas; the same sheets give the same
// bytes. Fails with io_failed, and with too_large above what a sheet holds.
[[nodiscard]] Result<std::string> to_workbook(
    const WorkbookProperties& properties,
    const std::vector<std::pair<std::string, std::string>>& cover,
    const std::vector<Sheet>& sheets
);

// UTF-8, lines end in CRLF, the first line names the columns by key. A text that a spreadsheet
// would read as a formula gets an apostrophe in front.
[[nodiscard]] std::string to_csv(const Table& table);

}  // namespace tyst::evidence
