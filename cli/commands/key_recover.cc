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

struct KeyRecoverOptions {
    std::vector<std::string> shares;
    std::string target;
    std::string recovery_file;
};

Result<ExitCode> recover(const KeyRecoverOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const std::vector<std::string> pages, read_shares(options.shares));
    TYST_TRY(recover_root_key(
        options.recovery_file, {pages[0], pages[1]}, options.target, surroundings.entropy
    ));
    surroundings.err << fmt::format(
        "The root key is in {}, unwrapped. Wrap it (tyst key wrap), and split a new recovery key\n"
        "(tyst key split): the two shares have been together.\n",
        options.target
    );
    return ExitCode::ok;
}

}  // namespace

void add_key_recover(Command parent, CommandLine& line) {
    auto options = std::make_shared<KeyRecoverOptions>();
    Command command = parent.add(
        {"recover",
         "Bring the root key back with the two shares of its recovery key",
         "tyst key recover --share page-1 --share page-2 --recovery demo.root-key.recovery "
         "--root-key new.root-key"}
    );
    add_share_option(command, options->shares);
    command.option("--recovery", options->recovery_file, "The recovery file, ROOTKEYFILE.recovery")
        .required()
        .shown_as("FILE");
    command.option("--root-key", options->target, "New file for the root key")
        .required()
        .shown_as("NEWFILE");
    command.run(line, [options](const Surroundings& surroundings) {
        return recover(*options, surroundings);
    });
}

}  // namespace tyst::cli
