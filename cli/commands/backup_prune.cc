#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"
#include "ledger/backup.h"

namespace tyst::cli {
namespace {

Result<ExitCode> prune(const std::string& directory, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto pruned, prune_backups(directory, london_date(surroundings.clock.now())));
    for (const auto& backup : pruned) {
        surroundings.out << backup.string() << '\n';
    }
    surroundings.err << fmt::format("Destroyed the keys of {} backups\n", pruned.size());
    return ExitCode::ok;
}

}  // namespace

void add_backup_prune(Command parent, CommandLine& line) {
    auto directory = std::make_shared<std::string>();
    Command command = parent.add(
        {"prune",
         "Destroy the copies of keys whose day has passed, in one backup or in all of a directory",
         "tyst backup prune /mnt/backup"}
    );
    command.option("directory", *directory, "A backup, or a directory of them")
        .required()
        .shown_as("DIR");
    command.run(line, [directory](const Surroundings& surroundings) {
        return prune(*directory, surroundings);
    });
}

}  // namespace tyst::cli
