#include <algorithm>
#include <memory>
#include <ostream>
#include <span>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/retention_desk.h"
#include "cli/session.h"

namespace tyst::cli {
namespace {

struct RetentionRequestOptions {
    LedgerOptions ledger;
    std::string child;
    std::string record = "all";
    std::string ground;
    std::string explanation;
    std::string language = "en";
};

Result<void> check_not_asked_already(Ledger& ledger, const ErasureRequested& request) {
    TYST_ASSIGN(const auto cases, erasure_cases(ledger));
    for (const ErasureCase& erasure : cases) {
        const bool same = std::ranges::any_of(request.subjects, [&](const StreamId& stream) {
            return std::ranges::binary_search(erasure.asked.subjects, stream);
        });
        if (same && is_open(erasure)) {
            return fail(
                ErrorCode::already_exists,
                fmt::format(
                    "{} asks for it already; refuse that one first", place_of(erasure.index)
                )
            );
        }
    }
    return {};
}

Result<void> warn_of_holds(
    Ledger& ledger, const RetainedRecord& record, const Surroundings& surroundings
) {
    TYST_ASSIGN(auto holds, holds_over(ledger, record.streams_of({})));
    for (const LegalHold& hold : standing(std::move(holds))) {
        surroundings.err << fmt::format(
            "a legal hold stands, {}. Nothing is destroyed before\n", hold_text(hold)
        );
    }
    return {};
}

// The birth date or the adoption order that the rest is counted from may go with what is asked for.
Result<void> warn_of_rest(
    Reading& reading,
    const RetainedRecord& record,
    std::span<const StreamId> gone,
    const Surroundings& surroundings
) {
    TYST_ASSIGN(
        const auto rest,
        retention_of_rest(
            *reading.ledger,
            record,
            gone,
            reading.reference.retention_rules(),
            reading.question,
            reading.codes,
            day_of_retention(reading, surroundings)
        )
    );
    for (const CompartmentRetention& kept : rest) {
        if (!kept.never) continue;
        surroundings.err << fmt::format(
            "the {} record stays and would never be due: {}; record there what it is counted from "
            "before this is carried out\n",
            tyst::to_text(kept.compartment),
            words(*kept.never)
        );
    }
    return {};
}

void print_request(
    std::ostream& out, const ErasurePlan& plan, LogIndex index, std::string_view child
) {
    out << fmt::format("request     {}, for {}\n", place_of(index), child);
    for (const CompartmentRetention& kept : plan.retention) {
        out << fmt::format(
            "{:<12}{} streams, {}\n",
            tyst::to_text(kept.compartment),
            kept.streams.size(),
            kept.first_day ? "may be destroyed from " + tyst::to_text(*kept.first_day)
                           : "never due: " + std::string(words(*kept.never))
        );
    }
    out << fmt::format(
        "rule        {}\nnot before  {}\nnext        another person approves: tyst retention "
        "approve {}\n",
        plan.request.rule.empty() ? "none" : plan.request.rule,
        tyst::to_text(plan.request.not_before),
        index.value
    );
}

Result<ExitCode> ask_for_erasure(
    const RetentionRequestOptions& options, const Surroundings& surroundings
) {
    const bool before_due = options.ground != kRetentionEnded;
    if (before_due && options.explanation.empty()) {
        return usage_error(
            surroundings,
            fmt::format("--ground {} needs --explanation: which order, or why", options.ground)
        );
    }
    TYST_ASSIGN(auto reading, open_reading(options.ledger, {}, surroundings));
    Ledger& ledger = *reading.ledger;
    TYST_ASSIGN(const auto record, find_record(reading, options.child, surroundings));
    if (!record) return ExitCode::usage;
    TYST_ASSIGN(
        ErasurePlan plan,
        plan_erasure(
            *record,
            compartments_from(options.record),
            reading.reference.retention_rules(),
            day_of_retention(reading, surroundings),
            london_date(surroundings.clock.now()),
            before_due
        )
    );
    TYST_TRY(check_not_asked_already(ledger, plan.request));
    TYST_TRY(warn_of_holds(ledger, *record, surroundings));
    TYST_TRY(warn_of_rest(reading, *record, plan.request.subjects, surroundings));
    plan.request.ground = options.ground;
    plan.request.explanation = options.explanation;
    TYST_ASSIGN(const StreamId actor, register_actor(ledger, surroundings));
    TYST_ASSIGN(
        const Receipt receipt, record_own_event(ledger, plan.request, actor, options.language)
    );
    print_request(surroundings.out, plan, receipt.index, reference_of(*record));
    return ExitCode::ok;
}

}  // namespace

void add_retention_request(Command parent, CommandLine& line) {
    auto options = std::make_shared<RetentionRequestOptions>();
    Command command = parent.add(
        {"request",
         "Ask for a record to be destroyed: the first of two persons",
         "tyst retention request V0001 --ground retention-ended --ledger demo\n"
         "tyst retention request V0001 --ground court-order --explanation \"Order of 3 May 2026, "
         "case CF26C00001\" --ledger demo"}
    );
    command.option("child", options->child, "Whose record, with every record joined to it")
        .required()
        .shown_as("CHILD");
    command.option("--record", options->record, "Which compartments of it: all, or one")
        .one_of({"all", "case", "adoption", "restricted"});
    command.option("--ground", options->ground, "Why it is to be destroyed")
        .required()
        .one_of({std::string(kRetentionEnded), "court-order", "wrongly-held"});
    command.option(
        "--explanation",
        options->explanation,
        "In words; needed unless the ground is retention-ended. It outlives the record: never name "
        "a child in it"
    );
    add_text_language_option(command, options->language);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return ask_for_erasure(*options, surroundings);
    });
}

}  // namespace tyst::cli
