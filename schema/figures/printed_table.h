#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/date.h"

namespace tyst {

// One figure that a published document prints.
struct PrintedRow {
    std::string id;  // "V5"
    BilingualText title;
    std::string printed;                // as it is printed
    std::optional<std::int64_t> value;  // the number in it; nothing where there is none
    bool target = false;                // a promise for that day, not a count
    std::optional<Date> as_at;
    std::optional<Date> from;          // of a flow: the first day; as_at is the last
    std::vector<std::string> figures;  // ids whose values add up to it
    std::string largest_of;            // a family by single numbers: its largest group is meant
    BilingualText reason;              // why no event can show it; then neither of the two
};

// The figures of one document, as a file of reference/strategies/ gives them (docs/rule-files.md).
struct PrintedTable {
    std::string id;  // "vale-2019-2023"
    std::string version;
    BilingualText title;
    std::string source;
    std::string authority;  // codes/authority
    std::vector<PrintedRow> rows;
};

}  // namespace tyst
