#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

Result<ExitCode> rotate(const LedgerOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options, surroundings));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_ASSIGN(const SigningKeySpan introduced, ledger->rotate_signing_key(actor));
    TYST_TRY(ledger->checkpoint());
    surroundings.out << introduced.key << '\n';
    surroundings.err << fmt::format(
        "The new key signs beside the old one from size {} on. Give it to everybody who verifies,\n"
        "then end the overlap with `tyst key retire OLD-KEY` (tyst key list names both).\n",
        introduced.from
    );
    return ExitCode::ok;
}

}  // namespace

void add_key_rotate(Command parent, CommandLine& line) {
    auto options = std::make_shared<LedgerOptions>();
    Command command = parent.add(
        {"rotate",
         "Introduce a new signing key by an entry that the old and the new one sign",
         "tyst key rotate --ledger demo"}
    );
    add_ledger_options(command, *options, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return rotate(*options, surroundings);
    });
}

}  // namespace tyst::cli
