#pragma once

#include <string>
#include <vector>

#include "cli/reading.h"

namespace tyst::cli {

struct FoundChild {
    std::string source;
    std::string reference;
    StreamId stream;
};

// The children whom `text` names: REFERENCE, or SOURCE:REFERENCE. A bare reference is looked for
// with the sources that declared their coverage, and with every child of the ledger where those
// know none. At least one; several where several sources know the reference. Fails with
// subject_not_found, and as Ledger::find and scan_streams.
[[nodiscard]] Result<std::vector<FoundChild>> find_children(
    Reading& reading, const std::string& text
);

// Tells that `text` names several children and which.
[[nodiscard]] ExitCode ambiguous(
    const std::vector<FoundChild>& found, const std::string& text, const Surroundings& surroundings
);

}  // namespace tyst::cli
