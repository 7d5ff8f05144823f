#include "cli/returns.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "cli/reading.h"
#include "projections/statements/statement_totals.h"

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

Result<std::size_t> statement_named(
    const std::vector<ReturnStatement>& statements, const std::string& text
) {
    const bool by_entry = text.starts_with(kEntryPrefix);
    const std::string digits = by_entry ? text.substr(kEntryPrefix.size()) : text;
    std::optional<std::size_t> of_year;
    std::optional<std::size_t> of_entry;
    std::string held;
    for (std::size_t place = 0; place < statements.size(); ++place) {
        const ReturnStatement& statement = statements[place];
        if (std::to_string(statement.received.year) == digits && !by_entry) of_year = place;
        if (std::to_string(statement.index.value) == digits) of_entry = place;
        held += (held.empty() ? "" : "; ") + name_of(statement);
    }
    if (of_year) return *of_year;
    if (of_entry) return *of_entry;
    return fail(
        ErrorCode::not_found,
        fmt::format(
            "no return '{}' was received or sent; held are: {}", text, held.empty() ? "none" : held
        )
    );
}

std::string check_statement(const std::string& text) {
    const bool by_entry = text.starts_with(kEntryPrefix);
    const std::string digits = by_entry ? text.substr(kEntryPrefix.size()) : text;
    const bool number = !digits.empty() && std::ranges::all_of(digits, [](char letter) {
        return '0' <= letter && letter <= '9';
    });
    return number ? "" : "'" + text + "' is neither a year nor entry:INDEX";
}

std::string name_of(const ReturnStatement& statement) {
    return fmt::format(
        "{}, {} on {} (entry {})",
        statement.received.year,
        statement.sent ? "sent" : "received",
        to_text(statement.received.received),
        statement.index.value
    );
}

boost::json::object statement_json(const ReturnStatement& statement) {
    return {
        {"form", statement.received.form},
        {"year", statement.received.year},
        {statement.sent ? "sent" : "received", to_text(statement.received.received)},
        {"entry", statement.index.value},
    };
}

Result<void> keep_totals_of(
    Ledger& ledger,
    StreamId statement,
    const ReferenceSet& reference,
    StreamId actor,
    std::ostream& err
) {
    TYST_ASSIGN(const auto events, ledger.read_stream(statement, ReadDepth::event_only));
    TYST_ASSERT(!events.empty());
    TYST_ASSIGN(
        const auto kept,
        keep_totals(ledger, kReturnForm, events.front().index, reference, actor, thread_count())
    );
    if (kept) err << fmt::format("its totals are kept in entry {}\n", kept->value);
    return {};
}

void add_policy_option(Command command, std::string& policy) {
    command.option("--policy", policy, "How successive statements are joined")
        .one_of(
            {std::string(name(StatementPolicy::first_stated)),
             std::string(name(StatementPolicy::latest)),
             std::string(name(StatementPolicy::longest))}
        );
}

}  // namespace tyst::cli
