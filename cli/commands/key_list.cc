#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

struct KeyListOptions {
    LedgerOptions ledger;
    std::string format = "table";
};

Result<ExitCode> list_keys(const KeyListOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    const std::vector<SigningKeySpan> spans = ledger->signing_keys();
    if (output_format_from(options.format) == OutputFormat::json) {
        boost::json::array keys;
        for (const SigningKeySpan& span : spans) {
            boost::json::object key{{"key", span.key}, {"from", span.from}, {"signs", !span.to}};
            if (span.to) key.emplace("to", *span.to);
            keys.push_back(std::move(key));
        }
        print_json(surroundings.out, boost::json::object{{"keys", std::move(keys)}});
        return ExitCode::ok;
    }
    Table table(
        {{"from size", "From size"}, {"to size", "To size"}, {"verifier key", "Verifier key"}}
    );
    for (const SigningKeySpan& span : spans) {
        table.add_row(
            {std::to_string(span.from), span.to ? std::to_string(*span.to) : "signs", span.key}
        );
    }
    if (output_format_from(options.format) == OutputFormat::csv) {
        table.print_csv(surroundings.out);
    } else {
        table.print_text(surroundings.out);
    }
    return ExitCode::ok;
}

}  // namespace

void add_key_list(Command parent, CommandLine& line) {
    auto options = std::make_shared<KeyListOptions>();
    Command command = parent.add(
        {"list",
         "Every key that signed or signs checkpoints, with the sizes that it may sign",
         "tyst key list --ledger demo"}
    );
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return list_keys(*options, surroundings);
    });
}

}  // namespace tyst::cli
