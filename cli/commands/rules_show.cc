#include <algorithm>
#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/rule_source.h"
#include "cli/rule_words.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

struct RulesShowOptions {
    LedgerOptions ledger;
    std::string id;
    std::string format = "table";
};

using Versions = std::vector<const Rule*>;

bool begins_rule(const Versions& versions, std::size_t at) {
    return at == 0 || versions[at - 1]->jurisdiction != versions[at]->jurisdiction;
}

void print_items(std::ostream& out, const std::vector<RuleItem>& items) {
    Table table({{"what", "What"}, {"says", "Says"}});
    for (const RuleItem& item : items) {
        table.add_row({item.title, item.text});
    }
    table.print_text(out);
}

void print_versions_text(std::ostream& out, const Versions& versions) {
    for (std::size_t at = 0; at < versions.size(); ++at) {
        if (begins_rule(versions, at)) print_items(out, describe_head(*versions[at]));
        out << fmt::format("\nVersion {}\n", printable(versions[at]->version));
        print_items(out, describe_version(*versions[at]));
    }
}

void print_versions_csv(std::ostream& out, const Versions& versions) {
    Table table({{"jurisdiction", ""}, {"rule", ""}, {"version", ""}, {"key", ""}, {"says", ""}});
    const auto add = [&table](const Rule& rule, const std::string& version, const auto& items) {
        for (const RuleItem& item : items) {
            table.add_row({rule.jurisdiction, rule.id, version, item.key, item.text});
        }
    };
    for (std::size_t at = 0; at < versions.size(); ++at) {
        if (begins_rule(versions, at)) add(*versions[at], "", describe_head(*versions[at]));
        add(*versions[at], versions[at]->version, describe_version(*versions[at]));
    }
    table.print_csv(out);
}

boost::json::object items_json(const std::vector<RuleItem>& items) {
    boost::json::object object;
    for (const RuleItem& item : items) {
        object[item.key] = item.text;
    }
    return object;
}

void print_versions_json(std::ostream& out, const Versions& versions) {
    boost::json::array rows;
    for (const Rule* rule : versions) {
        boost::json::object row = items_json(describe_head(*rule));
        row["version"] = rule->version;
        row["raises"] = rule->raises();
        row["says"] = items_json(describe_version(*rule));
        rows.push_back(std::move(row));
    }
    print_json(out, boost::json::object{{"versions", std::move(rows)}});
}

Result<ExitCode> show_rule(const RulesShowOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto reference, reference_set_of(options.ledger, surroundings));
    Versions versions;
    for (const Rule& rule : reference.rules()) {
        if (rule.id == options.id) versions.push_back(&rule);
    }
    if (versions.empty()) {
        return fail(
            ErrorCode::not_found,
            fmt::format("no rule '{}' in this set; `tyst rules list` names them", options.id)
        );
    }
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_versions_json(surroundings.out, versions);
            break;
        case OutputFormat::csv:
            print_versions_csv(surroundings.out, versions);
            break;
        case OutputFormat::table:
            print_versions_text(surroundings.out, versions);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_rules_show(Command parent, CommandLine& line) {
    auto options = std::make_shared<RulesShowOptions>();
    Command command = parent.add(
        {"show",
         "Every version of one rule: its kind, term, what satisfies it, its law",
         "tyst rules show R-first-review"}
    );
    command.option("rule", options->id, "Id of the rule").required().shown_as("ID");
    add_optional_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return show_rule(*options, surroundings);
    });
}

}  // namespace tyst::cli
