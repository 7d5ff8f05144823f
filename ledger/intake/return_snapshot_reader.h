#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ledger/intake/ssda903_tables.h"
#include "schema/returns/return_layout.h"
#include "schema/returns/return_snapshot.h"

namespace tyst {

// A row that has another number of values than its table has columns: in no snapshot.
struct MisreadRow {
    std::string file;
    std::uint32_t line = 0;
    std::size_t values = 0;
    std::size_t columns = 0;
};

struct ReadSnapshot {
    ReturnSnapshot snapshot;
    std::vector<MisreadRow> misread;
};

// A received return as columns, each file given up as soon as it is taken in. `layout` is the
// form's for the return's year; it must outlive the snapshot. Fails with unknown_columns where the
// layout lacks a table or column that was received.
[[nodiscard]] Result<ReadSnapshot> snapshot_of(
    Ssda903Return received, const ReturnLayout& layout, const std::shared_ptr<TextPool>& pool
);

}  // namespace tyst
