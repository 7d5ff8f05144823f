#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "schema/event.h"
#include "schema/returns/return_snapshot.h"

// Returns as they were received or sent: statements that the ledger keeps whole, row for row,
// whatever was learned later.
namespace tyst {

// A row word for word, and where the log holds it.
struct StatedRow {
    LogIndex event;
    std::uint32_t line = 0;  // in the file
    std::vector<std::string> values;
};

struct ReturnStatement {
    StreamId id;     // the return's own stream
    LogIndex index;  // its return_received or return_sent
    EventId event;   // the same
    Timestamp recorded;
    // Of one that was sent: the day on which it was, its files and rows of no child.
    ReturnReceived received;
    std::optional<ReturnSent> sent;          // where it was sent from here
    std::optional<ReturnTotalsKept> totals;  // what stays of it when a child is erased
    // By the table's name, in the order of lines; values in the order of the file's columns.
    std::map<std::string, std::vector<StatedRow>, std::less<>> rows;

    // Rows that the files had and the ledger holds no more, because their child's record was
    // destroyed.
    [[nodiscard]] std::uint64_t rows_erased() const;
    [[nodiscard]] const ReceivedFile* file_of(std::string_view table) const;
};

enum class StatementKinds : std::uint8_t { received, sent, all };

// Every return of that form and kind, in order of year, then of the log. Reads every stream. Fails
// as Ledger::scan_streams.
[[nodiscard]] Result<std::vector<ReturnStatement>> read_statements(
    Ledger& ledger,
    std::string_view form,
    unsigned threads,
    StatementKinds kinds = StatementKinds::received
);
// Of every kind, without the rows of children.
[[nodiscard]] Result<std::vector<ReturnStatement>> read_statement_heads(
    Ledger& ledger, std::string_view form, unsigned threads
);

// The same of the return whose own stream that is; nothing where it is none of that form. Reads
// that stream alone. Fails as Ledger::read_stream.
[[nodiscard]] Result<std::optional<ReturnStatement>> read_statement_head(
    Ledger& ledger, std::string_view form, StreamId statement
);

// A child's rows of a return, received or sent; nothing where the event holds none.
struct RowsOfReturn {
    StreamId statement;  // the return's own stream
    std::span<const ReceivedRow> rows;
};
[[nodiscard]] std::optional<RowsOfReturn> rows_of_return(const Event& event);

// A statement as columns. `layout` is the form's for its year, and must outlive the snapshot. Rows
// that have another number of values than columns are left out. `events` gives for each row of the
// snapshot, table by table, the entry that holds it.
struct SnapshotOfStatement {
    ReturnSnapshot snapshot;
    std::vector<std::vector<LogIndex>> events;
};
[[nodiscard]] Result<SnapshotOfStatement> snapshot_of(
    const ReturnStatement& statement,
    const ReturnLayout& layout,
    const std::shared_ptr<TextPool>& pool
);

}  // namespace tyst
