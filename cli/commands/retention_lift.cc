#include <memory>
#include <optional>
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

struct RetentionLiftOptions {
    HoldOptions hold;
    std::uint64_t index = 0;
};

Result<std::vector<Receipt>> lift_together(
    Ledger& ledger,
    std::span<const LegalHold> holds,
    const RetentionLiftOptions& options,
    StreamId actor
) {
    std::vector<StreamBody> bodies;
    for (const LegalHold& hold : holds) {
        bodies.push_back({hold.stream, LegalHoldLifted{hold.id, options.hold.cause}});
    }
    std::optional<CorrelationId> correlation;
    if (holds.size() > 1) {
        correlation.emplace().bytes = ledger.new_event_id().bytes;
    }
    return record_together(ledger, std::move(bodies), correlation, options.hold, actor);
}

Result<ExitCode> lift_hold(const RetentionLiftOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.hold.ledger, surroundings));
    TYST_ASSIGN(const LegalHold hold, hold_at(*ledger, options.index));
    if (hold.lifted) {
        return fail(
            ErrorCode::already_exists,
            fmt::format(
                "the hold of {} was lifted by {}", place_of(hold.index), place_of(*hold.lifted)
            )
        );
    }
    TYST_ASSIGN(auto placed, placed_with(*ledger, hold));
    const std::vector<LegalHold> holds = standing(std::move(placed));
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_ASSIGN(const auto receipts, lift_together(*ledger, holds, options, actor));
    for (std::size_t at = 0; at < holds.size(); ++at) {
        surroundings.out << fmt::format(
            "lifted    {}, the hold of {}\n",
            place_of(receipts[at].index),
            place_of(holds[at].index)
        );
    }
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
    add_hold_options(command, options->hold, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return lift_hold(*options, surroundings);
    });
}

}  // namespace tyst::cli
