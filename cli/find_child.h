#pragma once

#include <optional>
#include <string>

#include "cli/reading.h"
#include "projections/history.h"
#include "projections/obligations.h"

namespace tyst::cli {

// A child as known under a reading's question.
struct FoundChild {
    PersonHistory person;
    Obligations obligations;  // points into the person's events and the reading's rules
};

// The child whom `text` names: REFERENCE, or SOURCE:REFERENCE. A bare reference is looked for
// with the sources that declared their coverage, and with every child of the ledger where those
// know none. A reference without any event is none. Nothing where several sources know it: their
// names are told, and the command ends with ExitCode::usage. Fails with subject_not_found, and as
// Ledger::find, scan_streams and read_person.
[[nodiscard]] Result<std::optional<FoundChild>> find_child(
    Reading& reading, const std::string& text, ReadDepth depth, const Surroundings& surroundings
);

}  // namespace tyst::cli
