#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/append_file.h"
#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/reference_adoption.h"
#include "cli/session.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

struct EventAppendOptions {
    LedgerOptions ledger;
    std::string file;
    std::string format = "table";
    bool receipts = false;
};

// Every line that was refused, and the exit code of the first.
ExitCode refuse(const EventLines::Checked& checked, const Surroundings& surroundings) {
    for (const Error& error : checked.refusals) {
        surroundings.err << fmt::format(
            "{} ({} {})\n", error.context, name(error.code), static_cast<int>(error.code)
        );
    }
    surroundings.err << fmt::format(
        "tyst: {}{} lines refused; nothing was written\n",
        checked.more_refusals ? "at least " : "",
        checked.refusals.size()
    );
    return exit_code_for(checked.refusals.front().code);
}

void print_receipts_json(std::ostream& out, const Ledger& ledger, const AppendSummary& summary) {
    boost::json::array receipts;
    for (const auto& [line, id, receipt] : summary.receipts) {
        receipts.push_back(
            {{"line", line},
             {"id", to_uuid_text(id.view())},
             {"index", receipt.index.value},
             {"stream", to_hex(receipt.stream.view())},
             {"revision", receipt.revision.value},
             {"recorded", to_text(receipt.recorded)},
             {"leaf", to_hex(receipt.leaf.view())}}
        );
    }
    const TreeHead head = ledger.head();
    print_json(
        out,
        boost::json::object{
            {"origin", ledger.origin()},
            {"written", summary.written},
            {"known", summary.known},
            {"size", head.size},
            {"root", to_hex(head.root.view())},
            {"receipts", std::move(receipts)},
        }
    );
}

void print_receipts(
    const EventAppendOptions& options,
    const Surroundings& surroundings,
    const Ledger& ledger,
    const AppendSummary& summary
) {
    const OutputFormat format = output_format_from(options.format);
    if (format == OutputFormat::json) {
        print_receipts_json(surroundings.out, ledger, summary);
        return;
    }
    Table table(
        {{"line", "Line", Align::right},
         {"index", "Index", Align::right},
         {"revision", "Revision", Align::right},
         {"recorded", "Recorded"},
         {"id", "Id"},
         {"leaf", "Leaf"}}
    );
    for (const auto& [line, id, receipt] : summary.receipts) {
        table.add_row(
            {std::to_string(line),
             std::to_string(receipt.index.value),
             std::to_string(receipt.revision.value),
             to_text(receipt.recorded),
             to_uuid_text(id.view()),
             to_hex(receipt.leaf.view())}
        );
    }
    if (format == OutputFormat::csv) {
        table.print_csv(surroundings.out);
    } else {
        surroundings.out << "log " << ledger.origin() << '\n';
        table.print_text(surroundings.out);
    }
}

void summarize(
    std::ostream& err,
    const Ledger& ledger,
    const EventLines::Checked& checked,
    const AppendSummary& summary
) {
    const TreeHead head = ledger.head();
    err << fmt::format(
        "{} events written, {} known already, {} repeated lines left out; log of {} entries, "
        "root {}\n",
        summary.written,
        summary.known,
        checked.repeats,
        head.size,
        to_hex(head.root.view())
    );
    if (checked.without_id > 0) {
        err << fmt::format(
            "{} lines had no id: the same input again would write them again\n", checked.without_id
        );
    }
}

Result<ExitCode> append(const EventAppendOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const auto reference, adopted_reference_set(*ledger));
    if (!reference) {
        return fail(ErrorCode::not_found, "the ledger has adopted no reference set");
    }
    TYST_ASSIGN(const LineFile file, LineFile::open(options.file, surroundings.in));
    EventLines events(file, reference->codes(), ledger->authority());
    FileAppender appender(*ledger, events);
    TYST_ASSIGN(const EventLines::Checked checked, appender.check());
    if (!checked.refusals.empty()) {
        return refuse(checked, surroundings);
    }
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    auto summary = [&] {
        ProgressLine line(surroundings, "appending event");
        return appender.append(
            actor,
            options.receipts,
            [&line](std::uint64_t done, std::uint64_t total) { line.show(done, total); }
        );
    }();
    TYST_TRY(ledger->checkpoint());
    TYST_TRY(summary);
    if (options.receipts) {
        print_receipts(options, surroundings, *ledger, *summary);
    }
    summarize(surroundings.err, *ledger, checked, *summary);
    return ExitCode::ok;
}

}  // namespace

void add_event_append(Command parent, CommandLine& line) {
    auto options = std::make_shared<EventAppendOptions>();
    Command command = parent.add(
        {"append",
         "Append events, one JSON object a line; all are checked first",
         "tyst sample vale-2019 | tyst event append --ledger demo -"}
    );
    command.option("file", options->file, "NDJSON file, or - for standard input")
        .required()
        .shown_as("FILE");
    command.flag("--receipts", options->receipts, "Print a receipt for every event");
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return append(*options, surroundings);
    });
}

}  // namespace tyst::cli
