#pragma once

#include <string>

#include "cli/exit_code.h"
#include "cli/options.h"
#include "cli/surroundings.h"
#include "schema/error.h"

namespace tyst::cli {

// What is asked of a statement by itself.
struct StatementQuestion {
    LedgerOptions ledger;
    std::string statement;  // as statement_named takes it
    std::string format;
};

// Prints the figures of one statement, computed from its own rows alone, beside the totals that
// were kept of it, and how many of its rows and children are left. Fails as open_ledger,
// statement_named and figures_of_statement.
[[nodiscard]] Result<ExitCode> answer_statement(
    const StatementQuestion& question, const Surroundings& surroundings
);

}  // namespace tyst::cli
