#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"
#include "ledger/backup.h"

namespace tyst::cli {
namespace {

struct BackupVerifyOptions {
    LedgerOptions ledger;
    std::string directory;
};

Result<ExitCode> verify(const BackupVerifyOptions& options, const Surroundings& surroundings) {
    const OpenOptions places = to_open_options(options.ledger, surroundings);
    TYST_ASSIGN(
        const BackupReport report,
        verify_backup(
            options.directory, {places.root_key_file, places.unlock}, surroundings.entropy, {}
        )
    );
    surroundings.out << fmt::format(
        "{} of {}, taken {}, size {}, root {}\n",
        options.directory,
        report.manifest.origin,
        to_text(report.manifest.taken),
        report.manifest.size,
        to_hex(report.manifest.root.view())
    );
    if (report.keys_destroyed) {
        surroundings.out << "files as they were written; the keys are destroyed, so nothing was "
                            "opened and it cannot be restored\n";
        return ExitCode::ok;
    }
    for (const Finding& finding : report.log.findings) {
        surroundings.out << finding.error.context << " (" << name(finding.error.code) << " "
                         << static_cast<unsigned>(finding.error.code) << ")\n";
    }
    if (!report.log.findings.empty()) {
        return ExitCode::integrity;
    }
    surroundings.out << fmt::format(
        "{} entries, {} parts, {} erased, {} checkpoints: all hold; keys open with the root key, "
        "kept until {}\n",
        report.log.entries,
        report.log.parts,
        report.log.parts_erased,
        report.log.checkpoints,
        to_text(report.manifest.keys_expire)
    );
    return ExitCode::ok;
}

}  // namespace

void add_backup_verify(Command parent, CommandLine& line) {
    auto options = std::make_shared<BackupVerifyOptions>();
    Command command = parent.add(
        {"verify",
         "Recompute a backup against its own checkpoints and open its keys; changes nothing",
         "tyst backup verify /mnt/backup/2026-03-02 --ledger demo"}
    );
    command.option("directory", options->directory, "The backup").required().shown_as("DIR");
    add_optional_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return verify(*options, surroundings);
    });
}

}  // namespace tyst::cli
