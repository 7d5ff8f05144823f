#include "projections/statements/statement_totals.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tyst {
namespace {

bool whole(const ReturnStatement& statement, const StatementFigures& figures) {
    return std::ranges::all_of(statement.received.files, [&](const ReceivedFile& file) {
        const auto held = figures.rows_held.find(file.table);
        return file.rows == (held == figures.rows_held.end() ? 0 : held->second);
    });
}

// The same for the same statement, so that keeping it twice writes nothing.
Result<EventId> totals_id(Ledger& ledger, const ReturnStatement& statement) {
    return ledger.derived_event_id(
        statement.id, "tyst", "return_totals_kept", to_hex(statement.event.view()), "totals"
    );
}

}  // namespace

std::vector<StatedTotal> totals_of(
    const ReturnStatement& statement, const StatementFigures& figures
) {
    std::vector<StatedTotal> totals{{std::string(kChildrenTotal), figures.counted.children}};
    for (const ReceivedFile& file : statement.received.files) {
        totals.push_back({std::string(kRowsTotalPrefix) + file.table, file.rows});
    }
    for (const Figure& figure : figures.figures()) {
        totals.push_back({figure.id, figure.value});
    }
    return totals;
}

std::optional<std::uint64_t> total_in(const ReturnTotalsKept& totals, std::string_view id) {
    const auto found = std::ranges::find(totals.totals, id, &StatedTotal::id);
    return found == totals.totals.end() ? std::nullopt : std::optional(found->value);
}

Result<std::optional<LogIndex>> keep_totals(
    Ledger& ledger,
    std::string_view form,
    LogIndex statement,
    const ReferenceSet& rules,
    StreamId actor,
    unsigned threads
) {
    TYST_ASSIGN(const StoredEvent entry, ledger.read(statement, ReadDepth::event_only));
    TYST_ASSIGN(auto head, read_statement_head(ledger, form, entry.stream));
    if (!head || head->index != statement) {
        return fail(
            ErrorCode::not_found,
            "entry " + std::to_string(statement.value) + " is no return of form " +
                std::string(form)
        );
    }
    if (head->totals) return std::nullopt;
    const StatementBook book = StatementBook::of({*std::move(head)});
    const ReturnStatement& asked = book.all().front();
    TYST_ASSIGN(
        const StatementFigures figures, figures_of_statement(ledger, book, 0, rules, threads)
    );
    if (!whole(asked, figures)) return std::nullopt;
    PreparedEvent totals{asked.id, {}};
    TYST_ASSIGN(totals.event.id, totals_id(ledger, asked));
    totals.event.occurred.date = asked.received.received;
    totals.event.recorded_by = actor;
    totals.event.body = ReturnTotalsKept{asked.event, totals_of(asked, figures), rules.digest()};
    Append append;
    append.events.push_back(std::move(totals));
    TYST_ASSIGN(const auto receipts, ledger.append(append));
    TYST_TRY(ledger.checkpoint());
    return receipts.front().index;
}

}  // namespace tyst
