#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/target_desk.h"
#include "projections/panel/targets.h"

namespace tyst::cli {
namespace {

struct TargetProgressOptions {
    LedgerOptions ledger;
    std::string action;
    std::string state;
    std::string statement;
    NamedPerson said_by;
    std::string day;
    std::string language = "en";
};

// A misspelt action would stand in the log as progress of nothing.
Result<panel::Target> action_of(const std::string& action, Reading& reading) {
    Question everything = reading.question;
    everything.as_at = Date::of(kYearMax, 12, 31);
    TYST_ASSIGN(const auto targets, panel::read_targets(*reading.ledger, everything));
    for (const panel::Target& target : targets) {
        if (target.set.action == action) return target;
    }
    return fail(
        ErrorCode::not_found,
        fmt::format("action: '{}' was never set; `tyst target list` names those that were", action)
    );
}

Result<ExitCode> record_progress(
    const TargetProgressOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(auto reading, open_reading(options.ledger, {}, surroundings));
    TYST_ASSIGN(const panel::Target target, action_of(options.action, reading));
    TYST_ASSIGN(
        const Receipt receipt,
        record_statement(
            reading,
            TargetProgressRecorded{
                options.action, options.state, options.statement, options.said_by.citation()
            },
            options.day,
            options.language,
            surroundings
        )
    );
    surroundings.out << fmt::format(
        "action    {}\nstate     {}\nrecorded  {}\n",
        options.action,
        options.state,
        place_of(receipt.index)
    );
    if (!target.set.figure.empty()) {
        surroundings.err << fmt::format(
            "its colour is worked out from {}; what was recorded stands beside it\n",
            target.set.figure
        );
    }
    return ExitCode::ok;
}

}  // namespace

void add_target_progress(Command parent, CommandLine& line) {
    auto options = std::make_shared<TargetProgressOptions>();
    Command command = parent.add(
        {"progress",
         "Record how an action stands, as a named person says",
         "tyst target progress action-7 --state on-course --statement \"Profile agreed with "
         "health\" --said-by \"A. Officer\" --ledger demo"}
    );
    command.option("action", options->action, "The action's id").shown_as("ACTION").required();
    command.option("--state", options->state, "How it stands")
        .one_of({"met", "on-course", "behind", "not-begun", "given-up"})
        .required();
    command
        .option(
            "--statement",
            options->statement,
            "In their own words. It is kept for good with the authority's own events: never name "
            "a child in it"
        )
        .required();
    command.option("--said-by", options->said_by.name, "Who says so, by name").required();
    command.option("--said-by-role", options->said_by.role, "Their office");
    command.option("--on", options->day, "Day of which it speaks (default: today)")
        .shown_as("DATE")
        .checked(check_date);
    command.option("--language", options->language, "Language of the statement")
        .one_of({"en", "cy"});
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return record_progress(*options, surroundings);
    });
}

}  // namespace tyst::cli
