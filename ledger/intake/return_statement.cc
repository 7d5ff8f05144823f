#include "ledger/intake/return_statement.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>

#include "ledger/intake/ssda903_tables.h"

namespace tyst {
namespace {

constexpr unsigned kShares = 64;

// What one thread found: heads of returns, and rows by return.
struct Found {
    std::vector<ReturnStatement> heads;
    std::vector<ReturnTotalsKept> totals;
    struct Row {
        StreamId received_return;
        std::string table;
        StatedRow row;
    };
    std::vector<Row> rows;
};

// What a read is asked for.
struct Wanted {
    std::string_view form;
    StatementKinds kinds = StatementKinds::all;
    bool with_rows = true;
};

// One that was sent reads as one that was received on that day, besides.
ReturnReceived as_received(const ReturnSent& sent) {
    ReturnReceived received;
    received.form = sent.form;
    received.year = sent.year;
    received.received = sent.sent;
    received.files = sent.files;
    received.rows_of_no_child = sent.rows_of_no_child;
    return received;
}

void take_head(
    const StoredEvent& stored,
    ReturnReceived said,
    const ReturnSent* sent,
    const Wanted& wanted,
    Found& found
) {
    const StatementKinds other = sent == nullptr ? StatementKinds::sent : StatementKinds::received;
    if (said.form != wanted.form || wanted.kinds == other) return;
    for (const ReceivedRow& row : said.rows_of_no_child) {
        found.rows.push_back({stored.stream, row.table, {stored.index, row.line, row.values}});
    }
    // Where the rows of no child fill more than one event, the others have no files.
    if (said.files.empty()) return;
    ReturnStatement& head = found.heads.emplace_back();
    head.id = stored.stream;
    head.index = stored.index;
    head.event = stored.event.id;
    head.recorded = stored.recorded;
    head.received = std::move(said);
    if (sent != nullptr) head.sent = *sent;
}

void take(const StoredEvent& stored, const Wanted& wanted, Found& found) {
    const Body& body = stored.event.body;
    if (const auto* received = std::get_if<ReturnReceived>(&body)) {
        take_head(stored, *received, nullptr, wanted, found);
    } else if (const auto* sent = std::get_if<ReturnSent>(&body)) {
        take_head(stored, as_received(*sent), sent, wanted, found);
    } else if (const auto* totals = std::get_if<ReturnTotalsKept>(&body)) {
        found.totals.push_back(*totals);
    } else if (const auto rows = wanted.with_rows ? rows_of_return(stored.event) : std::nullopt) {
        for (const ReceivedRow& row : rows->rows) {
            found.rows.push_back({rows->statement, row.table, {stored.index, row.line, row.values}}
            );
        }
    }
}

Result<void> scan_share(Ledger& ledger, const Wanted& wanted, unsigned share, Found& found) {
    return ledger.scan_streams(
        ledger.size(),
        share,
        kShares,
        [&](Ledger::StreamContent&& content) -> Result<void> {
            for (const StoredEvent& stored : content.events) {
                take(stored, wanted, found);
            }
            return {};
        }
    );
}

Result<std::vector<Found>> scan_all_shares(Ledger& ledger, const Wanted& wanted, unsigned threads) {
    std::vector<Found> found(std::max(1U, threads));
    std::vector<Result<void>> outcomes(found.size());
    std::atomic<unsigned> next = 0;
    {
        std::vector<std::jthread> workers;
        for (std::size_t thread = 0; thread < found.size(); ++thread) {
            workers.emplace_back([&, thread] {
                for (unsigned share = next++; share < kShares && outcomes[thread]; share = next++) {
                    outcomes[thread] = scan_share(ledger, wanted, share, found[thread]);
                }
            });
        }
    }
    for (const auto& outcome : outcomes) {
        TYST_TRY(outcome);
    }
    return found;
}

// Heads with what was kept of them, and the rows that were found, in their places.
std::vector<ReturnStatement> put_together(std::vector<Found> found) {
    std::vector<ReturnStatement> statements;
    for (Found& share : found) {
        std::ranges::move(share.heads, std::back_inserter(statements));
    }
    std::ranges::sort(statements, {}, [](const ReturnStatement& statement) {
        return std::pair(statement.received.year, statement.index.value);
    });
    std::unordered_map<StreamId, ReturnStatement*, StrongBytesHash> by_id;
    for (ReturnStatement& statement : statements) {
        by_id.emplace(statement.id, &statement);
    }
    for (Found& share : found) {
        for (ReturnTotalsKept& totals : share.totals) {
            const auto head =
                std::ranges::find(statements, totals.statement, &ReturnStatement::event);
            if (head != statements.end()) head->totals = std::move(totals);
        }
        for (Found::Row& row : share.rows) {
            if (const auto head = by_id.find(row.received_return); head != by_id.end()) {
                head->second->rows[row.table].push_back(std::move(row.row));
            }
        }
    }
    for (ReturnStatement& statement : statements) {
        for (auto& [table, rows] : statement.rows) {
            std::ranges::sort(rows, {}, &StatedRow::line);
        }
    }
    return statements;
}

Result<std::vector<ReturnStatement>> read_wanted(
    Ledger& ledger, const Wanted& wanted, unsigned threads
) {
    TYST_ASSIGN(std::vector<Found> found, scan_all_shares(ledger, wanted, threads));
    return put_together(std::move(found));
}

}  // namespace

std::uint64_t ReturnStatement::rows_erased() const {
    std::uint64_t erased = 0;
    for (const ReceivedFile& file : received.files) {
        const auto held = rows.find(file.table);
        erased += file.rows - (held == rows.end() ? 0 : held->second.size());
    }
    return erased;
}

const ReceivedFile* ReturnStatement::file_of(std::string_view table) const {
    const auto found = std::ranges::find(received.files, table, &ReceivedFile::table);
    return found == received.files.end() ? nullptr : &*found;
}

Result<std::vector<ReturnStatement>> read_statements(
    Ledger& ledger, std::string_view form, unsigned threads, StatementKinds kinds
) {
    return read_wanted(ledger, {form, kinds, true}, threads);
}

Result<std::vector<ReturnStatement>> read_statement_heads(
    Ledger& ledger, std::string_view form, unsigned threads
) {
    return read_wanted(ledger, {form, StatementKinds::all, false}, threads);
}

Result<std::optional<ReturnStatement>> read_statement_head(
    Ledger& ledger, std::string_view form, StreamId statement
) {
    TYST_ASSIGN(const auto events, ledger.read_stream(statement, ReadDepth::event_only));
    std::vector<Found> found(1);
    for (const StoredEvent& stored : events) {
        take(stored, {form, StatementKinds::all, false}, found.front());
    }
    std::vector<ReturnStatement> statements = put_together(std::move(found));
    if (statements.empty()) return std::nullopt;
    return std::move(statements.front());
}

std::optional<RowsOfReturn> rows_of_return(const Event& event) {
    if (const auto* received = std::get_if<ReturnRowsReceived>(&event.body)) {
        return RowsOfReturn{received->received_return.stream, received->rows};
    }
    if (const auto* sent = std::get_if<ReturnRowsSent>(&event.body)) {
        return RowsOfReturn{sent->sent_return.stream, sent->rows};
    }
    return std::nullopt;
}

Result<SnapshotOfStatement> snapshot_of(
    const ReturnStatement& statement,
    const ReturnLayout& layout,
    const std::shared_ptr<TextPool>& pool
) {
    ReturnSnapshotBuilder builder(static_cast<int>(statement.received.year), layout, pool);
    std::vector<std::unordered_map<std::uint32_t, LogIndex>> events(layout.tables.size());
    std::vector<std::string_view> values;
    for (const auto& [name, rows] : statement.rows) {
        const auto table = std::ranges::find(layout.tables, name, &ReturnTableLayout::id);
        const ReceivedFile* const file = statement.file_of(name);
        const auto known = ssda903_table(name);
        if (table == layout.tables.end() || file == nullptr || !known) {
            return fail(ErrorCode::unknown_columns, "the layout has no table " + name);
        }
        const std::vector<std::size_t> order = usual_order(*known, file->columns);
        const auto place = static_cast<std::size_t>(table - layout.tables.begin());
        for (const StatedRow& row : rows) {
            if (row.values.size() != file->columns.size()) {
                continue;
            }
            values.clear();
            for (const std::size_t column : order) {
                values.push_back(row.values[column]);
            }
            builder.add_row(place, row.line, values);
            events[place].emplace(row.line, row.event);
        }
    }
    SnapshotOfStatement taken{builder.finish(), {}};
    for (std::size_t table = 0; table < layout.tables.size(); ++table) {
        std::vector<LogIndex>& places = taken.events.emplace_back();
        for (const std::uint32_t line : taken.snapshot.table(table).lines) {
            places.push_back(events[table].at(line));
        }
    }
    return taken;
}

}  // namespace tyst
