#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "schema/reference_set.h"

// Where commands about rules find rules: in a ledger, in the program, in files.
namespace tyst::cli {

// The set that the ledger adopted last; the one built into the program where no ledger is named.
// Fails as open_ledger and adopted_reference_set, with not_found where the ledger adopted none.
[[nodiscard]] Result<ReferenceSet> reference_set_of(
    const LedgerOptions& ledger, const Surroundings& surroundings
);

// The same of an open ledger.
[[nodiscard]] Result<ReferenceSet> reference_set_of(Ledger& ledger);

// A set by its name: "adopted" (last), "program" (built in), or the beginning of the digest of one
// that the ledger adopted. Fails as adopted_reference_set.
[[nodiscard]] Result<ReferenceSet> reference_set_named(Ledger& ledger, const std::string& name);

// The files by their names, with their text. Fails as LineFile::open, with too_large above 1 MiB.
[[nodiscard]] Result<std::vector<ReferenceFileText>> read_reference_files(
    const std::vector<std::string>& names, const Surroundings& surroundings
);

}  // namespace tyst::cli
