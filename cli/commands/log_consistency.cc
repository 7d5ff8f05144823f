#include <memory>
#include <ostream>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"
#include "ledger/log_export.h"

namespace tyst::cli {
namespace {

struct LogConsistencyOptions {
    LedgerOptions ledger;
    std::uint64_t from = 0;
    std::uint64_t to = 0;  // 0: all of the log
};

Result<ExitCode> prove_growth(
    const LogConsistencyOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    const std::uint64_t to = options.to == 0 ? ledger->size() : options.to;
    TYST_ASSIGN(const std::string text, consistency_text(*ledger, options.from, to));
    surroundings.out << text;
    surroundings.err << "root at size " << options.from << ", then its proof in the log of size "
                     << to << '\n';
    return ExitCode::ok;
}

}  // namespace

void add_log_consistency(Command parent, CommandLine& line) {
    auto options = std::make_shared<LogConsistencyOptions>();
    Command command = parent.add(
        {"consistency",
         "Print the proof that the log still begins with what it was at an earlier size",
         "tyst log consistency --from 100 --ledger demo"}
    );
    command.option("--from", options->from, "The earlier size").required().shown_as("SIZE");
    command.option("--to", options->to, "The later size; without it all of the log")
        .shown_as("SIZE");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return prove_growth(*options, surroundings);
    });
}

}  // namespace tyst::cli
