#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/intake/return_statement.h"
#include "ledger/ledger.h"
#include "schema/error.h"

// What the commands about returns share.
namespace tyst::cli {

inline constexpr std::string_view kReturnForm = "ssda903";
// codes/statement-policy
inline constexpr std::string_view kFirstStated = "first-stated";

// The statement of a collection year; where several were received, the one received last. not_found
// names the years that the ledger holds.
[[nodiscard]] Result<const ReturnStatement*> statement_of_year(
    const std::vector<ReturnStatement>& statements, int year
);

// "2018, received on 2018-06-01": a statement as people say it.
[[nodiscard]] std::string name_of(const ReturnStatement& statement);

}  // namespace tyst::cli
