#pragma once

#include <string_view>
#include <vector>

#include "schema/calendar.h"
#include "schema/code_book.h"
#include "schema/error.h"
#include "schema/reference_set.h"
#include "schema/rule.h"

// One reader for each kind of reference file; used by ReferenceSet::load only. Each fails with
// "path:line: reason".
namespace tyst {

// Adds the file's set to the book. Fails with invalid_rule_file.
[[nodiscard]] Result<void> read_code_file(const ReferenceFileText& file, CodeBook& book);

// Fails with invalid_calendar.
[[nodiscard]] Result<BankHolidays> read_calendar_file(const ReferenceFileText& file);

// A rule of a file with the lines that later checks have to name.
struct RuleWithLines {
    Rule rule;
    int line = 1;  // of the version
    int triggers_line = 1;
    int needs_line = 1;
};

// Every version of the file's rule. Fails with invalid_rule_file.
[[nodiscard]] Result<std::vector<RuleWithLines>> read_rule_file(const ReferenceFileText& file);

// What no file can know alone: needs are codes of fact-kind, triggers name rules of the same
// jurisdiction, no two versions of one rule are in force on one day, no rule waits for itself.
// Fails with invalid_rule_file.
[[nodiscard]] Result<void> check_rules(
    const std::vector<RuleWithLines>& rules, const CodeBook& codes
);

}  // namespace tyst
