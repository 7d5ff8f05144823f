#pragma once

#include <filesystem>

#include "tests/crash/worker_process.h"

namespace tyst::test {

// Opens the ledger as the next user would, with no repair by hand, and requires that every
// acknowledged append of `said` is there with the index and leaf that were acknowledged, that every
// published checkpoint still holds, and, where `thoroughly`, that verify finds nothing.
void require_nothing_lost(
    const std::filesystem::path& directory,
    const std::filesystem::path& root_key,
    const Acknowledged& said,
    bool thoroughly
);

}  // namespace tyst::test
