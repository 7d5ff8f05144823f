#pragma once

#include <string>

#include "projections/caseload.h"

namespace tyst::cli {

// "Sampl-Iro (IRO03)"; the reference alone where no name is known.
[[nodiscard]] std::string worker_text(const CaseloadWorker& worker);

// Whether `asked` names this worker: the reference, the name, or both as worker_text shows them.
[[nodiscard]] bool goes_by(const CaseloadWorker& worker, const std::string& asked);

}  // namespace tyst::cli
