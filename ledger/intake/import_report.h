#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schema/date.h"
#include "schema/event.h"

namespace tyst {

// What is odd about a row that was nevertheless taken at its word (docs/import.md, "Findings").
enum class ImportFindingKind : std::uint8_t {
    child_not_in_header,
    birth_date_disagrees,
    sex_disagrees,
    missing_value,
    duplicate_row,
    same_key_row,
    restated_differently,
    no_longer_stated,
    dated_after_received,
    after_collection_year,
    end_before_start,
    starts_and_ends_same_day,
    end_date_without_reason,
    end_reason_without_date,
    open_with_continuation,
    open_row_followed,
    continuation_without_next_row,
    overlap,
    gap,
    first_row_not_a_start,
    start_without_leaving,
    continues_after_leaving,
    reason_disagrees_with_change,
    need_changed,
    temporary_placement_first,
    temporary_placement_not_returned,
};
inline constexpr std::size_t kImportFindingKindCount = 26;

// "open_with_continuation".
[[nodiscard]] std::string_view name(ImportFindingKind kind);
// One sentence in English for a person to read.
[[nodiscard]] std::string_view explanation(ImportFindingKind kind);

struct ImportFinding {
    ImportFindingKind kind = ImportFindingKind::missing_value;
    std::string file;
    std::uint32_t line = 0;
    auto operator<=>(const ImportFinding&) const = default;
};

// A value that could not be understood. The row stays in the ledger as it was received.
struct ImportRefusal {
    std::string file;
    std::uint32_t line = 0;
    std::string column;  // empty where the row as a whole is wrong
    std::string value;   // shown for codes and dates only, cut to 20 bytes; otherwise empty
    std::string reason;
    bool whole_row = true;  // false: only this value gives no fact, the others of the row do
    auto operator<=>(const ImportRefusal&) const = default;
};

// read = understood + refused + erased.
struct ImportRowCounts {
    std::uint64_t read = 0;
    std::uint64_t understood = 0;  // turned into facts, or a repetition of a row that was
    std::uint64_t refused = 0;     // no facts: see the refusals
    std::uint64_t erased = 0;      // of children whose records were destroyed since
    bool operator==(const ImportRowCounts&) const = default;
};

struct ImportTableReport {
    std::string table;
    std::string file;
    ImportRowCounts rows;
    bool operator==(const ImportTableReport&) const = default;
};

// What an import did. The same input on the same ledger gives the same report.
struct ImportReport {
    std::string form;  // "ssda903"
    int year = 0;
    Date received;
    std::string return_reference;  // authority/year/start of digest
    std::uint64_t children = 0;
    std::uint64_t children_erased = 0;      // of them, whom a repetition does not begin anew
    std::vector<ImportTableReport> tables;  // in the order of the tables
    std::vector<std::string> files_ignored;
    std::map<EventType, std::uint64_t> events_written;
    std::uint64_t events_already_known = 0;
    std::vector<ImportRefusal> refusals;  // sorted
    std::vector<ImportFinding> findings;  // sorted; each row once for each kind

    [[nodiscard]] std::uint64_t written() const;
    [[nodiscard]] std::uint64_t count(ImportFindingKind kind) const;
    [[nodiscard]] ImportRowCounts rows() const;  // of all tables

    bool operator==(const ImportReport&) const = default;
};

// One JSON object, keys in a fixed order: every refusal, and of every kind of finding the count,
// the explanation and the first `examples` places.
[[nodiscard]] std::string to_json(const ImportReport& report, std::size_t examples = 5);

}  // namespace tyst
