#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/table.h"
#include "ledger/erasure_records.h"

namespace tyst::cli {
namespace {

struct LogVerifyOptions {
    LedgerOptions ledger;
    std::string format = "table";
};

boost::json::object finding_json(const Finding& finding) {
    return {
        {"index", finding.index ? boost::json::value(finding.index->value) : nullptr},
        {"code", static_cast<int>(finding.error.code)},
        {"name", name(finding.error.code)},
        {"context", finding.error.context},
    };
}

// How many records were destroyed, by the receipts in the log; nothing where they cannot be read,
// which the report itself then tells.
std::optional<std::size_t> records_erased(Ledger& ledger) {
    const auto cases = erasure_cases(ledger);
    if (!cases) return std::nullopt;
    return static_cast<std::size_t>(std::ranges::count_if(*cases, [](const ErasureCase& erasure) {
        return erasure.erased.has_value();
    }));
}

void print_json_report(std::ostream& out, Ledger& ledger, const VerifyReport& report) {
    boost::json::array findings;
    for (const Finding& finding : report.findings) {
        findings.push_back(finding_json(finding));
    }
    const auto erased = records_erased(ledger);
    print_json(
        out,
        boost::json::object{
            {"origin", ledger.origin()},
            {"holds", report.findings.empty()},
            {"size", report.head.size},
            {"root", to_hex(report.head.root.view())},
            {"entries", report.entries},
            {"parts", report.parts},
            {"parts_erased", report.parts_erased},
            {"records_erased", erased ? boost::json::value(*erased) : nullptr},
            {"checkpoints", report.checkpoints},
            {"stream_heads", report.stream_heads},
            {"findings", std::move(findings)},
        }
    );
}

std::vector<std::string> finding_row(const Finding& finding) {
    return {
        finding.index ? std::to_string(finding.index->value) : "",
        fmt::format("{} {}", static_cast<int>(finding.error.code), name(finding.error.code)),
        finding.error.context,
    };
}

Table findings_table(const VerifyReport& report) {
    Table table({{"index", "Index", Align::right}, {"code", "Code"}, {"context", "What"}});
    for (const Finding& finding : report.findings) {
        table.add_row(finding_row(finding));
    }
    return table;
}

void print_report(std::ostream& out, Ledger& ledger, const VerifyReport& report) {
    const auto erased = records_erased(ledger);
    out << fmt::format(
        "log          {}\nsize         {}\nroot         {}\nentries      {} re-read and "
        "re-hashed\nparts        {} digests checked, {} without a key (erased)\nerased       {} "
        "records, by "
        "their receipts\ncheckpoints  {} "
        "signatures and roots checked\nstream heads {} roots computed again\n",
        ledger.origin(),
        report.head.size,
        to_hex(report.head.root.view()),
        report.entries,
        report.parts,
        report.parts_erased,
        erased ? std::to_string(*erased) : "an unknown number of",
        report.checkpoints,
        report.stream_heads
    );
    if (report.findings.empty()) {
        out << "result       all holds\n";
        return;
    }
    out << "result       DOES NOT HOLD\n\n";
    findings_table(report).print_text(out);
}

// The first finding that names an entry, or the first of all.
const Finding& first_finding(const VerifyReport& report) {
    for (const Finding& finding : report.findings) {
        if (finding.index) {
            return finding;
        }
    }
    return report.findings.front();
}

Result<ExitCode> verify(const LogVerifyOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    Result<VerifyReport> report = [&] {
        ProgressLine line(surroundings, "verifying entry");
        return ledger->verify([&line](std::uint64_t done, std::uint64_t total) {
            line.show(done, total);
        });
    }();
    TYST_TRY(report);
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_json_report(surroundings.out, *ledger, *report);
            break;
        case OutputFormat::csv:
            findings_table(*report).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            print_report(surroundings.out, *ledger, *report);
            break;
    }
    if (report->findings.empty()) {
        return ExitCode::ok;
    }
    const Finding& first = first_finding(*report);
    surroundings.err << fmt::format(
        "tyst: the log does not hold; first bad index: {} ({})\n",
        first.index ? std::to_string(first.index->value) : "none",
        first.error.context
    );
    return ExitCode::integrity;
}

}  // namespace

void add_log_verify(Command parent, CommandLine& line) {
    auto options = std::make_shared<LogVerifyOptions>();
    Command command = parent.add(
        {"verify",
         "Re-read and re-hash the whole log; exit 6 where it does not hold",
         "tyst log verify --ledger demo"}
    );
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return verify(*options, surroundings);
    });
}

}  // namespace tyst::cli
