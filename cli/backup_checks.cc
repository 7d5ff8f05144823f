#include "cli/backup_checks.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tyst::cli {
namespace {

constexpr std::int32_t kDaysBetweenBackups = 7;

Result<std::vector<RecordedBackup>> recorded_backups(Ledger& ledger) {
    TYST_ASSIGN(auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only));
    std::vector<RecordedBackup> backups;
    for (StoredEvent& stored : events) {
        if (auto* backup = std::get_if<BackupTaken>(&stored.event.body)) {
            backups.push_back({london_date(stored.recorded), std::move(*backup)});
        }
    }
    return backups;
}

std::string days_ago(std::int32_t days) {
    return days == 0 ? "today" : days == 1 ? "1 day ago" : fmt::format("{} days ago", days);
}

}  // namespace

Check judge_last_backup(const std::optional<RecordedBackup>& last, Date today) {
    Check check{"last backup", Level::warn, "none was ever taken", "take one (tyst backup create)"};
    if (!last) {
        return check;
    }
    const std::int32_t days = today.days - last->taken.days;
    check.found =
        fmt::format("{}, {}, {}", to_text(last->taken), days_ago(days), last->backup.place);
    std::error_code ignored;
    const std::filesystem::path place = last->backup.place;
    if (std::filesystem::exists(place, ignored) &&
        !std::filesystem::exists(place / "manifest", ignored)) {
        check.found += ": begun and never finished";
        check.advice = "remove it and take another (tyst backup create)";
    } else if (days <= kDaysBetweenBackups) {
        check.level = Level::ok;
        check.advice.clear();
    }
    return check;
}

Check judge_key_copies(const std::vector<RecordedBackup>& backups, Date today) {
    std::vector<std::string> overdue;
    std::size_t out_of_sight = 0;
    std::size_t within = 0;
    for (const auto& [taken, backup] : backups) {
        std::error_code ignored;
        const std::filesystem::path place = backup.place;
        if (!backup.keys_expire || *backup.keys_expire >= today) {
            ++within;
        } else if (!std::filesystem::exists(place, ignored)) {
            ++out_of_sight;
        } else if (std::filesystem::exists(place / "keys", ignored)) {
            overdue.push_back(fmt::format("{} ({})", backup.place, to_text(*backup.keys_expire)));
        }
    }
    Check check{"key copies", Level::ok, fmt::format("{} within their day", within), ""};
    if (out_of_sight > 0) {
        check.found +=
            fmt::format("; {} past their day are not where they were taken", out_of_sight);
        check.advice = "run `tyst backup prune` where they lie now, or see that they are gone";
    }
    if (!overdue.empty()) {
        check.level = Level::warn;
        check.found += fmt::format("; past their day: {}", fmt::join(overdue, ", "));
        check.advice = "destroy them (tyst backup prune DIR), daily";
    }
    return check;
}

std::vector<Check> check_backups(Ledger& ledger, Date today) {
    const auto backups = recorded_backups(ledger);
    if (!backups) {
        return {{"last backup", Level::fail, backups.error().context, "verify the log"}};
    }
    const auto last =
        backups->empty() ? std::nullopt : std::optional<RecordedBackup>(backups->back());
    return {judge_last_backup(last, today), judge_key_copies(*backups, today)};
}

}  // namespace tyst::cli
