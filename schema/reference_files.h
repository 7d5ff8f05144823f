#pragma once

#include <string_view>
#include <vector>

#include "schema/calendar.h"
#include "schema/code_book.h"
#include "schema/error.h"
#include "schema/measure.h"
#include "schema/reference_set.h"
#include "schema/retention_rule.h"
#include "schema/rule.h"

// One reader for each kind of reference file; used inside schema only, where sets are loaded. Each
// fails with "path:line: reason".
namespace tyst {

// The dates of one authority's school terms; a council lays its own beside the shipped files.
inline constexpr std::string_view kSchoolTermsPath = "calendars/school-terms.toml";

// Adds the file's set to the book. Fails with invalid_rule_file.
[[nodiscard]] Result<void> read_code_file(const ReferenceFileText& file, CodeBook& book);

// Fails with invalid_calendar.
[[nodiscard]] Result<BankHolidays> read_calendar_file(const ReferenceFileText& file);

// The terms of a file of school terms, in order. Fails with invalid_calendar.
[[nodiscard]] Result<std::vector<SchoolTerm>> read_school_terms(const ReferenceFileText& file);

// A rule of a file with the lines that later checks have to name.
struct RuleWithLines {
    Rule rule;
    int line = 1;           // of the version
    int triggers_line = 1;  // where other rules are named
    int needs_line = 1;
};

// Both are in force on some day.
[[nodiscard]] bool overlap(const Rule& left, const Rule& right);

// Every version of the file's rule. Fails with invalid_rule_file.
[[nodiscard]] Result<std::vector<RuleWithLines>> read_rule_file(const ReferenceFileText& file);

// What no file can know alone: needs are codes of fact-kind, triggers name rules of the same
// jurisdiction, no two versions of one rule are in force on one day, no rule waits for itself.
// Fails with invalid_rule_file.
[[nodiscard]] Result<void> check_rules(
    const std::vector<RuleWithLines>& rules, const CodeBook& codes
);

// A rule of a file of reference/retention/ with the line of its version.
struct RetentionRuleWithLine {
    RetentionRule rule;
    int line = 1;
};

[[nodiscard]] bool in_force_together(const RetentionRule& left, const RetentionRule& right);

// Every version of the file's rule. Fails with invalid_rule_file.
[[nodiscard]] Result<std::vector<RetentionRuleWithLine>> read_retention_file(
    const ReferenceFileText& file
);

// No two versions of one rule are in force on one day, and each rule has one file. Fails with
// invalid_rule_file.
[[nodiscard]] Result<void> check_retention_rules(const std::vector<RetentionRuleWithLine>& rules);

// Whose rules measures name.
inline constexpr std::string_view kMeasureJurisdiction = "wales";

// The measure that the file describes. Fails with invalid_rule_file.
[[nodiscard]] Result<Measure> read_measure_file(const ReferenceFileText& file);

// Each id stands once; rules, kinds of fact and other codes that measures name exist. Fails with
// invalid_rule_file.
[[nodiscard]] Result<void> check_measures(
    const std::vector<Measure>& measures,
    const std::vector<RuleWithLines>& rules,
    const CodeBook& codes
);

}  // namespace tyst
