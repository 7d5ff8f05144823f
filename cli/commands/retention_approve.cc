#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/retention_desk.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct RetentionApproveOptions {
    LedgerOptions ledger;
    std::uint64_t index = 0;
};

Result<ExitCode> approve_request(
    const RetentionApproveOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const ErasureCase erasure, request_at(*ledger, options.index));
    if (!is_open(erasure) || erasure.approval) {
        return fail(
            ErrorCode::already_exists,
            fmt::format(
                "the request of {} is {} already", place_of(erasure.index), state_of(erasure)
            )
        );
    }
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    if (actor == erasure.requested_by) {
        return fail(
            ErrorCode::erasure_not_allowed,
            fmt::format(
                "'{}' asked for it: the request of {} is approved by another person",
                surroundings.user_name,
                place_of(erasure.index)
            )
        );
    }
    TYST_ASSIGN(
        const Receipt receipt, record_own_event(*ledger, ErasureApproved{erasure.request}, actor)
    );
    surroundings.out << fmt::format(
        "approved  {}, the request of {}\nnot before  {}\n",
        place_of(receipt.index),
        place_of(erasure.index),
        tyst::to_text(erasure.first_day())
    );
    return ExitCode::ok;
}

}  // namespace

void add_retention_approve(Command parent, CommandLine& line) {
    auto options = std::make_shared<RetentionApproveOptions>();
    Command command = parent.add(
        {"approve",
         "Approve that a record is destroyed: the second of two persons, another user",
         "tyst retention approve 42 --ledger demo"}
    );
    command.option("request", options->index, "Entry of the request (tyst retention list)")
        .required()
        .shown_as("REQUEST");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return approve_request(*options, surroundings);
    });
}

}  // namespace tyst::cli
