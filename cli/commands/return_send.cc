#include <map>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/return_files.h"
#include "cli/returns.h"
#include "cli/session.h"
#include "ledger/intake/return_sending.h"

namespace tyst::cli {
namespace {

struct ReturnSendOptions {
    LedgerOptions ledger;
    int year = 0;
    std::string directory;
    std::string sent;
    std::string policy = std::string(name(StatementPolicy::first_stated));
};

std::vector<ReceivedFile> described(const std::vector<ReturnFile>& files) {
    std::vector<ReceivedFile> descriptions;
    descriptions.reserve(files.size());
    for (const ReturnFile& file : files) {
        descriptions.push_back({file.name, file.table, file.rows, file.columns});
    }
    return descriptions;
}

// Each child's rows with the lines that they have in the files.
std::vector<SentRows> rows_of_children(const ExportedReturn& exported) {
    std::map<std::string_view, std::uint32_t> lines;
    std::vector<SentRows> children;
    for (const ExportedChild& child : exported.children) {
        SentRows& own = children.emplace_back(SentRows{child.person, {}});
        for (const ExportedRow& row : child.rows) {
            // The heading is line 1.
            const std::uint32_t line = ++lines[row.table] + 1;
            own.rows.push_back({std::string(row.table), line, row.values});
        }
    }
    return children;
}

Result<Date> day_sent(const ReturnSendOptions& options, const Surroundings& surroundings) {
    const Date today = london_date(surroundings.clock.now());
    if (options.sent.empty()) return today;
    TYST_ASSIGN(const Date day, parse_date(options.sent));
    if (day > today) {
        return fail(
            ErrorCode::invalid_value, "--sent " + to_text(day) + ": that day is still to come"
        );
    }
    return day;
}

Result<ExitCode> send_return(const ReturnSendOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const Date sent, day_sent(options, surroundings));
    TYST_ASSIGN(const Reading reading, open_reading(options.ledger, ReadOptions(), surroundings));
    const Ssda903Codes codes(reading.reference.codes());
    const StatementPolicy policy =
        statement_policy_named(options.policy).value_or(StatementPolicy::first_stated);
    TYST_ASSIGN(const ReturnLayout* const layout, layout_to_write(reading.reference, options.year));
    TYST_ASSIGN(const ReturnRequest request, request_return(reading, codes, options.year, policy));
    TYST_ASSIGN(const ExportedReturn exported, export_return(*reading.ledger, request));
    const std::vector<ReturnFile> files = csv_files(exported, *layout);
    TYST_TRY(write_files(files, options.directory));

    ReturnToSend statement;
    statement.statement.form = kReturnForm;
    statement.statement.year = static_cast<std::uint32_t>(options.year);
    statement.statement.sent = sent;
    statement.statement.policy = options.policy;
    statement.statement.size = reading.head.size;
    statement.statement.root = reading.head.root;
    statement.statement.files = described(files);
    for (const ReturnFile& file : files) {
        statement.contents.push_back(file.content);
    }
    statement.children = rows_of_children(exported);
    TYST_ASSIGN(const StreamId actor, register_actor(*reading.ledger, surroundings));
    TYST_ASSIGN(
        const SentReturn done, record_sent_return(*reading.ledger, std::move(statement), actor)
    );
    TYST_TRY(
        keep_totals_of(*reading.ledger, done.stream, reading.reference, actor, surroundings.err)
    );
    surroundings.out << fmt::format(
        "return of {}, sent on {}: {} children, policy {}, made from {} entries; {} events "
        "written\n",
        options.year,
        to_text(sent),
        done.children,
        options.policy,
        reading.head.size,
        done.written
    );
    return ExitCode::ok;
}

}  // namespace

void add_return_send(Command parent, CommandLine& line) {
    auto options = std::make_shared<ReturnSendOptions>();
    Command command = parent.add(
        {"send",
         "Write a year's return and keep it whole, as what was sent",
         "tyst return send --year 2018 --into return-2018-sent --ledger demo"}
    );
    command.option("--year", options->year, "Year in which its collection ends")
        .required()
        .shown_as("YEAR");
    command.option("--into", options->directory, "New or empty folder to write into, one a table")
        .required()
        .shown_as("DIR");
    command.option("--sent", options->sent, "The day it was sent; today")
        .shown_as("DATE")
        .checked(check_date);
    add_policy_option(command, options->policy);
    add_ledger_options(command, options->ledger, line);
    command.run(line, [options](const Surroundings& surroundings) {
        return send_return(*options, surroundings);
    });
}

}  // namespace tyst::cli
