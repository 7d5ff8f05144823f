#include <filesystem>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/return_files.h"
#include "cli/returns.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/whole_file.h"
#include "projections/statements/statement_totals.h"

namespace tyst::cli {
namespace {

struct ReturnShowOptions {
    LedgerOptions ledger;
    std::string statement;
    std::string directory;
    bool sent = false;
};

const std::vector<StatedRow>& rows_in(const ReturnStatement& statement, const std::string& table) {
    static const std::vector<StatedRow> none;
    const auto found = statement.rows.find(table);
    return found == statement.rows.end() ? none : found->second;
}

// One file a table, as it was received: its name, columns, order of rows and every value.
Result<void> write_statement(
    const ReturnStatement& statement, const std::filesystem::path& directory
) {
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    if (failure) {
        return fail(ErrorCode::io_failed, directory.string() + ": " + failure.message());
    }
    for (const ReceivedFile& file : statement.received.files) {
        std::vector<const std::vector<std::string>*> rows;
        for (const StatedRow& row : rows_in(statement, file.table)) {
            rows.push_back(&row.values);
        }
        // A received name is a name in one folder, never a way out of it.
        const auto path = directory / std::filesystem::path(file.name).filename();
        TYST_TRY(write_whole_file(path, csv_text(file.columns, rows)));
    }
    return {};
}

Table files_table(const ReturnStatement& statement) {
    Table table(
        {{"table", "Table"},
         {"file", "File"},
         {"rows", "Rows", Align::right},
         {"held", "Held", Align::right},
         {"erased", "Erased", Align::right}}
    );
    for (const ReceivedFile& file : statement.received.files) {
        const std::size_t held = rows_in(statement, file.table).size();
        table.add_row(
            {file.table,
             file.name,
             std::to_string(file.rows),
             std::to_string(held),
             std::to_string(file.rows - held)}
        );
    }
    return table;
}

// How many there were and are, and where its figures are to be had.
void tell_counts(std::ostream& out, const ReturnStatement& statement) {
    const std::uint64_t erased = statement.rows_erased();
    std::uint64_t rows = 0;
    for (const ReceivedFile& file : statement.received.files)
        rows += file.rows;
    out << fmt::format("\n{} rows as stated, {} held, {} erased\n", rows, rows - erased, erased);
    if (statement.totals) {
        const auto stated = [&statement](std::string_view id) {
            const auto total = total_in(*statement.totals, id);
            return total ? std::to_string(*total) : std::string("not stated");
        };
        out << fmt::format(
            "as stated: children {}, looked after on 31 March {}, starts {}, ceased {}\n",
            stated(kChildrenTotal),
            stated("looked-after"),
            stated("starts"),
            stated("ceased")
        );
    } else {
        out << "no totals were kept of this statement\n";
    }
    out << fmt::format("its figures: tyst figures --statement entry:{}\n", statement.index.value);
}

Result<ExitCode> show(const ReturnShowOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    const bool by_entry = options.statement.starts_with(kEntryPrefix);
    const StatementKinds kinds = options.sent ? StatementKinds::sent
                                 : by_entry   ? StatementKinds::all
                                              : StatementKinds::received;
    TYST_ASSIGN(
        const auto statements, read_statements(*ledger, kReturnForm, thread_count(), kinds)
    );
    TYST_ASSIGN(const std::size_t place, statement_named(statements, options.statement));
    const ReturnStatement* const statement = &statements[place];
    surroundings.err << fmt::format("return of {}\n", name_of(*statement));
    if (!options.directory.empty()) {
        TYST_TRY(write_statement(*statement, options.directory));
    }
    files_table(*statement).print_text(surroundings.out);
    tell_counts(surroundings.out, *statement);
    return ExitCode::ok;
}

}  // namespace

void add_return_show(Command parent, CommandLine& line) {
    auto options = std::make_shared<ReturnShowOptions>();
    Command command = parent.add(
        {"show",
         "A return as it was received or sent, and its files again, row for row",
         "tyst return show --statement 2018 --into return-2018-again --ledger demo"}
    );
    command
        .option(
            "--statement",
            options->statement,
            "Year in which its collection ends, or entry:INDEX where a year was received more than "
            "once"
        )
        .required()
        .shown_as("YEAR")
        .checked(check_statement);
    command.flag("--sent", options->sent, "The one sent from here, not the one received");
    command.option("--into", options->directory, "Folder to write its files into, one a table")
        .shown_as("DIR");
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return show(*options, surroundings);
    });
}

}  // namespace tyst::cli
