#pragma once

#include <cstdint>
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

// An alert as a list shows it.
struct RowAlert {
    std::string rule;
    std::string version;
    RuleGrade grade = RuleGrade::record;
    AlertStatus status = AlertStatus::open;
    Date since;
    int days_over = 0;
    Date due;                  // of the obligation behind it
    std::uint32_t number = 1;  // of that obligation in the period of care
    LogIndex trigger;          // the event from which its clock runs, where one does
    bool operator==(const RowAlert&) const = default;
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
    std::vector<RowAlert> alerts;          // open ones first, worst grade first; not those not held
    std::uint32_t findings = 0;            // what the fold found odd in the record
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

// The rows with an alert, worst first: open before not held here, then grade, days over (most
// first), reference. The rows must outlive the answer.
[[nodiscard]] std::vector<const CaseloadRow*> drift_list(const std::vector<CaseloadRow>& rows);

// Fills reference, name and role of every worker in the rows from the allocation that is newest in
// the log; left empty where the worker's key is destroyed. Fails as Ledger::read does.
[[nodiscard]] Result<void> name_workers(Ledger& ledger, std::vector<CaseloadRow>& rows);

}  // namespace tyst
