#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"
#include "ledger/backup.h"

namespace tyst::cli {
namespace {

struct BackupPruneOptions {
    std::string directory;
    bool now = false;
};

Result<ExitCode> prune(const BackupPruneOptions& options, const Surroundings& surroundings) {
    const auto today =
        options.now ? std::nullopt : std::optional(london_date(surroundings.clock.now()));
    TYST_ASSIGN(const PruneReport report, prune_backups(options.directory, today));
    for (const auto& backup : report.pruned) {
        surroundings.out << backup.string() << '\n';
    }
    surroundings.err << fmt::format("Destroyed the keys of {} backups\n", report.pruned.size());
    if (report.pruned.empty() && report.next_due) {
        surroundings.err << fmt::format(
            "The next are due on {}; after an erasure destroy them before: tyst backup prune --now "
            "{}\n",
            to_text(*report.next_due),
            options.directory
        );
    }
    return ExitCode::ok;
}

}  // namespace

void add_backup_prune(Command parent, CommandLine& line) {
    auto options = std::make_shared<BackupPruneOptions>();
    Command command = parent.add(
        {"prune",
         "Destroy the copies of keys whose day has passed, in one backup or in all of a directory",
         "tyst backup prune /mnt/backup"}
    );
    command.option("directory", options->directory, "A backup, or a directory of them")
        .required()
        .shown_as("DIR");
    command.flag("--now", options->now, "Whatever their day, as after an erasure");
    command.run(line, [options](const Surroundings& surroundings) {
        return prune(*options, surroundings);
    });
}

}  // namespace tyst::cli
