#include <memory>
#include <ostream>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

Result<ExitCode> checkpoint(const LedgerOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options, surroundings));
    TYST_ASSIGN(const std::string note, ledger->checkpoint());
    surroundings.out << note;
    surroundings.err << "verifier key: " << ledger->verifier_key() << '\n';
    return ExitCode::ok;
}

}  // namespace

void add_log_checkpoint(Command parent, CommandLine& line) {
    auto options = std::make_shared<LedgerOptions>();
    Command command = parent.add(
        {"checkpoint",
         "Print the newest signed checkpoint (a C2SP signed note) as it is",
         "tyst log checkpoint --ledger demo > checkpoint.txt"}
    );
    add_ledger_options(command, *options, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return checkpoint(*options, surroundings);
    });
}

}  // namespace tyst::cli
