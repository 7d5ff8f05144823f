#include "projections/statements/statement_book.h"

#include <utility>

namespace tyst {

Result<StatementBook> StatementBook::read(Ledger& ledger, std::string_view form, unsigned threads) {
    TYST_ASSIGN(auto statements, read_statement_heads(ledger, form, threads));
    return of(std::move(statements));
}

StatementBook StatementBook::of(std::vector<ReturnStatement> statements) {
    StatementBook book;
    book.statements_ = std::move(statements);
    for (const ReturnStatement& statement : book.statements_) {
        book.places_.emplace(statement.id, book.orders_.size());
        book.orders_.emplace_back(statement.received.files);
    }
    return book;
}

std::optional<std::size_t> StatementBook::place_of(const StreamId& statement) const {
    const auto found = places_.find(statement);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace tyst
