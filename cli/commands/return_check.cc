#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <set>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/return_findings.h"
#include "cli/returns.h"
#include "cli/session.h"
#include "projections/returns/return_figures.h"

namespace tyst::cli {
namespace {

struct ReturnCheckOptions {
    LedgerOptions ledger;
    std::vector<std::string> directories;
    int year = 0;
    std::string rule;
    std::string child;
    bool two_years = false;
    std::string format = "table";
};

// What was checked: from files, or from a ledger that stays open for what was said about findings.
struct CheckedReturns {
    std::unique_ptr<Ledger> ledger;
    std::unique_ptr<LoadedReturns> loaded;
};

Result<CheckedReturns> load(const ReturnCheckOptions& options, const Surroundings& surroundings) {
    CheckedReturns checked;
    if (!options.directories.empty()) {
        TYST_ASSIGN(checked.loaded, load_returns(options.directories, options.year));
        return checked;
    }
    TYST_ASSIGN(checked.ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(checked.loaded, load_returns(*checked.ledger, options.year));
    return checked;
}

boost::json::array not_run_json(const LoadedReturns& loaded, const ReturnChecks& checks) {
    boost::json::array rules;
    for (const RuleNotRun& rule : checks.not_run) {
        rules.push_back(boost::json::object{
            {"rule", loaded.text_of(rule.rule).code}, {"reason", name(rule.reason)}
        });
    }
    return rules;
}

void print_answer_json(
    std::ostream& out,
    const LoadedReturns& loaded,
    const ReturnChecks& checks,
    const std::vector<ToldFinding>& all
) {
    boost::json::array open;
    boost::json::array explained;
    for (const ToldFinding& told : all) {
        (told.explained() ? explained : open).push_back(to_json(told));
    }
    print_json(
        out,
        boost::json::object{
            {"form", kReturnForm},
            {"year", loaded.checked().year()},
            {"years_read", loaded.snapshots.size()},
            {"rules_version", loaded.texts().version},
            {"reference_set", to_hex(loaded.reference.digest().view())},
            {"not_run", not_run_json(loaded, checks)},
            {"findings", std::move(open)},
            {"explained", std::move(explained)},
        }
    );
}

void print_not_run(std::ostream& out, const LoadedReturns& loaded, const ReturnChecks& checks) {
    std::map<std::string_view, std::string> reasons;
    for (const RuleNotRun& rule : checks.not_run) {
        std::string& codes = reasons[name(rule.reason)];
        codes += codes.empty() ? "" : " ";
        codes += loaded.text_of(rule.rule).code;
    }
    for (const auto& [reason, codes] : reasons) {
        out << fmt::format("not run, {}: {}\n", reason, codes);
    }
}

using CountedRules = std::map<std::string_view, std::size_t>;
CountedRules count_rules(const ReturnChecks& checks) {
    CountedRules counts;
    for (const ReturnFinding& finding : checks.findings) {
        ++counts[return_rules()[finding.rule].code];
    }
    return counts;
}

// What two years alone answer otherwise than every year that was given.
Table two_years_table(const ReturnChecks& all_years, const ReturnChecks& two_years) {
    const CountedRules all = count_rules(all_years);
    const CountedRules two = count_rules(two_years);
    std::set<std::string_view> codes;
    for (const ReturnRule& rule : return_rules()) {
        codes.insert(rule.code);
    }
    const auto count_in = [](const CountedRules& counts, std::string_view code) {
        const auto found = counts.find(code);
        return found == counts.end() ? std::size_t{0} : found->second;
    };
    Table table(
        {{"rule", "Rule"},
         {"two_years", "With two years", Align::right},
         {"all_years", "With all years", Align::right}}
    );
    for (const std::string_view code : codes) {
        if (count_in(all, code) != count_in(two, code)) {
            table.add_row(
                {std::string(code),
                 std::to_string(count_in(two, code)),
                 std::to_string(count_in(all, code))}
            );
        }
    }
    return table;
}

ExitCode print_two_years(
    const LoadedReturns& loaded, const ReturnChecks& checks, OutputFormat format, std::ostream& out
) {
    const ReturnChecks two = check_return(loaded.input(2), thread_count());
    const Table table = two_years_table(checks, two);
    if (format == OutputFormat::csv) {
        table.print_csv(out);
    } else {
        table.print_text(out);
    }
    return ExitCode::ok;
}

// What the return's own rows count to, so that a wrong file is seen at once.
void print_figures(std::ostream& out, const ReturnSnapshot& snapshot) {
    const ReturnFigures figures = figures_of_return(snapshot, thread_count());
    out << fmt::format(
        "{}: {} looked after at its end, {} started, {} ceased, of whom {} were adopted\n",
        snapshot.year(),
        figures.looked_after,
        figures.started,
        figures.ceased,
        figures.adopted
    );
}

bool is_asked_for(const ReturnCheckOptions& options, const ToldFinding& finding) {
    return (options.rule.empty() || finding.rule == options.rule) &&
           (options.child.empty() || finding.child == options.child);
}

// Counted by rule; in full where one rule or one child was asked for.
void print_answer_text(
    const Surroundings& surroundings,
    const ReturnCheckOptions& options,
    const LoadedReturns& loaded,
    const ReturnChecks& checks,
    const std::vector<ToldFinding>& all
) {
    const bool in_full = !options.rule.empty() || !options.child.empty();
    (in_full ? listed_findings_table(all) : open_findings_table(all)).print_text(surroundings.out);
    const Table explained = explained_findings_table(all);
    if (explained.row_count() > 0) {
        surroundings.out << '\n';
        explained.print_text(surroundings.out);
    }
    print_not_run(surroundings.err, loaded, checks);
    print_figures(surroundings.err, loaded.checked());
}

Result<ExitCode> check(const ReturnCheckOptions& options, const Surroundings& surroundings) {
    if (options.directories.empty() && options.ledger.directory.empty()) {
        return usage_error(surroundings, "say which folders to check, or --ledger");
    }
    TYST_ASSIGN(const CheckedReturns checked, load(options, surroundings));
    const LoadedReturns& loaded = *checked.loaded;
    const ReturnChecks checks = check_return(loaded.input(), thread_count());
    const OutputFormat format = output_format_from(options.format);
    if (options.two_years) {
        return print_two_years(loaded, checks, format, surroundings.out);
    }
    std::vector<ToldFinding> all = tell_findings(loaded, checks, check_values(loaded.checked()));
    std::erase_if(all, [&](const ToldFinding& finding) { return !is_asked_for(options, finding); });
    if (checked.ledger) {
        TYST_TRY(add_explanations(*checked.ledger, loaded, all));
    }
    switch (format) {
        case OutputFormat::json:
            print_answer_json(surroundings.out, loaded, checks, all);
            break;
        case OutputFormat::csv:
            findings_table(all).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            print_answer_text(surroundings, options, loaded, checks, all);
            break;
    }
    return std::ranges::all_of(all, &ToldFinding::explained) ? ExitCode::ok
                                                             : ExitCode::problems_found;
}

}  // namespace

void add_return_check(Command parent, CommandLine& line) {
    auto options = std::make_shared<ReturnCheckOptions>();
    Command command = parent.add(
        {"check",
         "Check a return under the department's rule codes, with earlier years where they are "
         "given",
         "tyst return check return-2017 return-2018 --year 2018"}
    );
    command
        .option(
            "directories",
            options->directories,
            "Folders of successive years, of which the last one is checked; without them the "
            "ledger's returns"
        )
        .shown_as("DIR...");
    command.option("--year", options->year, "Year in which its collection ends")
        .required()
        .shown_as("YEAR");
    command.option("--rule", options->rule, "Only what this rule finds, each finding in full")
        .shown_as("CODE");
    command.option("--child", options->child, "Only what is found about this child, in full")
        .shown_as("REF");
    command.flag(
        "--two-years",
        options->two_years,
        "Show instead which rules answer otherwise when only the last two years are read"
    );
    add_optional_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return check(*options, surroundings);
    });
}

}  // namespace tyst::cli
