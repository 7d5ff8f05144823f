#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/recovery.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct KeySplitOptions {
    LedgerOptions ledger;
    RecoveryOptions recovery;
};

Result<ExitCode> split(const KeySplitOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_TRY(split_recovery(
        *ledger,
        actor,
        to_open_options(options.ledger, surroundings),
        options.recovery,
        surroundings
    ));
    return ExitCode::ok;
}

}  // namespace

void add_key_split(Command parent, CommandLine& line) {
    auto options = std::make_shared<KeySplitOptions>();
    Command command = parent.add(
        {"split",
         "Make a new recovery key for the root key and split it between two holders",
         "tyst key split --holder 'Head of Legal' --holder 'Chief Executive' --ledger demo"}
    );
    add_recovery_options(command, options->recovery);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return split(*options, surroundings);
    });
}

}  // namespace tyst::cli
