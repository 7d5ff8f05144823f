#include "ledger/intake/return_snapshot_reader.h"

#include <algorithm>
#include <utility>

namespace tyst {
namespace {

// The layout's table with that name, and for each of its columns where the file has it.
struct TakenTable {
    std::size_t table = 0;
    std::vector<std::size_t> order;
};

Result<TakenTable> taken_table(const Ssda903File& file, const ReturnLayout& layout) {
    const Ssda903TableShape& shape = shape_of(file.table);
    const auto found = std::ranges::find(layout.tables, shape.name, &ReturnTableLayout::id);
    if (found == layout.tables.end()) {
        return fail(
            ErrorCode::unknown_columns,
            file.csv.name + ": the layout has no table " + std::string(shape.name)
        );
    }
    TakenTable taken{static_cast<std::size_t>(found - layout.tables.begin()), {}};
    for (const ReturnColumn& column : found->columns) {
        const auto place = std::ranges::find(shape.columns, column.name);
        if (place == shape.columns.end()) {
            return fail(
                ErrorCode::unknown_columns, file.csv.name + ": has no column " + column.name
            );
        }
        taken.order.push_back(file.order[static_cast<std::size_t>(place - shape.columns.begin())]);
    }
    return taken;
}

}  // namespace

Result<ReadSnapshot> snapshot_of(
    Ssda903Return received, const ReturnLayout& layout, const std::shared_ptr<TextPool>& pool
) {
    ReturnSnapshotBuilder builder(received.year, layout, pool);
    std::vector<MisreadRow> misread;
    std::vector<std::string_view> values;
    for (Ssda903File& file : received.files) {
        TYST_ASSIGN(const TakenTable taken, taken_table(file, layout));
        for (const CsvRow& row : file.csv.rows) {
            if (row.values.size() != file.csv.columns.size()) {
                misread.push_back(
                    {file.csv.name, row.line, row.values.size(), file.csv.columns.size()}
                );
                continue;
            }
            values.clear();
            for (const std::size_t place : taken.order) {
                values.push_back(row.values[place]);
            }
            builder.add_row(taken.table, row.line, values);
        }
        file.csv = CsvFile();
    }
    return ReadSnapshot{builder.finish(), std::move(misread)};
}

}  // namespace tyst
