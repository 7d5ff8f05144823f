#include <map>
#include <memory>
#include <ostream>
#include <tuple>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/return_files.h"
#include "cli/returns.h"
#include "cli/table.h"
#include "cli/whole_file.h"
#include "projections/returns/return_xml.h"

namespace tyst::cli {
namespace {

struct ReturnExportOptions {
    LedgerOptions ledger;
    ReadOptions read;
    int year = 0;
    std::string directory;
    std::string xml;
    std::string policy = std::string(name(StatementPolicy::first_stated));
};

// Values that events say and that the year has no code for, counted.
using UntoldCounts =
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::uint64_t>;

UntoldCounts count_untold(const ExportedReturn& exported) {
    UntoldCounts counts;
    for (const ExportedChild& child : exported.children) {
        for (const UntoldValue& value : child.untold) {
            ++counts[{std::string(value.table), value.column, value.set, value.code}];
        }
    }
    return counts;
}

Table table_of_files(const std::vector<ReturnFile>& files) {
    Table table({{"table", "Table"}, {"file", "File"}, {"rows", "Rows", Align::right}});
    for (const ReturnFile& file : files) {
        table.add_row({file.table, file.name, std::to_string(file.rows)});
    }
    return table;
}

void print_export_json(
    std::ostream& out,
    const Reading& reading,
    const ReturnExportOptions& options,
    const ExportedReturn& exported,
    const std::vector<ReturnFile>& files
) {
    boost::json::object answer = frame_json(reading);
    answer["form"] = kReturnForm;
    answer["year"] = exported.year;
    answer["told_to"] = to_text(exported.question.as_at);
    answer["policy"] = options.policy;
    answer["children"] = exported.children.size();
    answer["without_reference"] = exported.without_reference.size();
    answer["erased"] = exported.erased;
    boost::json::array tables;
    for (const ReturnFile& file : files) {
        tables.push_back(
            boost::json::object{{"table", file.table}, {"file", file.name}, {"rows", file.rows}}
        );
    }
    answer["files"] = std::move(tables);
    boost::json::array untold;
    for (const auto& [value, count] : count_untold(exported)) {
        const auto& [table, column, set, code] = value;
        untold.push_back(boost::json::object{
            {"table", table}, {"column", column}, {"set", set}, {"code", code}, {"count", count}
        });
    }
    answer["no_code_in_year"] = std::move(untold);
    print_json(out, answer);
}

void tell_left_out(
    const ExportedReturn& exported, const Reading& reading, const Surroundings& surroundings
) {
    for (const auto& [value, count] : count_untold(exported)) {
        const auto& [table, column, set, code] = value;
        surroundings.err << fmt::format(
            "{} {}: {} values left empty, for year {} has no code for {} of {}\n",
            table,
            column,
            count,
            exported.year,
            code,
            set
        );
    }
    if (!exported.without_reference.empty()) {
        surroundings.err << fmt::format(
            "{} children left out: no source gave a reference of 1 to 10 characters without "
            "blanks\n",
            exported.without_reference.size()
        );
    }
    tell_erased(surroundings.err, reading);
}

Result<ExitCode> write_export(
    const ReturnExportOptions& options, const Surroundings& surroundings
) {
    if (options.directory.empty() && options.xml.empty()) {
        return usage_error(surroundings, "give --into DIR or --xml FILE");
    }
    TYST_ASSIGN(const Reading reading, open_reading(options.ledger, options.read, surroundings));
    const Ssda903Codes codes(reading.reference.codes());
    const StatementPolicy policy =
        statement_policy_named(options.policy).value_or(StatementPolicy::first_stated);
    TYST_ASSIGN(const ReturnRequest request, request_return(reading, codes, options.year, policy));
    TYST_ASSIGN(const ExportedReturn exported, export_return(*reading.ledger, request));
    TYST_ASSIGN(const ReturnLayout* const layout, layout_to_write(reading.reference, options.year));
    const std::vector<ReturnFile> files = csv_files(exported, *layout);
    if (!options.xml.empty()) {
        TYST_ASSIGN(const std::string document, return_as_xml(exported, *layout));
        TYST_TRY(write_whole_file(options.xml, document));
    }
    if (!options.directory.empty()) {
        TYST_TRY(write_files(files, options.directory));
    }
    switch (reading.format) {
        case OutputFormat::json:
            print_export_json(surroundings.out, reading, options, exported, files);
            break;
        case OutputFormat::csv:
            table_of_files(files).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            surroundings.out << fmt::format(
                "return of {}, told to {}, policy {}: {} children\n\n",
                exported.year,
                to_text(exported.question.as_at),
                options.policy,
                exported.children.size()
            );
            table_of_files(files).print_text(surroundings.out);
            break;
    }
    tell_left_out(exported, reading, surroundings);
    return ExitCode::ok;
}

}  // namespace

void add_return_export(Command parent, CommandLine& line) {
    auto options = std::make_shared<ReturnExportOptions>();
    Command command = parent.add(
        {"export",
         "Write a year's return from what the ledger's events say",
         "tyst return export --year 2018 --into return-2018 --ledger demo"}
    );
    command.option("--year", options->year, "Year in which its collection ends")
        .required()
        .shown_as("YEAR");
    command.option("--into", options->directory, "New or empty folder to write into, one a table")
        .shown_as("DIR");
    command.option("--xml", options->xml, "New file to write in the XML form of 2021")
        .shown_as("FILE");
    add_policy_option(command, options->policy);
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return write_export(*options, surroundings);
    });
}

}  // namespace tyst::cli
