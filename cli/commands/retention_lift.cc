#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/retention_desk.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct RetentionLiftOptions {
    LedgerOptions ledger;
    std::uint64_t index = 0;
    std::string cause;
    std::string language = "en";
};

Result<ExitCode> lift_hold(const RetentionLiftOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const LegalHold hold, hold_at(*ledger, options.index));
    if (hold.lifted) {
        return fail(
            ErrorCode::already_exists,
            fmt::format(
                "the hold of {} was lifted by {}", place_of(hold.index), place_of(*hold.lifted)
            )
        );
    }
    Event event;
    event.id = ledger->new_event_id();
    event.occurred.date = london_date(ledger->clock().now());
    TYST_ASSIGN(event.recorded_by, register_actor(*ledger, surroundings));
    event.language = options.language;
    event.body = LegalHoldLifted{hold.id, options.cause};
    TYST_ASSIGN(const auto receipts, ledger->append({{{hold.stream, std::move(event)}}, {}}));
    TYST_TRY(ledger->checkpoint());
    surroundings.out << fmt::format(
        "lifted    {}, the hold of {}\n", place_of(receipts.front().index), place_of(hold.index)
    );
    return ExitCode::ok;
}

}  // namespace

void add_retention_lift(Command parent, CommandLine& line) {
    auto options = std::make_shared<RetentionLiftOptions>();
    Command command = parent.add(
        {"lift",
         "Lift a legal hold",
         "tyst retention lift 51 --cause \"Claim settled\" --ledger demo"}
    );
    command.option("hold", options->index, "Entry that placed it (tyst retention list --holds)")
        .required()
        .shown_as("HOLD");
    command
        .option(
            "--cause",
            options->cause,
            "Why. Of a hold over all records it is kept for good: never name a child in it"
        )
        .required();
    add_text_language_option(command, options->language);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return lift_hold(*options, surroundings);
    });
}

}  // namespace tyst::cli
