#pragma once

#include <filesystem>
#include <optional>

#include "ledger/intake/import_report.h"
#include "ledger/ledger.h"
#include "schema/code_book.h"

namespace tyst {

struct Ssda903ImportRequest {
    std::filesystem::path directory;  // a folder of CSV files, or an XML file of 2021
    int year = 0;                     // the year in whose March the collection ends
    std::optional<Date> received;     // today in London where nothing is said
    StreamId actor;                   // who records (Ledger::find_or_register)
};

// Reads a return from a folder or an XML file and appends what it says (docs/import.md): the return
// itself, each child's rows word for word, the facts that they state, and what the return covers;
// then makes a checkpoint. A child's events of one return are one atomic append (several where
// there are more than 512). What the ledger has already is not written again, so that an import
// that was interrupted is finished by repeating it, and a repetition writes nothing.
//
// `progress` counts children, from the calling thread; it may be empty. Fails, before anything is
// written, as read_any_ssda903_return does and with invalid_value (received after today, or before
// the collection began); later as Ledger::find_or_create, read_stream, append and checkpoint do.
[[nodiscard]] Result<ImportReport> import_ssda903(
    Ledger& ledger,
    const CodeBook& codes,
    const Ssda903ImportRequest& request,
    const Progress& progress
);

}  // namespace tyst
