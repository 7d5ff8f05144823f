#include <memory>
#include <ostream>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/rule_source.h"
#include "cli/rule_words.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

struct RulesListOptions {
    LedgerOptions ledger;
    std::string format = "table";
};

Table table_of_rules(const ReferenceSet& reference) {
    Table table(
        {{"jurisdiction", "Jurisdiction"},
         {"rule", "Rule"},
         {"version", "Version"},
         {"kind", "Kind"},
         {"grade", "Grade"},
         {"in_force", "In force"},
         {"title", "Title"},
         {"citation", "Cited"}}
    );
    for (const Rule& rule : reference.rules()) {
        table.add_row(
            {rule.jurisdiction,
             rule.id,
             rule.version,
             std::string(to_text(rule.kind)),
             std::string(to_text(rule.grade)),
             in_force_in_words(rule),
             rule.title.en,
             rule.citation}
        );
    }
    return table;
}

boost::json::object rule_row_json(const Rule& rule) {
    boost::json::object row = {
        {"jurisdiction", rule.jurisdiction},
        {"rule", rule.id},
        {"version", rule.version},
        {"kind", to_text(rule.kind)},
        {"raises", rule.raises()},
        {"grade", to_text(rule.grade)},
        {"title", rule.title.en},
        {"title_cy", rule.title.cy},
        {"citation", rule.citation},
    };
    if (rule.in_force_from) row["from"] = to_text(*rule.in_force_from);
    if (rule.in_force_to) row["to"] = to_text(*rule.in_force_to);
    return row;
}

void print_rules_json(std::ostream& out, const ReferenceSet& reference) {
    boost::json::array rows;
    for (const Rule& rule : reference.rules()) {
        rows.push_back(rule_row_json(rule));
    }
    print_json(
        out,
        boost::json::object{
            {"reference_set", to_hex(reference.digest().view())}, {"rules", std::move(rows)}
        }
    );
}

Result<ExitCode> list_rules(const RulesListOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto reference, reference_set_of(options.ledger, surroundings));
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_rules_json(surroundings.out, reference);
            break;
        case OutputFormat::csv:
            table_of_rules(reference).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            table_of_rules(reference).print_text(surroundings.out);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_rules_list(Command parent, CommandLine& line) {
    auto options = std::make_shared<RulesListOptions>();
    Command command = parent.add(
        {"list",
         "Every rule of the set that the ledger adopted, or of the built-in one",
         "tyst rules list --ledger demo"}
    );
    add_optional_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return list_rules(*options, surroundings);
    });
}

}  // namespace tyst::cli
