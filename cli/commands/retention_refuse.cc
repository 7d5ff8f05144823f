#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/retention_desk.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct RetentionRefuseOptions {
    LedgerOptions ledger;
    std::uint64_t index = 0;
    std::string explanation;
    std::string language = "en";
};

Result<ExitCode> refuse_request(
    const RetentionRefuseOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const ErasureCase erasure, request_at(*ledger, options.index));
    if (!is_open(erasure)) {
        return fail(
            ErrorCode::already_exists,
            fmt::format(
                "the request of {} is {} already", place_of(erasure.index), state_of(erasure)
            )
        );
    }
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    TYST_ASSIGN(
        const Receipt receipt,
        record_own_event(
            *ledger, ErasureRefused{erasure.request, options.explanation}, actor, options.language
        )
    );
    surroundings.out << fmt::format(
        "refused   {}, the request of {}\n", place_of(receipt.index), place_of(erasure.index)
    );
    return ExitCode::ok;
}

}  // namespace

void add_retention_refuse(Command parent, CommandLine& line) {
    auto options = std::make_shared<RetentionRefuseOptions>();
    Command command = parent.add(
        {"refuse",
         "Refuse a request to destroy a record, or withdraw one's own",
         "tyst retention refuse 42 --explanation \"Asked for by mistake\" --ledger demo"}
    );
    command.option("request", options->index, "Entry of the request (tyst retention list)")
        .required()
        .shown_as("REQUEST");
    command
        .option(
            "--explanation",
            options->explanation,
            "Why. It is kept for good: never name a child in it"
        )
        .required();
    add_text_language_option(command, options->language);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return refuse_request(*options, surroundings);
    });
}

}  // namespace tyst::cli
