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
    LedgerOptions ledger;
    std::string child;
    bool all = false;
    std::string cause;
    std::string authority;
    std::string language = "en";
};

// In each stream, all or none, so that records parted later stay held.
Result<std::vector<Receipt>> hold_record(
    Ledger& ledger,
    std::span<const StreamId> streams,
    const RetentionHoldOptions& options,
    StreamId actor
) {
    Append append;
    CorrelationId correlation;
    correlation.bytes = ledger.new_event_id().bytes;
    for (const StreamId& stream : streams) {
        Event event;
        event.id = ledger.new_event_id();
        event.occurred.date = london_date(ledger.clock().now());
        event.recorded_by = actor;
        event.language = options.language;
        event.correlation = correlation;
        event.body = LegalHoldPlaced{"record", options.cause, options.authority};
        append.events.push_back({stream, std::move(event)});
    }
    TYST_ASSIGN(auto receipts, ledger.append(append));
    TYST_TRY(ledger.checkpoint());
    return receipts;
}

Result<ExitCode> place_hold(const RetentionHoldOptions& options, const Surroundings& surroundings) {
    if (options.all == !options.child.empty()) {
        return usage_error(
            surroundings, "a hold is over one CHILD or, with --all, over all records"
        );
    }
    if (options.all) {
        TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
        TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
        TYST_ASSIGN(
            const Receipt receipt,
            record_own_event(
                *ledger,
                LegalHoldPlaced{"all-records", options.cause, options.authority},
                actor,
                options.language
            )
        );
        surroundings.out << fmt::format(
            "hold      {}, over all records\n", place_of(receipt.index)
        );
        return ExitCode::ok;
    }
    TYST_ASSIGN(auto reading, open_reading(options.ledger, {}, surroundings));
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
    command
        .option(
            "--cause",
            options->cause,
            "Why. With --all it is kept for good with the authority's own events: never name a "
            "child in it"
        )
        .required();
    command.option("--authority", options->authority, "On whose order, by office").required();
    add_text_language_option(command, options->language);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return place_hold(*options, surroundings);
    });
}

}  // namespace tyst::cli
