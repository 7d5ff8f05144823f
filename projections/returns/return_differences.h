#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "projections/returns/exported_return.h"
#include "schema/returns/return_snapshot.h"

// A return as it was received against what the events give for the same year: every cell, and for
// each that differs the one cause that explains it.
namespace tyst {

// Texts: codes/return-difference. Docs: docs/returns.md, "Differences".
enum class DifferenceCause : std::uint8_t {
    written_otherwise,             // the same value in other letters
    code_not_told_apart,           // our facts know one meaning where the return has several codes
    no_code_in_year,               // our fact has no code in that year's return
    no_event,                      // no event holds what the column says
    value_refused,                 // the import could not understand the value, or its row
    repeated_value_disagrees,      // a birth date or sex that the header states otherwise
    child_not_in_header,           // the child has no header row in what was received
    not_in_cohort,                 // no episode or leaver row brings the child into the collection
    not_in_care,                   // of a worker outside of every period of care
    outside_collection,            // its days lie outside the collection
    dated_after_received,          // its day was still to come when the return was received
    duplicate_row,                 // the same row once more
    same_key_row,                  // another row of the same key: one state holds at a day's end
    covers_no_day,                 // ends on or before the day on which it begins
    nothing_changed,               // goes on as the row before it
    not_stated_in_return,          // empty in the return; events tell it
    began_earlier,                 // the first row of a period of care that is no start
    reason_disagrees_with_change,  // RNE says other than what changed
    starts_while_in_care,          // a start while the period of care before it goes on
    open_row_followed,             // open, and another row begins
    overlap,                       // another row holds on the same days
    ended_by_overlapping_row,      // a row that overlaps and leaves ended care for the others too
    gap,                           // days of care that no row covers
    continuation_without_next,     // X1 with nothing that goes on from it
    end_reason_without_date,       // REC without DEC
    end_date_without_reason,       // DEC without REC, in the middle of care
    need_of_period,                // the need of a period of care is its first
    placement_goes_on,             // what the row says of a placement that a row before it began
    no_placement_ended,            // a reason for a change of placement where no placement ends
    ended_with_care,               // an order beside care that no row ends
    ended_by_age,                  // care ended with the 18th birthday
    ceased_status_outside,         // a former asylum seeker
    of_earlier_care,               // of a period of care that ended before the collection
    first_stated_otherwise,        // an earlier return stated it first
    later_knowledge,               // what was learned after the return was received
    known_from_elsewhere,          // known before, and not stated in this return
    under_other_reference,         // exported under another reference of the same person
    unexplained,
};
inline constexpr std::size_t kDifferenceCauseCount = 38;

// "later-knowledge": stable, for scripts; the code's id in codes/return-difference.
[[nodiscard]] std::string_view name(DifferenceCause cause);

enum class DifferenceKind : std::uint8_t {
    value,             // one cell of a row that both have
    row_not_exported,  // a row that was received only
    row_not_received,  // a row that is exported only
};
// "value", "row-not-exported", "row-not-received".
[[nodiscard]] std::string_view name(DifferenceKind kind);

struct ReturnDifference {
    std::string child;
    std::string_view table;  // id in the layout
    std::string key;         // the row's within the child: its day, where it has one
    std::uint32_t line = 0;  // of the row received; 0 where there is none
    DifferenceKind kind = DifferenceKind::value;
    std::string_view column;  // empty for a whole row
    std::string received;
    std::string exported;
    DifferenceCause cause = DifferenceCause::unexplained;
    std::vector<LogIndex> events;  // that the exported row rests on
};

struct ReturnComparison {
    std::vector<ReturnDifference> differences;  // by child, table, key, line, column
    std::uint64_t rows_received = 0;
    std::uint64_t rows_exported = 0;
    std::uint64_t rows_equal = 0;      // in every cell
    std::uint64_t cells_compared = 0;  // of rows that both have

    [[nodiscard]] std::uint64_t count(DifferenceCause cause) const;
};

struct ComparedReturns {
    const ReturnSnapshot* received = nullptr;
    LogIndex statement;  // the entry that says that it was received
    Date received_on;
    const ExportedReturn* now = nullptr;   // under the question asked
    const ExportedReturn* then = nullptr;  // the same as known at the end of `received_on`
    const Ssda903Codes* codes = nullptr;
};

// Compares the tables that rows are written for. Pure: the same returns, the same answer.
[[nodiscard]] ReturnComparison compare_returns(const ComparedReturns& returns);

}  // namespace tyst
