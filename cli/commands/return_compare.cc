#include <algorithm>
#include <map>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/return_files.h"
#include "cli/returns.h"
#include "cli/table.h"
#include "projections/returns/return_differences.h"

namespace tyst::cli {
namespace {

constexpr std::string_view kCauseSet = "return-difference";

struct ReturnCompareOptions {
    LedgerOptions ledger;
    ReadOptions read;
    int year = 0;
};

// A set that was adopted before there were causes has no texts for them.
BilingualText text_of(const Reading& reading, DifferenceCause cause) {
    const CodeEntry* const entry = reading.reference.codes().find(kCauseSet, name(cause));
    const std::string id(name(cause));
    return entry == nullptr ? BilingualText{id, id}
                            : BilingualText{entry->title_en, entry->title_cy};
}

Result<ReturnComparison> compare(
    const Reading& reading, const ReturnStatement& statement, int year
) {
    TYST_ASSIGN(const ReturnLayout* const layout, layout_to_write(reading.reference, year));
    TYST_ASSIGN(const auto received, snapshot_of(statement, *layout, std::make_shared<TextPool>()));
    const Ssda903Codes codes(reading.reference.codes());
    TYST_ASSIGN(
        ReturnRequest asked, request_return(reading, codes, year, StatementPolicy::first_stated)
    );
    // Nothing is taken from the rows that this is compared with.
    asked.reasons_of = {};
    TYST_ASSIGN(const ExportedReturn now, export_return(*reading.ledger, asked));
    asked.question.known_at =
        std::min(reading.question.known_at, moment_from(to_text(statement.received.received)));
    TYST_ASSIGN(const ExportedReturn then, export_return(*reading.ledger, asked));
    return compare_returns(
        {.received = &received.snapshot,
         .statement = statement.index,
         .received_on = statement.received.received,
         .now = &now,
         .then = &then,
         .codes = &codes}
    );
}

struct CauseCount {
    std::uint64_t values = 0;
    std::uint64_t rows_not_exported = 0;
    std::uint64_t rows_not_received = 0;
    const ReturnDifference* first = nullptr;
};
using CauseCounts = std::map<DifferenceCause, CauseCount>;

CauseCounts count_causes(const ReturnComparison& comparison) {
    CauseCounts counts;
    for (const ReturnDifference& difference : comparison.differences) {
        CauseCount& count = counts[difference.cause];
        if (count.first == nullptr) count.first = &difference;
        switch (difference.kind) {
            case DifferenceKind::value:
                ++count.values;
                break;
            case DifferenceKind::row_not_exported:
                ++count.rows_not_exported;
                break;
            case DifferenceKind::row_not_received:
                ++count.rows_not_received;
                break;
        }
    }
    return counts;
}

// "episodes 12 DEC": where a difference stands, without naming a child.
std::string place_of(const ReturnDifference& difference) {
    return fmt::format(
        "{} {}{}{}",
        difference.table,
        difference.line == 0 ? "exported only" : std::to_string(difference.line),
        difference.column.empty() ? "" : " ",
        difference.column
    );
}

Table table_of_causes(const Reading& reading, const CauseCounts& counts) {
    Table table(
        {{"cause", "Cause"},
         {"values", "Values", Align::right},
         {"rows_not_exported", "Rows not exported", Align::right},
         {"rows_not_received", "Rows not received", Align::right},
         {"first", "First"},
         {"meaning", "Meaning"}}
    );
    for (const auto& [cause, count] : counts) {
        table.add_row(
            {std::string(name(cause)),
             std::to_string(count.values),
             std::to_string(count.rows_not_exported),
             std::to_string(count.rows_not_received),
             place_of(*count.first),
             text_of(reading, cause).en}
        );
    }
    return table;
}

std::string joined_indexes(const std::vector<LogIndex>& events) {
    std::string text;
    for (const LogIndex& event : events) {
        text += (text.empty() ? "" : " ") + std::to_string(event.value);
    }
    return text;
}

Table table_of_differences(const ReturnComparison& comparison) {
    Table table(
        {{"child", "Child"},
         {"table", "Table"},
         {"key", "Key"},
         {"line", "Line"},
         {"kind", "Kind"},
         {"column", "Column"},
         {"received", "Received"},
         {"exported", "Exported"},
         {"cause", "Cause"},
         {"entries", "Entries"}}
    );
    for (const ReturnDifference& difference : comparison.differences) {
        table.add_row(
            {difference.child,
             std::string(difference.table),
             difference.key,
             difference.line == 0 ? "" : std::to_string(difference.line),
             std::string(name(difference.kind)),
             std::string(difference.column),
             difference.received,
             difference.exported,
             std::string(name(difference.cause)),
             joined_indexes(difference.events)}
        );
    }
    return table;
}

boost::json::object json_of(const ReturnDifference& difference) {
    boost::json::object row{
        {"child", difference.child},
        {"table", difference.table},
        {"key", difference.key},
        {"kind", name(difference.kind)},
        {"cause", name(difference.cause)},
    };
    if (difference.line != 0) row["line"] = difference.line;
    if (difference.kind == DifferenceKind::value) {
        row["column"] = difference.column;
        row["received"] = difference.received;
        row["exported"] = difference.exported;
    }
    boost::json::array events;
    for (const LogIndex& event : difference.events) {
        events.push_back(event.value);
    }
    row["entries"] = std::move(events);
    return row;
}

void print_comparison_json(
    std::ostream& out,
    const Reading& reading,
    const ReturnStatement& statement,
    const ReturnComparison& comparison
) {
    boost::json::object answer = frame_json(reading);
    answer["form"] = kReturnForm;
    answer["year"] = statement.received.year;
    answer["received"] = to_text(statement.received.received);
    answer["statement"] = statement.index.value;
    answer["policy"] = name(StatementPolicy::first_stated);
    answer["rows_received"] = comparison.rows_received;
    answer["rows_erased"] = statement.rows_erased();
    answer["rows_exported"] = comparison.rows_exported;
    answer["rows_equal"] = comparison.rows_equal;
    answer["cells_compared"] = comparison.cells_compared;
    answer["unexplained"] = comparison.count(DifferenceCause::unexplained);
    boost::json::array causes;
    for (const auto& [cause, count] : count_causes(comparison)) {
        const BilingualText text = text_of(reading, cause);
        causes.push_back(boost::json::object{
            {"cause", name(cause)},
            {"values", count.values},
            {"rows_not_exported", count.rows_not_exported},
            {"rows_not_received", count.rows_not_received},
            {"en", text.en},
            {"cy", text.cy},
        });
    }
    answer["causes"] = std::move(causes);
    boost::json::array differences;
    for (const ReturnDifference& difference : comparison.differences) {
        differences.push_back(json_of(difference));
    }
    answer["differences"] = std::move(differences);
    print_json(out, answer);
}

void print_summary(
    std::ostream& out, const ReturnStatement& statement, const ReturnComparison& comparison
) {
    out << fmt::format(
        "return of {}; policy {}: {} rows received, {} exported, {} equal in every cell; {} cells "
        "compared, {} differences, {} unexplained\n",
        name_of(statement),
        name(StatementPolicy::first_stated),
        comparison.rows_received,
        comparison.rows_exported,
        comparison.rows_equal,
        comparison.cells_compared,
        comparison.differences.size(),
        comparison.count(DifferenceCause::unexplained)
    );
}

Result<ExitCode> compare_return(
    const ReturnCompareOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const Reading reading, open_reading(options.ledger, options.read, surroundings));
    TYST_ASSIGN(
        const auto statements, read_statements(*reading.ledger, kReturnForm, thread_count())
    );
    TYST_ASSIGN(
        const ReturnStatement* const statement, statement_of_year(statements, options.year)
    );
    TYST_ASSIGN(const ReturnComparison comparison, compare(reading, *statement, options.year));
    switch (reading.format) {
        case OutputFormat::json:
            print_comparison_json(surroundings.out, reading, *statement, comparison);
            break;
        case OutputFormat::csv:
            table_of_differences(comparison).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            print_summary(surroundings.out, *statement, comparison);
            surroundings.out << '\n';
            table_of_causes(reading, count_causes(comparison)).print_text(surroundings.out);
            break;
    }
    return comparison.count(DifferenceCause::unexplained) == 0 ? ExitCode::ok
                                                               : ExitCode::problems_found;
}

}  // namespace

void add_return_compare(Command parent, CommandLine& line) {
    auto options = std::make_shared<ReturnCompareOptions>();
    Command command = parent.add(
        {"compare",
         "A return as received against what events give, and why each value differs",
         "tyst return compare --year 2018 --ledger demo"}
    );
    command.option("--year", options->year, "Year in which its collection ends")
        .required()
        .shown_as("YEAR");
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return compare_return(*options, surroundings);
    });
}

}  // namespace tyst::cli
