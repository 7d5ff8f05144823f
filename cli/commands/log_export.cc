#include "ledger/log_export.h"

#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct LogExportOptions {
    LedgerOptions ledger;
    std::string directory;
    std::uint64_t from = 0;
};

Result<ExitCode> export_to(const LogExportOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    LogExport wanted{options.directory, std::nullopt};
    if (options.from > 0) {
        wanted.from = options.from;
    }
    const Result<ExportReport> report = [&] {
        ProgressLine line(surroundings, "exporting entry");
        return export_log(*ledger, wanted, [&line](std::uint64_t done, std::uint64_t total) {
            line.show(done, total);
        });
    }();
    TYST_TRY(report);
    surroundings.err << fmt::format(
        "{}: log of {} entries, root {}; {} files written, {} were there already\n",
        options.directory,
        report->head.size,
        to_hex(report->head.root.view()),
        report->written,
        report->kept
    );
    return ExitCode::ok;
}

}  // namespace

void add_log_export(Command parent, CommandLine& line) {
    auto options = std::make_shared<LogExportOptions>();
    Command command = parent.add(
        {"export",
         "Write the log as C2SP tlog-tiles, or bring an earlier export up to date",
         "tyst log export demo-log --ledger demo"}
    );
    command.option("directory", options->directory, "Where the files go; made where it is missing")
        .required()
        .shown_as("DIR");
    command
        .option(
            "--from",
            options->from,
            "Adds the proof that the log still begins with what it was at this earlier size"
        )
        .shown_as("SIZE");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return export_to(*options, surroundings);
    });
}

}  // namespace tyst::cli
