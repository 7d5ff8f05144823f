#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"
#include "ledger/backup.h"

namespace tyst::cli {
namespace {

struct BackupCreateOptions {
    LedgerOptions ledger;
    std::string directory;
    std::uint32_t keys_days = 30;
};

constexpr std::uint32_t kKeysDaysMax = 3650;

Result<ExitCode> back_up(const BackupCreateOptions& options, const Surroundings& surroundings) {
    if (options.keys_days == 0 || options.keys_days > kKeysDaysMax) {
        return usage_error(surroundings, "--keys-days: from 1 to 3650");
    }
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    const Date expire =
        london_date(surroundings.clock.now()).plus_days(static_cast<int>(options.keys_days));
    TYST_ASSIGN(
        const BackupManifest manifest, create_backup(*ledger, options.directory, expire, actor)
    );
    surroundings.err << fmt::format(
        "Backed up {} at size {} to {}\n"
        "Its copy of the keys is to be destroyed after {} (tyst backup prune). The root key is "
        "not\n"
        "in it. Try next:  tyst backup verify {}\n",
        manifest.origin,
        manifest.size,
        options.directory,
        to_text(manifest.keys_expire),
        options.directory
    );
    return ExitCode::ok;
}

}  // namespace

void add_backup_create(Command parent, CommandLine& line) {
    auto options = std::make_shared<BackupCreateOptions>();
    Command command = parent.add(
        {"create",
         "Copy the log, and apart from it the keys, and record it",
         "tyst backup create /mnt/backup/2026-03-02 --ledger demo"}
    );
    command.option("directory", options->directory, "New directory, better on another disk")
        .required()
        .shown_as("DIR");
    command
        .option(
            "--keys-days", options->keys_days, "Days for which its copy of the keys is kept; 30"
        )
        .shown_as("DAYS");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return back_up(*options, surroundings);
    });
}

}  // namespace tyst::cli
