#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/bodies/administration.h"
#include "schema/event_values.h"

// What the authority states and promises: returns that it sent, what stays of them, findings that
// were looked into, targets and progress.
namespace tyst {

// A return that was made from events. The files' digests are the first attachment, as in
// return_received. The return's own stream.
struct ReturnSent {
    Code form;               // codes/return-form
    std::uint32_t year = 0;  // the year in which the collection ends
    Date sent;
    Code policy;             // codes/statement-policy: how earlier statements were joined
    std::uint64_t size = 0;  // entries that it was made from
    Hash root;               // of the tree at that size
    std::vector<ReceivedFile> files;
    std::vector<ReceivedRow> rows_of_no_child;
    bool operator==(const ReturnSent&) const = default;
};

// A child's rows of a return that was sent, under the child's key. Child's stream.
struct ReturnRowsSent {
    SubjectLink sent_return;
    std::vector<ReceivedRow> rows;
    bool operator==(const ReturnRowsSent&) const = default;
};

struct StatedTotal {
    std::string id;  // of a figure, or "rows." and a table
    std::uint64_t value = 0;
    bool operator==(const StatedTotal&) const = default;
};

// The totals of a return, which stay when a child of it is erased: no personal data. The return's
// own stream.
struct ReturnTotalsKept {
    EventId statement;  // its return_received or return_sent
    std::vector<StatedTotal> totals;
    Hash rules;  // digest of the reference set that they were counted under
    bool operator==(const ReturnTotalsKept&) const = default;
};

// Somebody looked into a finding of a check and found the data right. Holds until the data that the
// finding rests on change. Child's stream; the return's own where the row is no child's.
struct ReturnFindingExplained {
    Code form;  // codes/return-form
    std::uint32_t year = 0;
    std::string rule;  // by its published code
    std::string rule_version;
    std::string table;
    std::string row;  // the key of the row within the child's table
    Hash data;        // digest of the values that the finding rests on
    std::string explanation;
    std::optional<PersonCitation> explained_by;
    bool operator==(const ReturnFindingExplained&) const = default;
};

// What the authority means to reach. A later one of the same action replaces it. Authority stream.
struct TargetSet {
    std::string action;  // its id, the same all along
    std::string text_en;
    std::string text_cy;
    std::string figure;  // id of the figure that shows it; empty where no event can show it
    Code direction;      // codes/target-direction
    std::optional<Date> baseline_day;
    std::uint64_t baseline = 0;
    std::uint64_t target = 0;
    std::optional<Date> target_day;  // by which the figure is to be reached
    std::optional<Date> due;         // of the action, where that is another day
    std::optional<PersonCitation> owner;
    bool operator==(const TargetSet&) const = default;
};

// How an action stands that no event can show, as a named person says. Authority stream.
struct TargetProgressRecorded {
    std::string action;
    Code state;  // codes/target-state
    std::string statement;
    std::optional<PersonCitation> said_by;
    bool operator==(const TargetProgressRecorded&) const = default;
};

}  // namespace tyst
