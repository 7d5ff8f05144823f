#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/recovery.h"
#include "cli/session.h"
#include "ledger/root_keys.h"

namespace tyst::cli {
namespace {

struct KeyDrillOptions {
    LedgerOptions ledger;
    std::vector<std::string> shares;
};

Result<ExitCode> drill(const KeyDrillOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const std::vector<std::string> pages, read_shares(options.shares));
    const OpenOptions places = to_open_options(options.ledger, surroundings);
    TYST_ASSIGN(
        const bool opened,
        recovery_opens_present_root({places.root_key_file, places.unlock}, {pages[0], pages[1]})
    );
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_ASSIGN(auto holders, recovery_holders(*ledger));
    TYST_TRY(record_own_event(
        *ledger, RecoveryDrillHeld{opened ? "opened" : "failed", std::move(holders)}, actor
    ));
    if (!opened) {
        surroundings.err << "The shares open another root key than the present one: split a new\n"
                            "recovery key (tyst key split).\n";
        return ExitCode::problems_found;
    }
    surroundings.err << "The two shares open the present root key. The drill is recorded.\n";
    return ExitCode::ok;
}

}  // namespace

void add_key_drill(Command parent, CommandLine& line) {
    auto options = std::make_shared<KeyDrillOptions>();
    Command command = parent.add(
        {"drill",
         "Try whether the two shares open the present root key, and record it",
         "tyst key drill --share page-1 --share page-2 --ledger demo"}
    );
    add_share_option(command, options->shares);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return drill(*options, surroundings);
    });
}

}  // namespace tyst::cli
