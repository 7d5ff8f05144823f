#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/history.h"
#include "projections/obligations.h"

namespace tyst {

// Somebody a child is allocated to, as named on the day of allocation.
struct CaseloadWorker {
    StreamId person;  // zero where nobody is allocated
    std::string reference;
    std::string name;
    std::string role;
    LogIndex allocation;  // the event that says so: read it with people for name and role
    bool operator==(const CaseloadWorker&) const = default;
};

// One looked-after child in a caseload. Owns what it holds.
struct CaseloadRow {
    std::string reference;  // the child's, as its first source knows it
    StreamId person;
    std::optional<int> age;
    std::string status;                 // empty: no legal basis recorded
    std::vector<std::string> overlays;  // in order of code
    std::string placement;              // figure name: "foster-own", …; empty: none recorded
    bool temporary = false;             // the placement is interrupted by a temporary stay
    Date looked_after_since;
    CaseloadWorker iro;
    CaseloadWorker social_worker;
    std::string team;
    std::optional<Date> next_review_due;
    bool next_review_overdue = false;
    std::vector<std::string> open_alerts;  // rule ids, worst grade first
    std::vector<std::string> not_held;     // rules whose facts are not held here
    bool operator==(const CaseloadRow&) const = default;
};

// Nothing where the child is not looked after at the end of the day.
[[nodiscard]] std::optional<CaseloadRow> caseload_row(
    const History& history, const Obligations& obligations
);

// Order of every list of rows: reference, then person.
void sort_rows(std::vector<CaseloadRow>& rows);

enum class CaseloadGrouping : std::uint8_t { child, iro, worker, team, status, placement };

struct CaseloadGroup {
    std::string key;    // "IRO03", "foster-own"; empty: none
    std::string title;  // a worker's name where it is known, else the key
    std::vector<const CaseloadRow*> rows;
};

// Groups in order of key, the empty one last. `child` gives one group with every row. The rows must
// outlive the answer.
[[nodiscard]] std::vector<CaseloadGroup> group_rows(
    const std::vector<CaseloadRow>& rows, CaseloadGrouping grouping
);

// Fills reference, name and role of every worker in the rows from the allocation that is newest in
// the log; left empty where the worker's key is destroyed. Fails as Ledger::read does.
[[nodiscard]] Result<void> name_workers(Ledger& ledger, std::vector<CaseloadRow>& rows);

}  // namespace tyst
