#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/ledger.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

struct LogExport {
    std::filesystem::path directory;    // made where it is missing; refreshed where it is an export
    std::optional<std::uint64_t> from;  // an earlier size that somebody holds a checkpoint of
};

struct ExportReport {
    TreeHead head;
    std::uint64_t written = 0;  // files
    std::uint64_t kept = 0;     // files that were there already, byte for byte
};

// Writes the log up to its newest checkpoint as c2sp.org/tlog-tiles (docs/formats.md, "Exported
// log"): tiles and entry bundles made from the entries, then vkeys, policy, consistency/FROM, and
// the checkpoint last. What is there already is compared and left alone, so that an export that was
// interrupted goes on, and an older one is brought up to date. Several exports into one directory
// at once are not safe.
//
// Fails with root_mismatch (the entries do not give the checkpoint's root, or the directory holds
// another log), checkpoints_contradict (it holds a checkpoint of the same size with another root),
// not_found (`from` is beyond the log), corrupt_entry, io_failed, and as
// Ledger::checkpoint.
[[nodiscard]] Result<ExportReport> export_log(
    Ledger& ledger, const LogExport& wanted, const Progress& progress
);

// The root at `from`, then the hashes that prove the log of `to` to begin with it, each in base64
// on a line of its own. Failures as Ledger::prove_consistency and Ledger::root_at.
[[nodiscard]] Result<std::string> consistency_text(
    Ledger& ledger, std::uint64_t from, std::uint64_t to
);

}  // namespace tyst
