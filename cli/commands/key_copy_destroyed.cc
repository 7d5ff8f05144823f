#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct KeyCopyDestroyedOptions {
    LedgerOptions ledger;
    std::uint64_t index = 0;
    std::string how;
};

// The copy of that entry, which nobody recorded as destroyed yet.
Result<EventId> copy_at(Ledger& ledger, LogIndex index) {
    TYST_ASSIGN(const StoredEvent copy, ledger.read(index, ReadDepth::event_only));
    if (!std::holds_alternative<RootKeyCopyRecorded>(copy.event.body)) {
        return fail(
            ErrorCode::not_found, fmt::format("{} records no copy of the root key", place_of(index))
        );
    }
    TYST_ASSIGN(
        const auto events, ledger.read_stream(ledger.authority_stream(), ReadDepth::event_only)
    );
    for (const StoredEvent& stored : events) {
        const auto* destroyed = std::get_if<RootKeyCopyDestroyed>(&stored.event.body);
        if (destroyed != nullptr && destroyed->copy == copy.event.id) {
            return fail(
                ErrorCode::already_exists,
                fmt::format(
                    "the copy of {} was destroyed, {}", place_of(index), place_of(stored.index)
                )
            );
        }
    }
    return copy.event.id;
}

Result<ExitCode> record_destruction(
    const KeyCopyDestroyedOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const EventId copy, copy_at(*ledger, LogIndex{options.index}));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_ASSIGN(
        const Receipt receipt,
        record_own_event(*ledger, RootKeyCopyDestroyed{copy, options.how}, actor)
    );
    surroundings.out << fmt::format(
        "destroyed {}, the copy of {}\n", place_of(receipt.index), place_of(LogIndex{options.index})
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
