#include "cli/returns.h"

#include <fmt/format.h>

namespace tyst::cli {

Result<const ReturnStatement*> statement_of_year(
    const std::vector<ReturnStatement>& statements, int year
) {
    const ReturnStatement* found = nullptr;
    std::string years;
    for (const ReturnStatement& statement : statements) {
        if (static_cast<int>(statement.received.year) == year) {
            found = &statement;
        }
        years += (years.empty() ? "" : ", ") + std::to_string(statement.received.year);
    }
    if (found == nullptr) {
        return fail(
            ErrorCode::not_found,
            fmt::format(
                "no return of year {} was received or sent, as asked; held are: {}",
                year,
                years.empty() ? "none" : years
            )
        );
    }
    return found;
}

std::string name_of(const ReturnStatement& statement) {
    return fmt::format(
        "{}, {} on {}",
        statement.received.year,
        statement.sent ? "sent" : "received",
        to_text(statement.received.received)
    );
}

}  // namespace tyst::cli
