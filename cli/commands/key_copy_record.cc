#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct KeyCopyRecordOptions {
    LedgerOptions ledger;
    std::string place;
    std::string holder;
};

Result<ExitCode> record_copy(
    const KeyCopyRecordOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    const std::uint64_t generation = ledger->root_key_generation();
    TYST_ASSIGN(
        const Receipt receipt,
        record_own_event(
            *ledger, RootKeyCopyRecorded{options.place, options.holder, generation}, actor
        )
    );
    surroundings.out << fmt::format(
        "copy      {}, of the root key of generation {}\n", place_of(receipt.index), generation
    );
    return ExitCode::ok;
}

}  // namespace

void add_key_copy_record(Command parent, CommandLine& line) {
    auto options = std::make_shared<KeyCopyRecordOptions>();
    Command command = parent.add(
        {"record",
         "Record where a copy of the present root key lies, so that an erasure can name it",
         "tyst key copy record --place \"Safe 2\" --holder \"Head of IT\" --ledger demo"}
    );
    command.option("--place", options->place, "Where it lies").required();
    command.option("--holder", options->holder, "Who answers for it, by office").required();
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return record_copy(*options, surroundings);
    });
}

}  // namespace tyst::cli
