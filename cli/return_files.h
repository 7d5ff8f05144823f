#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/reading.h"
#include "ledger/intake/return_statement.h"
#include "projections/returns/exported_return.h"
#include "projections/statements/statement_policy.h"
#include "schema/error.h"
#include "schema/returns/return_layout.h"

// Returns as files: one CSV a table, exact to the byte (docs/returns.md, "Writing").
namespace tyst::cli {

struct ReturnFile {
    std::string table;  // its id
    std::string name;   // "episodes.csv"
    std::vector<std::string> columns;
    std::uint32_t rows = 0;
    std::string content;
};

// RFC 4180 with a heading line and CR LF, in UTF-8. Values are exact: meant for programs.
[[nodiscard]] std::string csv_text(
    const std::vector<std::string>& columns,
    const std::vector<const std::vector<std::string>*>& rows
);

// Every table of the layout that rows are written for, in the order of the layout; one that has no
// rows has its heading line alone.
[[nodiscard]] std::vector<ReturnFile> csv_files(
    const ExportedReturn& exported, const ReturnLayout& layout
);

// Writes them into a folder, which is made where it is not there. already_exists where it holds
// anything, io_failed, disk_full.
[[nodiscard]] Result<void> write_files(
    const std::vector<ReturnFile>& files, const std::filesystem::path& directory
);

// The form's layout of a year as the ledger adopted it. not_found where the adopted reference set
// has no such form; invalid_value for a year that it does not know: what later years change, nobody
// can know.
[[nodiscard]] Result<const ReturnLayout*> layout_to_write(const ReferenceSet& reference, int year);

// Asks for the return of a year under the reading's question, earlier statements joined as `policy`
// says; export_return may then fail as events_under does, too. The reading and the codes must
// outlive the request. Fails as layout_to_write and StatementBook::read.
[[nodiscard]] Result<ReturnRequest> request_return(
    const Reading& reading, const Ssda903Codes& codes, int year, StatementPolicy policy
);

}  // namespace tyst::cli
