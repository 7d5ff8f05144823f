#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct EvidenceHandOverOptions {
    LedgerOptions ledger;
    std::uint64_t index = 0;
    std::string how;
    std::string received_by;
};

Result<ExitCode> hand_over(
    const EvidenceHandOverOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(
        const StoredEvent pack, ledger->read(LogIndex{options.index}, ReadDepth::event_only)
    );
    if (!std::holds_alternative<EvidencePackCreated>(pack.event.body)) {
        return fail(
            ErrorCode::not_found,
            fmt::format("{} is not the creation of a pack", place_of(pack.index))
        );
    }
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_ASSIGN(
        const Receipt receipt,
        record_own_event(
            *ledger,
            EvidencePackHandedOver{pack.event.id, options.how, options.received_by},
            actor,
            pack.event.language
        )
    );
    surroundings.out << fmt::format("recorded  {}\n", place_of(receipt.index));
    return ExitCode::ok;
}

}  // namespace

void add_evidence_hand_over(Command parent, CommandLine& line) {
    auto options = std::make_shared<EvidenceHandOverOptions>();
    Command command = parent.add(
        {"hand-over",
         "Record that a pack was handed over",
         "tyst evidence hand-over 812 --how in-person --received-by \"A. Inspector\" --ledger demo"}
    );
    command.option("index", options->index, "Entry that recorded the making of the pack")
        .required()
        .shown_as("INDEX");
    command.option("--how", options->how, "How it was handed over")
        .required()
        .one_of({"in-person", "post", "secure-transfer", "other"});
    command.option("--received-by", options->received_by, "Who took it").required();
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return hand_over(*options, surroundings);
    });
}

}  // namespace tyst::cli
