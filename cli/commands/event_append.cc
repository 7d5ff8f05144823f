#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/append_file.h"
#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/reference_adoption.h"
#include "cli/session.h"
#include "cli/table.h"
#include "schema/event_json.h"

namespace tyst::cli {
namespace {

struct Options {
    LedgerOptions ledger;
    std::string file;
    std::string format = "table";
    bool receipts = false;
};

Result<std::string> read_input(const std::string& file, const Surroundings& surroundings) {
    std::string text;
    if (file == "-") {
        text.assign(std::istreambuf_iterator<char>(surroundings.in), {});
        return text;
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return fail(ErrorCode::not_found, fmt::format("cannot open {}", file));
    }
    text.assign(std::istreambuf_iterator<char>(stream), {});
    if (stream.bad()) {
        return fail(ErrorCode::io_failed, fmt::format("cannot read {}", file));
    }
    return text;
}

// Every line that was refused, and the exit code of the first.
ExitCode refuse(const SubmissionBatch& batch, const Surroundings& surroundings) {
    for (const LineError& line : batch.errors) {
        surroundings.err << fmt::format(
            "{} ({} {})\n",
            line.error.context,
            name(line.error.code),
            static_cast<int>(line.error.code)
        );
    }
    surroundings.err << fmt::format(
        "tyst: {}{} lines refused; nothing was written\n",
        batch.more_errors ? "at least " : "",
        batch.errors.size()
    );
    return exit_code_for(batch.errors.front().error.code);
}

// New ids where the lines gave none; how many.
std::uint64_t fill_ids(Ledger& ledger, std::vector<Submission>& submissions) {
    std::uint64_t filled = 0;
    for (Submission& submission : submissions) {
        if (submission.event.id.is_zero()) {
            submission.event.id = ledger.new_event_id();
            ++filled;
        }
    }
    return filled;
}

void print_receipts_json(
    std::ostream& out,
    const Ledger& ledger,
    const SubmissionBatch& batch,
    const AppendSummary& summary
) {
    boost::json::array receipts;
    for (std::size_t at = 0; at < summary.receipts.size(); ++at) {
        const Receipt& receipt = summary.receipts[at];
        receipts.push_back(
            {{"line", batch.lines[at]},
             {"id", to_uuid_text(batch.submissions[at].event.id.view())},
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
    const Options& options,
    const Surroundings& surroundings,
    const Ledger& ledger,
    const SubmissionBatch& batch,
    const AppendSummary& summary
) {
    const OutputFormat format = output_format_from(options.format);
    if (format == OutputFormat::json) {
        print_receipts_json(surroundings.out, ledger, batch, summary);
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
    for (std::size_t at = 0; at < summary.receipts.size(); ++at) {
        const Receipt& receipt = summary.receipts[at];
        table.add_row(
            {std::to_string(batch.lines[at]),
             std::to_string(receipt.index.value),
             std::to_string(receipt.revision.value),
             to_text(receipt.recorded),
             to_uuid_text(batch.submissions[at].event.id.view()),
             to_hex(receipt.leaf.view())}
        );
    }
    if (format == OutputFormat::csv) {
        table.print_csv(surroundings.out);
    } else {
        table.print_text(surroundings.out);
    }
}

void summarize(
    std::ostream& err,
    const Ledger& ledger,
    const SubmissionBatch& batch,
    const AppendSummary& summary,
    std::uint64_t without_id
) {
    const TreeHead head = ledger.head();
    err << fmt::format(
        "{} events written, {} known already, {} repeated lines left out; log of {} entries, "
        "root {}\n",
        summary.written,
        summary.known,
        batch.repeats,
        head.size,
        to_hex(head.root.view())
    );
    if (without_id > 0) {
        err << fmt::format(
            "{} lines had no id: the same input again would write them again\n", without_id
        );
    }
}

Result<ExitCode> append(const Options& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(const auto reference, adopted_reference_set(*ledger));
    if (!reference) {
        return fail(ErrorCode::not_found, "the ledger has adopted no reference set");
    }
    TYST_ASSIGN(std::string text, read_input(options.file, surroundings));
    SubmissionBatch batch = read_ndjson(text, reference->codes());
    text.clear();
    text.shrink_to_fit();
    if (!batch.errors.empty()) {
        return refuse(batch, surroundings);
    }
    TYST_TRY(settle_authority(ledger->authority(), batch.submissions, batch.lines));
    const std::uint64_t without_id = fill_ids(*ledger, batch.submissions);
    TYST_ASSIGN(const StreamId actor, register_actor(*ledger, surroundings));
    auto summary = [&] {
        ProgressLine line(surroundings, "appending event");
        return append_all(
            *ledger,
            actor,
            batch.submissions,
            batch.lines,
            [&line](std::uint64_t done, std::uint64_t total) { line.show(done, total); }
        );
    }();
    TYST_TRY(ledger->checkpoint());
    TYST_TRY(summary);
    if (options.receipts) {
        print_receipts(options, surroundings, *ledger, batch, *summary);
    }
    summarize(surroundings.err, *ledger, batch, *summary, without_id);
    return ExitCode::ok;
}

}  // namespace

void add_event_append(CLI::App& parent, CommandLine& line) {
    auto options = std::make_shared<Options>();
    CLI::App& command = add_command(
        parent,
        {"append",
         "Append events, one JSON object a line; all are checked first",
         "tyst sample vale-2019 | tyst event append --ledger demo -"}
    );
    command.add_option("file", options->file, "NDJSON file, or - for standard input")
        ->required()
        ->type_name("FILE");
    command.add_flag("--receipts", options->receipts, "Print a receipt for every event");
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    run_action(command, line, [options](const Surroundings& surroundings) {
        return append(*options, surroundings);
    });
}

}  // namespace tyst::cli
