#pragma once

#include <optional>
#include <vector>

#include "cli/doctor_checks.h"
#include "ledger/ledger.h"
#include "schema/date.h"
#include "schema/event.h"

namespace tyst::cli {

// How long ago a backup was taken, and whether copies of keys lie about past their day; `today` in
// London.
[[nodiscard]] std::vector<Check> check_backups(Ledger& ledger, Date today);

// A backup as the log tells of it.
struct RecordedBackup {
    Date taken;
    BackupTaken backup;
};
// Warns where there is none, where it was begun and never finished, and after seven days.
[[nodiscard]] Check judge_last_backup(const std::optional<RecordedBackup>& last, Date today);
// Warns where keys are still there after their day; tells how many copies cannot be looked at, for
// instance because their disk lies in a safe. Asks the file system only.
[[nodiscard]] Check judge_key_copies(const std::vector<RecordedBackup>& backups, Date today);

}  // namespace tyst::cli
