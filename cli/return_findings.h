#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "cli/return_reading.h"
#include "cli/table.h"
#include "projections/finding_explanations.h"
#include "projections/returns/value_rules.h"
#include "schema/ids.h"

// What the checks of a return found, in words, with what was said about it.
namespace tyst::cli {

// An explanation as people read it.
struct ToldExplanation {
    LogIndex entry;
    std::string text;
    std::string by;  // who recorded it
    std::string on;  // the day
    // Why it holds no longer: the data changed, or the rule; empty where it holds.
    std::string outdated;
};

// One finding, whatever found it.
struct ToldFinding {
    std::string rule;
    std::string rule_version;  // empty where the layout alone found it
    std::string child;
    std::string table;
    std::string row;  // its key within the child's table
    std::uint32_t line = 0;
    std::string fields;
    std::string values;
    std::string fixer;
    std::string says;
    bool unverified = false;             // the rule's wording is from memory
    std::optional<LogIndex> entry;       // that holds the row; nothing for rows of files
    std::optional<ReturnFinding> found;  // by a rule; nothing: it cannot be explained
    std::optional<ToldExplanation> explanation;

    [[nodiscard]] bool explained() const { return explanation && explanation->outdated.empty(); }
};

// Rows that could not be read, values that may not stand, and what the rules found, in that order.
[[nodiscard]] std::vector<ToldFinding> tell_findings(
    const LoadedReturns& loaded, const ReturnChecks& checks, const std::vector<ValueFinding>& values
);

// The digest of what the finding of a rule rests on.
[[nodiscard]] Hash data_of(const LoadedReturns& loaded, const ToldFinding& finding);

// Fills in the explanations that the ledger holds for them. Fails as Ledger::find and
// explanations_in.
[[nodiscard]] Result<void> add_explanations(
    Ledger& ledger, const LoadedReturns& loaded, std::vector<ToldFinding>& findings
);

// A line for each: for programs.
[[nodiscard]] Table findings_table(const std::vector<ToldFinding>& findings);
// A line for each rule that found something open: how often, where first, who can put it right.
[[nodiscard]] Table open_findings_table(const std::vector<ToldFinding>& findings);
// A line for each open one, in full.
[[nodiscard]] Table listed_findings_table(const std::vector<ToldFinding>& findings);
// A line for each that was explained.
[[nodiscard]] Table explained_findings_table(const std::vector<ToldFinding>& findings);
[[nodiscard]] boost::json::object to_json(const ToldFinding& finding);

}  // namespace tyst::cli
