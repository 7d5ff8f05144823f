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
    struct Row {
        StreamId received_return;
        std::string table;
        StatedRow row;
    };
    std::vector<Row> rows;
};

// What a read is asked for.
struct Asked {
    std::string_view form;
    StatementKinds kinds = StatementKinds::received;
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
    ReturnReceived received,
    const ReturnSent* sent,
    const Asked& asked,
    Found& found
) {
    const StatementKinds other = sent == nullptr ? StatementKinds::sent : StatementKinds::received;
    if (received.form != asked.form || asked.kinds == other) return;
    ReturnStatement& head = found.heads.emplace_back();
    head.id = stored.stream;
    head.index = stored.index;
    head.received = std::move(received);
    if (sent != nullptr) head.sent = *sent;
    for (const ReceivedRow& row : head.received.rows_of_no_child) {
        found.rows.push_back({stored.stream, row.table, {stored.index, row.line, row.values}});
    }
}

void take_rows(
    const StoredEvent& stored,
    StreamId statement,
    const std::vector<ReceivedRow>& rows,
    Found& found
) {
    for (const ReceivedRow& row : rows) {
        found.rows.push_back({statement, row.table, {stored.index, row.line, row.values}});
    }
}

void take(const StoredEvent& stored, const Asked& asked, Found& found) {
    const Body& body = stored.event.body;
    if (const auto* received = std::get_if<ReturnReceived>(&body)) {
        take_head(stored, *received, nullptr, asked, found);
    } else if (const auto* sent = std::get_if<ReturnSent>(&body)) {
        take_head(stored, as_received(*sent), sent, asked, found);
    } else if (const auto* rows = std::get_if<ReturnRowsReceived>(&body)) {
        take_rows(stored, rows->received_return.stream, rows->rows, found);
    } else if (const auto* rows_sent = std::get_if<ReturnRowsSent>(&body)) {
        take_rows(stored, rows_sent->sent_return.stream, rows_sent->rows, found);
    }
}

Result<void> scan_share(Ledger& ledger, const Asked& asked, unsigned share, Found& found) {
    return ledger.scan_streams(
        ledger.size(),
        share,
        kShares,
        [&](Ledger::StreamContent&& content) -> Result<void> {
            for (const StoredEvent& stored : content.events) {
                take(stored, asked, found);
            }
            return {};
        }
    );
}

Result<std::vector<Found>> scan_all_shares(Ledger& ledger, const Asked& asked, unsigned threads) {
    std::vector<Found> found(std::max(1U, threads));
    std::vector<Result<void>> outcomes(found.size());
    std::atomic<unsigned> next = 0;
    {
        std::vector<std::jthread> workers;
        for (std::size_t thread = 0; thread < found.size(); ++thread) {
            workers.emplace_back([&, thread] {
                for (unsigned share = next++; share < kShares && outcomes[thread]; share = next++) {
                    outcomes[thread] = scan_share(ledger, asked, share, found[thread]);
                }
            });
        }
    }
    for (const auto& outcome : outcomes) {
        TYST_TRY(outcome);
    }
    return found;
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
    TYST_ASSIGN(std::vector<Found> found, scan_all_shares(ledger, Asked{form, kinds}, threads));
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
