#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <set>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/describe.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/own_commands.h"
#include "cli/progress.h"
#include "cli/reference_adoption.h"
#include "cli/rule_source.h"
#include "cli/session.h"
#include "cli/table.h"
#include "ledger/intake/csv_columns.h"
#include "ledger/intake/csv_import.h"
#include "projections/authority.h"
#include "schema/event_catalogue.h"

namespace tyst::cli {
namespace {

struct ImportCsvOptions {
    LedgerOptions ledger;
    std::string kind;
    std::string file;
    bool list = false;
    bool show_template = false;
    bool skip_refused = false;
    std::string source = "csv";
    std::string children_source;
    std::string received;
    std::vector<std::string> covers;
    std::string covers_from;
    std::string covers_to;
    std::string format = "table";
};

// ---- what there is to import

bool may_be_imported(EventType type) {
    return is_csv_kind(type) && own_command_of(type).empty();
}

Table kinds_table() {
    Table table(
        {{"kind", "Kind"}, {"title", "What it says"}, {"required", "Columns that must be filled"}}
    );
    for (const EventType type : csv_kinds()) {
        if (!may_be_imported(type)) continue;
        std::string required;
        for (const CsvColumn& column : csv_columns(type)) {
            if (column.required && !column.of_structs) {
                required += (required.empty() ? "" : ", ") + column.name;
            }
        }
        table.add_row({std::string(name_of(type)), title_of(type), required});
    }
    return table;
}

void print_table(std::ostream& out, const Table& table, OutputFormat format) {
    if (format == OutputFormat::csv) {
        table.print_csv(out);
    } else {
        table.print_text(out);
    }
}

boost::json::array columns_json(const std::vector<CsvColumn>& columns, const CodeBook& codes) {
    boost::json::array all;
    for (const CsvColumn& column : columns) {
        all.push_back(boost::json::object{
            {"column", column.name},
            {"required", column.required && !column.of_structs},
            {"takes", what_it_takes(column, codes)},
            {"example", example_value(column, codes)}
        });
    }
    return all;
}

// A header with one example row, which is a file that can be filled in; then a line per column.
Result<ExitCode> show_template(
    EventType type, const ImportCsvOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const ReferenceSet reference, embedded_reference_set());
    const CodeBook& codes = reference.codes();
    const std::vector<CsvColumn> columns = csv_columns(type);
    const OutputFormat format = output_format_from(options.format);
    if (format == OutputFormat::json) {
        print_json(surroundings.out, columns_json(columns, codes));
        return ExitCode::ok;
    }
    std::vector<Column> header;
    std::vector<std::string> example;
    for (const CsvColumn& column : columns) {
        header.push_back({column.name, column.name});
        example.push_back(example_value(column, codes));
    }
    Table file(std::move(header));
    file.add_row(std::move(example));
    file.print_csv(surroundings.out);
    if (format == OutputFormat::csv) return ExitCode::ok;
    Table table({{"column", "Column"}, {"required", "Must"}, {"takes", "What it takes"}});
    for (const CsvColumn& column : columns) {
        const bool must = column.required && !column.of_structs;
        table.add_row({column.name, must ? "yes" : "", what_it_takes(column, codes)});
    }
    surroundings.out << '\n';
    table.print_text(surroundings.out);
    return ExitCode::ok;
}

// ---- the report

Table refusals_table(const CsvImportReport& report) {
    Table table(
        {{"file", "File"},
         {"line", "Line", Align::right},
         {"column", "Column"},
         {"value", "Value"},
         {"reason", "Reason"}}
    );
    for (const ImportRefusal& refusal : report.refusals) {
        table.add_row(
            {refusal.file,
             std::to_string(refusal.line),
             refusal.column,
             refusal.value,
             refusal.reason}
        );
    }
    return table;
}

Table csv_findings_table(const CsvImportReport& report) {
    std::map<ImportFindingKind, std::pair<std::uint64_t, std::uint32_t>> kinds;
    for (const ImportFinding& finding : report.findings) {
        auto& [count, first] = kinds[finding.kind];
        if (count++ == 0) first = finding.line;
    }
    Table table(
        {{"finding", "Finding"},
         {"count", "Count", Align::right},
         {"first", "First line", Align::right},
         {"meaning", "Meaning"}}
    );
    for (const auto& [kind, found] : kinds) {
        table.add_row(
            {std::string(name(kind)),
             std::to_string(found.first),
             std::to_string(found.second),
             std::string(explanation(kind))}
        );
    }
    return table;
}

void print_csv_report(std::ostream& out, const CsvImportReport& report) {
    out << fmt::format(
        "{} from {}, received on {}\n\n"
        "rows read        {:>8}\n"
        "understood       {:>8}\n"
        "repeated         {:>8}\n"
        "refused          {:>8}\n"
        "children         {:>8}\n"
        "events written   {:>8}\n"
        "known already    {:>8}\n",
        report.file,
        report.source,
        to_text(report.received),
        report.rows.read,
        report.rows.understood,
        report.rows.repeated,
        report.rows.refused,
        report.children,
        report.written(),
        report.events_already_known
    );
    if (!report.refusals.empty()) {
        out << '\n';
        refusals_table(report).print_text(out);
    }
    if (!report.findings.empty()) {
        out << '\n';
        csv_findings_table(report).print_text(out);
    }
}

// ---- the import

Result<std::optional<CsvCoverage>> coverage_of(const ImportCsvOptions& options) {
    if (options.covers.empty()) return std::nullopt;
    CsvCoverage coverage;
    coverage.facts.assign(options.covers.begin(), options.covers.end());
    TYST_ASSIGN(coverage.from, parse_date(options.covers_from));
    if (!options.covers_to.empty()) {
        TYST_ASSIGN(coverage.to, parse_date(options.covers_to));
    }
    return coverage;
}

// The sources that said that they cover something.
Result<std::vector<std::string>> sources_of(Ledger& ledger) {
    const Timestamp now = ledger.clock().now();
    TYST_ASSIGN(const AuthorityFacts authority, read_authority(ledger, {london_date(now), now}));
    std::set<std::string> sources;
    for (const auto& declared : authority.coverage.all())
        sources.insert(declared.source);
    return std::vector<std::string>(sources.begin(), sources.end());
}

Result<CsvImportReport> import_into(
    Ledger& ledger,
    EventType type,
    const ImportCsvOptions& options,
    const Surroundings& surroundings
) {
    TYST_ASSIGN(const ReferenceSet reference, reference_set_of(ledger));
    CsvImportRequest request;
    request.file = options.file;
    request.type = type;
    request.source = options.source;
    request.children_source =
        options.children_source.empty() ? options.source : options.children_source;
    request.skip_refused = options.skip_refused;
    if (!options.received.empty()) {
        TYST_ASSIGN(request.received, parse_date(options.received));
    }
    TYST_ASSIGN(request.coverage, coverage_of(options));
    TYST_ASSIGN(request.other_sources, sources_of(ledger));
    TYST_ASSIGN(request.actor, register_actor(ledger, surroundings));
    ProgressLine line(surroundings, "importing row");
    return import_csv(
        ledger,
        reference.codes(),
        request,
        [&line](std::uint64_t done, std::uint64_t total) { line.show(done, total); }
    );
}

Result<ExitCode> import_file(
    EventType type, const ImportCsvOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const CsvImportReport report, import_into(*ledger, type, options, surroundings));
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_json(surroundings.out, boost::json::parse(to_json(report)));
            break;
        case OutputFormat::csv:
            refusals_table(report).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            print_csv_report(surroundings.out, report);
            break;
    }
    surroundings.err << fmt::format(
        "{} rows read, {} events written, {} rows refused{}\n",
        report.rows.read,
        report.written(),
        report.rows.refused,
        report.stopped
            ? ": nothing was written; put them right, or say --skip-refused for the others"
            : ""
    );
    return report.refusals.empty() ? ExitCode::ok : ExitCode::problems_found;
}

Result<ExitCode> run_import_csv(const ImportCsvOptions& options, const Surroundings& surroundings) {
    const OutputFormat format = output_format_from(options.format);
    if (options.list) {
        print_table(surroundings.out, kinds_table(), format);
        return ExitCode::ok;
    }
    const auto type = type_named(options.kind);
    if (!type || !may_be_imported(*type)) {
        return usage_error(
            surroundings,
            options.kind.empty()
                ? "say which KIND of event the file holds (tyst import csv --list)"
                : fmt::format(
                      "no kind of event {} comes in as CSV (tyst import csv --list)", options.kind
                  )
        );
    }
    if (options.show_template) return show_template(*type, options, surroundings);
    if (options.file.empty() || options.ledger.directory.empty()) {
        return usage_error(surroundings, "say which FILE to take in, and --ledger");
    }
    const bool covers_from = !options.covers_from.empty();
    if (options.covers.empty() == covers_from || (!options.covers_to.empty() && !covers_from)) {
        return usage_error(surroundings, "--covers KIND and --covers-from DATE go together");
    }
    return import_file(*type, options, surroundings);
}

}  // namespace

void add_import_csv(Command parent, CommandLine& line) {
    auto options = std::make_shared<ImportCsvOptions>();
    Command command = parent.add(
        {"csv",
         "Take in events of one kind from any system: one a row",
         "tyst import csv visit_made visits.csv --source mosaic --children ssda903 --ledger demo\n"
         "tyst import csv visit_made --template\n"
         "tyst import csv --list"}
    );
    command.option("kind", options->kind, "Which kind of event").shown_as("KIND");
    command.option("file", options->file, "The file").shown_as("FILE");
    command.flag("--list", options->list, "Show the kinds");
    command.flag(
        "--template", options->show_template, "Show the kind's columns, with an example row"
    );
    command.option("--source", options->source, "The system that the rows come from; csv")
        .shown_as("NAME");
    command
        .option(
            "--children",
            options->children_source,
            "The source whose references the children have, where it is another"
        )
        .shown_as("SOURCE");
    command.option("--received", options->received, "The day it was received; today")
        .shown_as("DATE")
        .checked(check_date);
    command.flag(
        "--skip-refused", options->skip_refused, "Write the other rows although some are refused"
    );
    command
        .option(
            "--covers",
            options->covers,
            "A kind of fact that this source supplies without gaps, so that clocks answer for it "
            "(codes/fact-kind); may be repeated"
        )
        .shown_as("FACT");
    command.option("--covers-from", options->covers_from, "The first day of which that is so")
        .shown_as("DATE")
        .checked(check_date);
    command.option("--covers-to", options->covers_to, "The last one; open where it is left out")
        .shown_as("DATE")
        .checked(check_date);
    add_optional_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return run_import_csv(*options, surroundings);
    });
}

}  // namespace tyst::cli
