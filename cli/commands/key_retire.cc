#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct KeyRetireOptions {
    LedgerOptions ledger;
    std::string key;
    std::string cause;
};

Result<ExitCode> retire(const KeyRetireOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_TRY(ledger->retire_signing_key(options.key, options.cause, actor));
    TYST_TRY(ledger->checkpoint());
    surroundings.err << "The key signs no more and its secret half is destroyed.\n";
    return ExitCode::ok;
}

}  // namespace

void add_key_retire(Command parent, CommandLine& line) {
    auto options = std::make_shared<KeyRetireOptions>();
    Command command = parent.add(
        {"retire",
         "End the time in which two keys sign; the named one signs no more",
         "tyst key retire 'tyst/W06000014+33d7b496+AeHTu4…' --cause 'rotated' --ledger demo"}
    );
    command.option("key", options->key, "Verifier key, as tyst key list prints it")
        .required()
        .shown_as("KEY");
    command.option("--cause", options->cause, "Why, for the log").shown_as("TEXT");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return retire(*options, surroundings);
    });
}

}  // namespace tyst::cli
