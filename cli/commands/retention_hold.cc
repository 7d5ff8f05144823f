#include <memory>
#include <ostream>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/retention_desk.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct RetentionHoldOptions {
    HoldOptions hold;
    std::string child;
    bool all = false;
    std::string authority;
};

// In each stream, all or none, so that records parted later stay held.
Result<std::vector<Receipt>> hold_record(
    Ledger& ledger,
    std::span<const StreamId> streams,
    const RetentionHoldOptions& options,
    StreamId actor
) {
    std::vector<StreamBody> bodies;
    for (const StreamId& stream : streams) {
        bodies.push_back({stream, LegalHoldPlaced{"record", options.hold.cause, options.authority}}
        );
    }
    CorrelationId correlation;
    correlation.bytes = ledger.new_event_id().bytes;
    return record_together(ledger, std::move(bodies), correlation, options.hold, actor);
}

Result<ExitCode> place_hold(const RetentionHoldOptions& options, const Surroundings& surroundings) {
    if (options.all == !options.child.empty()) {
        return usage_error(
            surroundings, "a hold is over one CHILD or, with --all, over all records"
        );
    }
    if (options.all) {
        TYST_ASSIGN(const auto ledger, open_ledger(options.hold.ledger, surroundings));
        TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
        TYST_ASSIGN(
            const Receipt receipt,
            record_own_event(
                *ledger,
                LegalHoldPlaced{"all-records", options.hold.cause, options.authority},
                actor,
                options.hold.language
            )
        );
        surroundings.out << fmt::format(
            "hold      {}, over all records\n", place_of(receipt.index)
        );
        return ExitCode::ok;
    }
    TYST_ASSIGN(auto reading, open_reading(options.hold.ledger, {}, surroundings));
    TYST_ASSIGN(const auto record, find_record(reading, options.child, surroundings));
    if (!record) return ExitCode::usage;
    TYST_ASSIGN(const StreamId actor, register_actor(*reading.ledger, surroundings));
    TYST_ASSIGN(
        const auto receipts, hold_record(*reading.ledger, record->streams_of({}), options, actor)
    );
    for (const Receipt& receipt : receipts) {
        surroundings.out << fmt::format(
            "hold      {}, stream {}\n", place_of(receipt.index), to_hex(receipt.stream.view())
        );
    }
    surroundings.out << fmt::format("over      the whole record of {}\n", reference_of(*record));
    return ExitCode::ok;
}

}  // namespace

void add_retention_hold(Command parent, CommandLine& line) {
    auto options = std::make_shared<RetentionHoldOptions>();
    Command command = parent.add(
        {"hold",
         "Place a legal hold: nothing that it covers is destroyed until it is lifted",
         "tyst retention hold V0001 --cause \"Claim issued\" --authority \"Legal services\" "
         "--ledger demo\n"
         "tyst retention hold --all --cause \"Public inquiry\" --authority \"Inquiry order\" "
         "--ledger demo"}
    );
    command.option("child", options->child, "Whose record, with every record joined to it")
        .shown_as("CHILD");
    command.flag("--all", options->all, "All records of the ledger");
    command.option("--authority", options->authority, "On whose order, by office").required();
    add_hold_options(command, options->hold, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return place_hold(*options, surroundings);
    });
}

}  // namespace tyst::cli
