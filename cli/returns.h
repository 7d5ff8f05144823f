#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "cli/command.h"
#include "ledger/intake/return_statement.h"
#include "ledger/ledger.h"
#include "projections/statements/statement_policy.h"
#include "schema/error.h"
#include "schema/reference_set.h"

// What the commands about returns share.
namespace tyst::cli {

inline constexpr std::string_view kReturnForm = "ssda903";
// Before the index of an entry that names a statement.
inline constexpr std::string_view kEntryPrefix = "entry:";

// The statement of a collection year; where several were received, the one received last. not_found
// names the years that the ledger holds.
[[nodiscard]] Result<const ReturnStatement*> statement_of_year(
    const std::vector<ReturnStatement>& statements, int year
);

// The place of the statement that a person named: "2018", the last one of that year; "entry:42",
// the one that this entry received or sent, as `return list` shows it; "42" likewise where no
// statement is of a year 42. not_found names what the ledger holds.
[[nodiscard]] Result<std::size_t> statement_named(
    const std::vector<ReturnStatement>& statements, const std::string& text
);
// Empty where the text could name a statement, else why it cannot.
[[nodiscard]] std::string check_statement(const std::string& text);

// "2018, received on 2018-06-01 (entry 12)": a statement as people say it.
[[nodiscard]] std::string name_of(const ReturnStatement& statement);
// The same for programs: year, received or sent, entry.
[[nodiscard]] boost::json::object statement_json(const ReturnStatement& statement);

// Keeps the totals of the return whose stream that is, so that they outlive the children's records,
// and says so on `err`. Fails as keep_totals.
[[nodiscard]] Result<void> keep_totals_of(
    Ledger& ledger,
    StreamId statement,
    const ReferenceSet& reference,
    StreamId actor,
    std::ostream& err
);

// Adds --policy; `policy` holds the default, as in codes/statement-policy.
void add_policy_option(Command command, std::string& policy);

}  // namespace tyst::cli
