#include <memory>
#include <ostream>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct LogProveOptions {
    LedgerOptions ledger;
    std::uint64_t index = 0;
    std::uint64_t size = 0;  // 0: the newest checkpoint
};

Result<ExitCode> prove(const LogProveOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    const LogIndex index{options.index};
    TYST_ASSIGN(
        const std::string proof,
        options.size == 0 ? ledger->prove(index) : ledger->prove(index, options.size)
    );
    surroundings.out << proof;
    return ExitCode::ok;
}

}  // namespace

void add_log_prove(Command parent, CommandLine& line) {
    auto options = std::make_shared<LogProveOptions>();
    Command command = parent.add(
        {"prove",
         "Print the proof (C2SP tlog-proof) that an entry is in the signed log",
         "tyst log prove 42 --ledger demo > entry-42.tlog-proof"}
    );
    command.option("index", options->index, "Place of the entry in the log, from 0")
        .required()
        .shown_as("INDEX");
    command.option("--size", options->size, "Against the checkpoint of this size, not the newest")
        .shown_as("SIZE");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return prove(*options, surroundings);
    });
}

}  // namespace tyst::cli
