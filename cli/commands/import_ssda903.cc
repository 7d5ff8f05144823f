#include <map>
#include <memory>
#include <ostream>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/describe.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/reference_adoption.h"
#include "cli/returns.h"
#include "cli/session.h"
#include "cli/table.h"
#include "ledger/intake/ssda903_import.h"

namespace tyst::cli {
namespace {

struct ImportSsda903Options {
    LedgerOptions ledger;
    std::string directory;
    int year = 0;
    std::string received;
    std::string format = "table";
};

Table tables_table(const ImportReport& report) {
    Table table(
        {{"table", "Table"},
         {"file", "File"},
         {"read", "Rows read", Align::right},
         {"understood", "Understood", Align::right},
         {"refused", "Refused", Align::right},
         {"erased", "Erased", Align::right}}
    );
    const auto add =
        [&table](const std::string& name, const std::string& file, const ImportRowCounts& rows) {
            table.add_row(
                {name,
                 file,
                 std::to_string(rows.read),
                 std::to_string(rows.understood),
                 std::to_string(rows.refused),
                 std::to_string(rows.erased)}
            );
        };
    for (const ImportTableReport& each : report.tables) {
        add(each.table, each.file, each.rows);
    }
    add("All", "", report.rows());
    return table;
}

Table events_table(const ImportReport& report) {
    Table table({{"event", "Event"}, {"written", "Written", Align::right}});
    for (const auto& [type, count] : report.events_written) {
        table.add_row({title_of(type), std::to_string(count)});
    }
    table.add_row({"All", std::to_string(report.written())});
    return table;
}

Table refusals_table(const ImportReport& report) {
    Table table(
        {{"file", "File"},
         {"line", "Line", Align::right},
         {"column", "Column"},
         {"value", "Value"},
         {"scope", "Scope"},
         {"reason", "Reason"}}
    );
    for (const ImportRefusal& refusal : report.refusals) {
        table.add_row(
            {refusal.file,
             std::to_string(refusal.line),
             refusal.column,
             refusal.value,
             refusal.whole_row ? "row" : "value",
             refusal.reason}
        );
    }
    return table;
}

Table findings_table(const ImportReport& report) {
    std::map<ImportFindingKind, std::pair<std::uint64_t, std::string>> kinds;
    for (const ImportFinding& finding : report.findings) {
        auto& [count, example] = kinds[finding.kind];
        if (count++ == 0) {
            example = fmt::format("{}:{}", finding.file, finding.line);
        }
    }
    Table table(
        {{"finding", "Finding"},
         {"count", "Count", Align::right},
         {"first", "First"},
         {"meaning", "Meaning"}}
    );
    for (const auto& [kind, found] : kinds) {
        table.add_row(
            {std::string(name(kind)),
             std::to_string(found.first),
             found.second,
             std::string(explanation(kind))}
        );
    }
    return table;
}

void print_report(std::ostream& out, const ImportReport& report) {
    out << fmt::format(
        "{} {} received on {}: return {}, {} children\n\n",
        report.form,
        report.year,
        to_text(report.received),
        report.return_reference,
        report.children
    );
    if (report.children_erased > 0) {
        out << fmt::format(
            "of them, {} are not read again: their records were destroyed after this return was "
            "imported\n\n",
            report.children_erased
        );
    }
    tables_table(report).print_text(out);
    out << '\n';
    events_table(report).print_text(out);
    out << fmt::format("{} events were known already\n", report.events_already_known);
    for (const std::string& file : report.files_ignored) {
        out << fmt::format("not part of the return, left alone: {}\n", file);
    }
    if (!report.refusals.empty()) {
        out << '\n';
        refusals_table(report).print_text(out);
    }
    if (!report.findings.empty()) {
        out << '\n';
        findings_table(report).print_text(out);
    }
}

Result<ImportReport> import_into(
    Ledger& ledger, const ImportSsda903Options& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto reference, adopted_reference_set(ledger));
    if (!reference) {
        return fail(ErrorCode::not_found, "the ledger has adopted no reference set");
    }
    Ssda903ImportRequest request{
        .directory = options.directory, .year = options.year, .received = {}, .actor = {}
    };
    if (!options.received.empty()) {
        TYST_ASSIGN(request.received, parse_date(options.received));
    }
    TYST_ASSIGN(request.actor, register_actor(ledger, surroundings));
    ProgressLine line(surroundings, "importing child");
    TYST_ASSIGN(
        ImportReport report,
        import_ssda903(
            ledger,
            reference->codes(),
            request,
            [&line](std::uint64_t done, std::uint64_t total) { line.show(done, total); }
        )
    );
    TYST_ASSIGN(
        const auto stream,
        ledger.find(
            {SubjectKind::received_return, Compartment::none, report.form, report.return_reference}
        )
    );
    TYST_ASSERT(stream.has_value());
    TYST_TRY(keep_totals_of(ledger, *stream, *reference, request.actor, surroundings.err));
    return report;
}

Result<ExitCode> import_return(
    const ImportSsda903Options& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const ImportReport report, import_into(*ledger, options, surroundings));
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_json(surroundings.out, boost::json::parse(to_json(report)));
            break;
        case OutputFormat::csv:
            refusals_table(report).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            print_report(surroundings.out, report);
            break;
    }
    surroundings.err << fmt::format(
        "{} rows read, {} events written, {} values or rows refused, {} findings\n",
        report.rows().read,
        report.written(),
        report.refusals.size(),
        report.findings.size()
    );
    return report.refusals.empty() ? ExitCode::ok : ExitCode::problems_found;
}

}  // namespace

void add_import_ssda903(Command parent, CommandLine& line) {
    auto options = std::make_shared<ImportSsda903Options>();
    Command command = parent.add(
        {"ssda903",
         "Take in an SSDA903 return: as received, and as understood",
         "tyst import ssda903 return-2018 --year 2018 --received 2018-05-24 --ledger demo"}
    );
    command.option("return", options->directory, "Folder with CSV files, or an XML file of 2021")
        .required()
        .shown_as("DIR");
    command.option("--year", options->year, "The year that ends on 31 March of it")
        .required()
        .shown_as("YEAR");
    command.option("--received", options->received, "The day it was received; today")
        .shown_as("DATE")
        .checked(check_date);
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return import_return(*options, surroundings);
    });
}

}  // namespace tyst::cli
