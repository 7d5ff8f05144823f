#include <memory>
#include <ostream>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/returns.h"
#include "cli/session.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

struct ReturnListOptions {
    LedgerOptions ledger;
    std::string format = "table";
};

std::uint64_t rows_of_files(const ReturnStatement& statement) {
    std::uint64_t rows = 0;
    for (const ReceivedFile& file : statement.received.files) {
        rows += file.rows;
    }
    return rows;
}

std::string kind_of(const ReturnStatement& statement) {
    return statement.sent ? "sent" : "received";
}

Table table_of_statements(const std::vector<ReturnStatement>& statements) {
    Table table(
        {{"year", "Year"},
         {"kind", "Kind"},
         {"day", "Day"},
         {"entry", "Entry", Align::right},
         {"files", "Files", Align::right},
         {"rows", "Rows", Align::right},
         {"rows_erased", "Erased", Align::right},
         {"totals", "Totals"}}
    );
    for (const ReturnStatement& statement : statements) {
        table.add_row(
            {std::to_string(statement.received.year),
             kind_of(statement),
             to_text(statement.received.received),
             std::to_string(statement.index.value),
             std::to_string(statement.received.files.size()),
             std::to_string(rows_of_files(statement)),
             std::to_string(statement.rows_erased()),
             statement.totals ? "kept" : "none"}
        );
    }
    return table;
}

void print_statements_json(std::ostream& out, const std::vector<ReturnStatement>& statements) {
    boost::json::array rows;
    for (const ReturnStatement& statement : statements) {
        boost::json::object row{
            {"form", statement.received.form},
            {"year", statement.received.year},
            {"kind", kind_of(statement)},
            {kind_of(statement), to_text(statement.received.received)},
            {"entry", statement.index.value},
            {"rows", rows_of_files(statement)},
            {"rows_erased", statement.rows_erased()},
            {"totals_kept", statement.totals.has_value()},
        };
        if (statement.sent) {
            row["policy"] = statement.sent->policy;
            row["log_size"] = statement.sent->size;
            row["root"] = to_hex(statement.sent->root.view());
        }
        rows.push_back(std::move(row));
    }
    print_json(out, boost::json::object{{"returns", std::move(rows)}});
}

Result<ExitCode> list_returns(const ReturnListOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(
        const auto statements,
        read_statements(*ledger, kReturnForm, thread_count(), StatementKinds::all)
    );
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_statements_json(surroundings.out, statements);
            break;
        case OutputFormat::csv:
            table_of_statements(statements).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            table_of_statements(statements).print_text(surroundings.out);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_return_list(Command parent, CommandLine& line) {
    auto options = std::make_shared<ReturnListOptions>();
    Command command = parent.add(
        {"list",
         "The returns that the ledger holds as they were received or sent",
         "tyst return list --ledger demo"}
    );
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return list_returns(*options, surroundings);
    });
}

}  // namespace tyst::cli
