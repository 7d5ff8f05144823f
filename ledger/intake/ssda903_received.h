#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/intake/import_report.h"
#include "ledger/intake/ssda903_child.h"
#include "ledger/intake/ssda903_tables.h"
#include "schema/event.h"

namespace tyst {

// What one child has in a return: to be understood, and word for word.
struct Ssda903Child {
    std::string reference;
    Ssda903ChildRows rows;              // views into the return
    std::vector<ReceivedRow> verbatim;  // all rows, those too that cannot be understood
};

// A return sorted by child.
struct Ssda903Sorted {
    std::vector<Ssda903Child> children;  // in the order of their first rows, header first
    std::vector<ReceivedRow> rows_of_no_child;
    std::vector<ImportRefusal> refusals;    // of rows that cannot be read at all
    std::vector<ImportTableReport> tables;  // read and refused filled in
};

// A row belongs to the child that its CHILD names, in the header or not, as long as that is a
// reference (1 to 10 characters, no blanks). A row with too many or too few values belongs to the
// child only where the header knows the reference. Every other row belongs to no child. The return
// must outlive the answer.
[[nodiscard]] Ssda903Sorted sort_by_child(const Ssda903Return& received);

// Lines as sha256sum writes them, in the order of the tables.
[[nodiscard]] std::string digests_text(const Ssda903Return& received);

// "W06000014/2018/0123456789abcdef": the same for the same files, whatever they are called.
[[nodiscard]] std::string return_reference(
    const Ssda903Return& received, std::string_view authority
);

// The columns of a return's files, without the rows of its children.
[[nodiscard]] std::vector<ReceivedFile> received_files(const Ssda903Return& received);

// Cuts rows into runs that fit into a part each, with room to spare.
[[nodiscard]] std::vector<std::vector<ReceivedRow>> cut_into_parts(std::vector<ReceivedRow> rows);

}  // namespace tyst
