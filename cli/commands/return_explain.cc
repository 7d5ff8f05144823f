#include <algorithm>
#include <memory>
#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/retention_desk.h"
#include "cli/return_findings.h"
#include "cli/returns.h"
#include "cli/session.h"
#include "projections/returns/finding_data.h"

namespace tyst::cli {
namespace {

struct ReturnExplainOptions {
    LedgerOptions ledger;
    int year = 0;
    std::string rule;
    std::string child;
    std::string table;
    std::string row;
    std::string explanation;
    std::string language = "en";
    bool withdraw = false;
};

bool is_meant(const ReturnExplainOptions& options, const ToldFinding& finding) {
    return finding.found && finding.rule == options.rule && finding.child == options.child &&
           (options.table.empty() || finding.table == options.table) &&
           (options.row.empty() || finding.row == row_key_typed(options.row));
}

std::string place_of_finding(const ToldFinding& finding) {
    return fmt::format("{}{}{}", finding.table, finding.row.empty() ? "" : ", row ", finding.row);
}

// Of several findings on one row the first stands for all: they rest on the same data.
std::vector<ToldFinding> on_distinct_rows(std::vector<ToldFinding> findings) {
    std::vector<ToldFinding> distinct;
    for (ToldFinding& finding : findings) {
        const bool known = std::ranges::any_of(distinct, [&](const ToldFinding& other) {
            return other.table == finding.table && other.row == finding.row;
        });
        if (!known) distinct.push_back(std::move(finding));
    }
    return distinct;
}

// The one finding that is meant. not_found where the check does not find it; invalid_value with the
// places where it finds several.
Result<ToldFinding> finding_meant(
    Ledger& ledger, const LoadedReturns& loaded, const ReturnExplainOptions& options
) {
    const ReturnChecks checks = check_return(loaded.input(), thread_count());
    std::vector<ToldFinding> found = tell_findings(loaded, checks, {});
    std::erase_if(found, [&](const ToldFinding& finding) { return !is_meant(options, finding); });
    found = on_distinct_rows(std::move(found));
    const std::string what =
        fmt::format("rule {} for this child in {}", options.rule, options.year);
    if (found.empty()) {
        return fail(
            ErrorCode::not_found,
            fmt::format(
                "{} finds nothing there: tyst return check --format csv shows what is found", what
            )
        );
    }
    if (found.size() > 1) {
        std::string places;
        for (const ToldFinding& finding : found) {
            places += fmt::format("\n  {}", place_of_finding(finding));
        }
        return fail(
            ErrorCode::invalid_value,
            fmt::format("{} finds several: say --table and --row for one of{}", what, places)
        );
    }
    TYST_TRY(add_explanations(ledger, loaded, found));
    return std::move(found.front());
}

Result<StreamId> stream_of_child(Ledger& ledger, const std::string& child) {
    TYST_ASSIGN(
        const auto stream,
        ledger.find({SubjectKind::child, Compartment::child_case, std::string(kReturnForm), child})
    );
    if (!stream) {
        return fail(
            ErrorCode::subject_not_found,
            "the ledger holds no child of that reference from a return"
        );
    }
    return *stream;
}

Result<Receipt> append_to_child(
    Ledger& ledger, StreamId stream, Event event, const Surroundings& surroundings
) {
    TYST_ASSIGN(event.recorded_by, register_actor(ledger, surroundings));
    event.id = ledger.new_event_id();
    event.occurred.date = london_date(ledger.clock().now());
    Append append;
    append.events.push_back({stream, std::move(event)});
    TYST_ASSIGN(const auto receipts, ledger.append(append));
    TYST_TRY(ledger.checkpoint());
    return receipts.front();
}

Event explanation_event(
    const ReturnExplainOptions& options, const ToldFinding& finding, const Hash& data
) {
    ReturnFindingExplained body;
    body.form = kReturnForm;
    body.year = static_cast<std::uint32_t>(options.year);
    body.rule = finding.rule;
    body.rule_version = finding.rule_version;
    body.table = finding.table;
    body.row = finding.row;
    body.data = data;
    body.explanation = options.explanation;
    Event event;
    event.language = options.language;
    event.body = std::move(body);
    return event;
}

// Annuls the explanation that stands.
Result<Event> withdrawal_event(
    Ledger& ledger, const ReturnExplainOptions& options, const ToldFinding& finding
) {
    if (!finding.explanation) {
        return fail(ErrorCode::not_found, "nobody has explained that finding");
    }
    TYST_ASSIGN(
        const StoredEvent stored, ledger.read(finding.explanation->entry, ReadDepth::event_only)
    );
    Event event;
    event.language = options.language;
    event.reason = options.explanation;
    event.relation.kind = RelationKind::annuls;
    event.relation.target = stored.event.id;
    return event;
}

Result<ExitCode> explain(const ReturnExplainOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const auto loaded, load_returns(*ledger, options.year));
    TYST_ASSIGN(const ToldFinding finding, finding_meant(*ledger, *loaded, options));
    TYST_ASSIGN(const StreamId stream, stream_of_child(*ledger, options.child));
    const Hash data = data_of(*loaded, finding);
    Event event = explanation_event(options, finding, data);
    if (options.withdraw) {
        TYST_ASSIGN(event, withdrawal_event(*ledger, options, finding));
    }
    TYST_ASSIGN(
        const Receipt receipt, append_to_child(*ledger, stream, std::move(event), surroundings)
    );
    surroundings.out << fmt::format(
        "{}  rule {} version {}, {}, fields {}\nentry      {}\ndata       {}\n",
        options.withdraw ? "withdrawn" : "explained",
        finding.rule,
        finding.rule_version,
        place_of_finding(finding),
        finding.fields,
        receipt.index.value,
        to_hex(data.view())
    );
    return ExitCode::ok;
}

}  // namespace

void add_return_explain(Command parent, CommandLine& line) {
    auto options = std::make_shared<ReturnExplainOptions>();
    Command command = parent.add(
        {"explain",
         "Say why a finding of a check is right as it stands; it holds until its data change",
         "tyst return explain --year 2019 --rule 355 --child 600123 --row 2018-06-01 "
         "--explanation \"Left the same evening\" --ledger demo"}
    );
    command.option("--year", options->year, "Year in which the return's collection ends")
        .required()
        .shown_as("YEAR");
    command.option("--rule", options->rule, "The rule's code, as published")
        .required()
        .shown_as("CODE");
    command.option("--child", options->child, "The child's reference in the return")
        .required()
        .shown_as("REF");
    command.option("--table", options->table, "Where the rule finds several: the table")
        .shown_as("TABLE");
    command
        .option(
            "--row",
            options->row,
            "Where the rule finds several: the row's key, as return check --format csv has it"
        )
        .shown_as("KEY");
    command
        .option(
            "--explanation",
            options->explanation,
            "What was found when somebody looked; with --withdraw why it no longer stands"
        )
        .required()
        .shown_as("TEXT");
    command.flag("--withdraw", options->withdraw, "Withdraw the explanation that stands");
    add_text_language_option(command, options->language);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return explain(*options, surroundings);
    });
}

}  // namespace tyst::cli
