#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "schema/date.h"
#include "schema/reference_set.h"

namespace tyst::cli {

enum class Level : unsigned char { ok, warn, fail };

[[nodiscard]] const char* to_text(Level level);

// One line of the doctor's report.
struct Check {
    std::string what;  // "root key"
    Level level = Level::ok;
    std::string found;
    std::string advice;  // what to do; empty where nothing is to be done
};

// The key is there, only its owner reads it, and it does not lie where the ledger's backups would
// take it along.
[[nodiscard]] Check check_root_key(
    const std::filesystem::path& key_file, const std::filesystem::path& ledger_directory
);
[[nodiscard]] Check check_lock_directory(const std::filesystem::path& lock_directory);
// Warns below 10 GiB or a tenth of the disk, fails below 1 GiB.
[[nodiscard]] Check check_disk_space(const std::filesystem::path& directory);
// The same by numbers.
[[nodiscard]] Check judge_disk_space(std::uint64_t free_bytes, std::uint64_t all_bytes);
// The clock may not stand before the newest entry: recorded times would stand still until it has
// caught up.
[[nodiscard]] Check check_clock(Timestamp now, Timestamp last_recorded);
// Whether the root key can be brought back without it, and when that was last tried. Warns where it
// was never or did not open.
[[nodiscard]] Check check_recovery(Ledger& ledger);
// Whether an approved erasure waits though its day has come, on the day of the clock; and how many
// legal holds stand over all records. Reads the authority's own stream alone.
[[nodiscard]] Check check_erasures(Ledger& ledger, Date today);
// Up to which entry and for which day the stored views stand. Never fails: they hold nothing that
// the next list does not bring up to date or build again.
[[nodiscard]] Check check_views(Ledger& ledger, const ReferenceSet& reference);

}  // namespace tyst::cli
