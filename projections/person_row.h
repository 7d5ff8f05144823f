#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "projections/caseload.h"
#include "projections/coverage.h"
#include "projections/history.h"
#include "projections/obligations.h"
#include "schema/error.h"
#include "schema/reference_set.h"
#include "schema/rule.h"

namespace tyst {

// An alert as a list shows it. Days over are not kept: they follow from `since` and the day asked
// about.
struct AlertRow {
    std::string rule;
    std::string version;
    RuleGrade grade = RuleGrade::record;
    AlertStatus status = AlertStatus::open;
    Date since;
    std::optional<Date> due;
    std::optional<Date> leaves;  // noted: last day on the list; in hand: the day it returns
    std::string clears;
    bool operator==(const AlertRow&) const = default;
};

// An obligation that is not yet satisfied.
struct DueRow {
    std::string rule;
    std::string version;
    std::uint32_t number = 1;
    Date due;
    bool overdue = false;
    // The event that opened what the rule is asked for: the period of care, the placement, the
    // legal status, or for a rule asked for events the one that started the clock. Nothing where
    // only a day did.
    std::optional<LogIndex> about;
    std::string decision;  // id of a review's decision, where it is about one
    bool operator==(const DueRow&) const = default;
};

struct ReferenceRow {
    std::string source;
    std::string reference;
    auto operator<=>(const ReferenceRow&) const = default;
};

// What the stored views keep of one child, and what every list is made from: a pure function of the
// child's history and obligations. Owns what it holds.
struct PersonRow {
    StreamId person;
    std::vector<StreamId> streams;         // sorted; more than one where records are joined
    std::vector<ReferenceRow> references;  // in the order of the log
    std::optional<CaseloadRow>
        caseload;  // nothing where the child is not looked after; workers not named, alerts below
    // Worst grade first; rules whose facts are not held here stand in the caseload row.
    std::vector<AlertRow> alerts;
    std::vector<std::string> unknown;  // rules with a clock that cannot be read, in order
    std::vector<DueRow> due;           // by day, rule, number, about, decision
    // First day after the one asked about on which this row may read otherwise although nothing is
    // recorded: a birthday, a day on which something falls due, expires or begins. Nothing: never.
    std::optional<Date> changes_on;
    bool rests_on_claimed_time = false;  // a known event's time of learning is a source's claim
    bool operator==(const PersonRow&) const = default;
};

[[nodiscard]] PersonRow person_row(
    const History& history, const Obligations& obligations, std::span<const Date> matters
);

// Days, in order, on which the rows of all children may change: coverage and rules that begin or
// end.
[[nodiscard]] std::vector<Date> dates_that_matter(
    const Coverage& coverage, const ReferenceSet& reference
);

// Every child's row under a question, folded now by `threads` threads; in order of person. Fails as
// Ledger::scan_streams does.
[[nodiscard]] Result<std::vector<PersonRow>> fold_person_rows(
    Ledger& ledger, const Question& question, const ReferenceSet& reference, unsigned threads
);

// One JSON object on one line, fields in a fixed order: equal rows give equal bytes.
[[nodiscard]] std::string to_json(const PersonRow& row);
// Fails with corrupt_view.
[[nodiscard]] Result<PersonRow> person_row_from_json(std::string_view text);

}  // namespace tyst
