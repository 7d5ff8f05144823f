#include "cli/worker_text.h"

#include <fmt/format.h>

namespace tyst::cli {

std::string worker_text(const CaseloadWorker& worker) {
    return worker.name.empty() ? worker.reference
                               : fmt::format("{} ({})", worker.name, worker.reference);
}

bool goes_by(const CaseloadWorker& worker, const std::string& asked) {
    return !asked.empty() &&
           (worker.reference == asked || worker.name == asked || worker_text(worker) == asked);
}

}  // namespace tyst::cli
