#include <memory>
#include <ostream>
#include <string>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"
#include "cli/whole_file.h"
#include "ledger/backup.h"

namespace tyst::cli {
namespace {

struct BackupRestoreOptions {
    LedgerOptions ledger;
    std::string backup;
    std::string target;
    std::string published;
    std::string lost_lock;
    std::string cause = "restored from a backup";
    bool nothing_newer = false;
};

std::string policy_words(const RestoreReport& report, const std::string& target) {
    if (!report.has_policy) {
        return fmt::format(
            "The backup holds no policy, so no witness is asked for. Where there was one, set it "
            "again:\ntyst witness policy --set FILE --ledger {}\n",
            target
        );
    }
    return report.behind ? "Its policy came with it: the witnesses as before, and a line for the "
                           "new key.\n"
                         : "Its policy of witnesses came with it.\n";
}

Result<ExitCode> restore(const BackupRestoreOptions& options, const Surroundings& surroundings) {
    const int ways = static_cast<int>(!options.published.empty()) +
                     static_cast<int>(!options.lost_lock.empty()) +
                     static_cast<int>(options.nothing_newer);
    if (ways != 1) {
        return usage_error(
            surroundings,
            "say what is newer than the backup: --published FILE (the newest checkpoint that "
            "anybody kept), --lost-lock DIR or --nothing-newer"
        );
    }
    LedgerOptions ledger = options.ledger;
    ledger.directory = options.target;
    const OpenOptions places = to_open_options(ledger, surroundings);
    RestoreRequest request{
        options.backup,
        options.target,
        places.lock_directory,
        {places.root_key_file, places.unlock},
        {"", options.lost_lock, options.nothing_newer},
        options.cause
    };
    if (!options.published.empty()) {
        TYST_ASSIGN(
            request.newest.published, read_whole_file(options.published, kNoteFileBytesMax)
        );
    }
    TYST_ASSIGN(
        const RestoreReport report,
        restore_backup(request, surroundings.clock, surroundings.entropy)
    );
    surroundings.err << fmt::format(
        "Restored {} at size {} to {}\n", report.origin, report.size, options.target
    );
    if (report.behind) {
        surroundings.err << fmt::format(
            "The backup is behind what was published (size {}): entries are lost. The log goes on\n"
            "under a new name with a new key, so that it contradicts nothing that was signed.\n"
            "Tell everybody who verifies: tyst key list --ledger {}\n",
            *report.behind,
            options.target
        );
    }
    surroundings.err << policy_words(report, options.target);
    return ExitCode::ok;
}

}  // namespace

void add_backup_restore(Command parent, CommandLine& line) {
    auto options = std::make_shared<BackupRestoreOptions>();
    Command command = parent.add(
        {"restore",
         "Make a ledger of a backup where none is; behind what was published, a new generation",
         "tyst backup restore /mnt/backup/2026-03-02 --to demo --published checkpoint.txt"}
    );
    command.option("backup", options->backup, "The backup").required().shown_as("DIR");
    command.option("--to", options->target, "Directory for the ledger").required().shown_as("DIR");
    command.option("--published", options->published, "Newest checkpoint that anybody kept")
        .shown_as("FILE");
    command.option("--lost-lock", options->lost_lock, "lock/ of the lost ledger").shown_as("DIR");
    command.flag(
        "--nothing-newer", options->nothing_newer, "Nothing was published after the backup"
    );
    command.option("--cause", options->cause, "What happened, for the log").shown_as("TEXT");
    add_optional_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return restore(*options, surroundings);
    });
}

}  // namespace tyst::cli
