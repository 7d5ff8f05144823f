#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"
#include "cli/unlock.h"
#include "ledger/root_keys.h"

namespace tyst::cli {
namespace {

struct KeyWrapOptions {
    LedgerOptions ledger;
    std::string passphrase_file;
    std::string wrapping_key;
    bool unwrap = false;
};

Result<ExitCode> wrap(const KeyWrapOptions& options, const Surroundings& surroundings) {
    const int ways = static_cast<int>(!options.passphrase_file.empty()) +
                     static_cast<int>(!options.wrapping_key.empty()) +
                     static_cast<int>(options.unwrap);
    if (ways != 1) {
        return usage_error(
            surroundings, "name one of --passphrase-file, --wrapping-key and --unwrap"
        );
    }
    const OpenOptions places = to_open_options(options.ledger, surroundings);
    if (!options.wrapping_key.empty()) {
        TYST_TRY(create_wrapping_key(options.wrapping_key, surroundings.entropy));
    }
    const RootKeyCover cover = options.unwrap                 ? RootKeyCover::none
                               : options.wrapping_key.empty() ? RootKeyCover::passphrase
                                                              : RootKeyCover::key_file;
    TYST_TRY(cover_root_key(
        {places.root_key_file, places.unlock},
        cover,
        unlock_with(options.passphrase_file, options.wrapping_key, surroundings),
        surroundings.entropy
    ));
    surroundings.err << fmt::format(
        "{} is {} now. Copies that were made before are as they were.\n",
        places.root_key_file.string(),
        cover == RootKeyCover::none         ? "unwrapped"
        : cover == RootKeyCover::passphrase ? "wrapped by the passphrase"
                                            : "wrapped by the key file"
    );
    return ExitCode::ok;
}

}  // namespace

void add_key_wrap(Command parent, CommandLine& line) {
    auto options = std::make_shared<KeyWrapOptions>();
    Command command = parent.add(
        {"wrap",
         "Put the root key under a passphrase or another key file, or take it out",
         "tyst key wrap --passphrase-file passphrase.txt --ledger demo"}
    );
    command.option("--passphrase-file", options->passphrase_file, "File whose first line it is")
        .shown_as("FILE");
    command
        .option("--wrapping-key", options->wrapping_key, "Key file; made where it is not there yet")
        .shown_as("FILE");
    command.flag("--unwrap", options->unwrap, "Leave the key unwrapped");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return wrap(*options, surroundings);
    });
}

}  // namespace tyst::cli
