#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/root_copies.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct KeyCopyDestroyedOptions {
    LedgerOptions ledger;
    std::uint64_t index = 0;
    std::string how;
};

Result<ExitCode> record_destruction(
    const KeyCopyDestroyedOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const KnownCopies copies, known_copies(*ledger));
    const auto copy =
        std::ranges::find(copies.root_keys, LogIndex{options.index}, &RootCopy::index);
    if (copy == copies.root_keys.end()) {
        return fail(
            ErrorCode::not_found,
            fmt::format("entry {} records no copy of the root key", options.index)
        );
    }
    if (copy->destroyed) {
        return fail(
            ErrorCode::already_exists,
            fmt::format(
                "the copy of {} was destroyed, {}",
                place_of(copy->index),
                place_of(*copy->destroyed)
            )
        );
    }
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_ASSIGN(
        const Receipt receipt,
        record_own_event(*ledger, RootKeyCopyDestroyed{copy->id, options.how}, actor)
    );
    surroundings.out << fmt::format(
        "destroyed {}, the copy of {}\n", place_of(receipt.index), place_of(copy->index)
    );
    return ExitCode::ok;
}

}  // namespace

void add_key_copy_destroyed(Command parent, CommandLine& line) {
    auto options = std::make_shared<KeyCopyDestroyedOptions>();
    Command command = parent.add(
        {"destroyed",
         "Record that a copy of the root key was destroyed",
         "tyst key copy destroyed 12 --how \"Shredded, two persons present\" --ledger demo"}
    );
    command.option("copy", options->index, "Entry that recorded the copy")
        .required()
        .shown_as("COPY");
    command.option("--how", options->how, "How it was destroyed").required();
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return record_destruction(*options, surroundings);
    });
}

}  // namespace tyst::cli
