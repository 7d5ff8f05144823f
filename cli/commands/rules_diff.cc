#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/rule_diff.h"
#include "cli/rule_source.h"
#include "cli/table.h"
#include "schema/local_files.h"

namespace tyst::cli {
namespace {

struct RulesDiffOptions {
    std::string first;
    std::string second;
    std::string format = "table";
};

// "version 2016, Term: 20 working days -> 10 working days".
std::string difference_in_words(const RuleDifference& found) {
    const auto or_nothing = [](const std::string& text) { return text.empty() ? "nothing" : text; };
    return fmt::format(
        "{}, {}: {} -> {}",
        found.version.empty() ? "every version" : "version " + found.version,
        found.title,
        or_nothing(found.first),
        or_nothing(found.second)
    );
}

Table difference_table(const std::vector<RuleDifference>& differences) {
    Table table({{"version", ""}, {"key", ""}, {"what", ""}, {"first", ""}, {"second", ""}});
    for (const RuleDifference& found : differences) {
        table.add_row({found.version, found.key, found.title, found.first, found.second});
    }
    return table;
}

boost::json::array differences_json(const std::vector<RuleDifference>& differences) {
    boost::json::array list;
    for (const RuleDifference& found : differences) {
        list.push_back(
            {{"version", found.version},
             {"key", found.key},
             {"what", found.title},
             {"first", found.first},
             {"second", found.second}}
        );
    }
    return list;
}

void print_differences(std::ostream& out, const std::vector<RuleDifference>& differences) {
    for (const RuleDifference& found : differences) {
        out << printable(difference_in_words(found)) << '\n';
    }
}

Result<ExitCode> diff_files(const RulesDiffOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(
        const auto files, read_reference_files({options.first, options.second}, surroundings)
    );
    TYST_ASSIGN(const auto first, rules_of_file(files[0]));
    TYST_ASSIGN(const auto second, rules_of_file(files[1]));
    const std::vector<RuleDifference> differences = diff_rules(first, second);
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_json(
                surroundings.out,
                boost::json::object{{"differences", differences_json(differences)}}
            );
            break;
        case OutputFormat::csv:
            difference_table(differences).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            print_differences(surroundings.out, differences);
            surroundings.err << fmt::format("{} differences\n", differences.size());
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_rules_diff(Command parent, CommandLine& line) {
    auto options = std::make_shared<RulesDiffOptions>();
    Command command = parent.add(
        {"diff",
         "What two rule files say differently, in words",
         "tyst rules diff reference/rules/wales/d3-no-plan-of-permanence.toml pledge.toml"}
    );
    command.option("first", options->first, "A rule file").required().shown_as("A");
    command.option("second", options->second, "Another").required().shown_as("B");
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return diff_files(*options, surroundings);
    });
}

}  // namespace tyst::cli
