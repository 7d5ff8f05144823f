#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <set>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/reference_adoption.h"
#include "cli/returns.h"
#include "cli/rule_source.h"
#include "cli/session.h"
#include "cli/table.h"
#include "ledger/intake/return_snapshot_reader.h"
#include "ledger/intake/return_xml_file.h"
#include "projections/returns/return_checks.h"
#include "projections/returns/value_rules.h"

namespace tyst::cli {
namespace {

struct ReturnCheckOptions {
    LedgerOptions ledger;
    std::vector<std::string> directories;
    int year = 0;
    bool two_years = false;
    std::string format = "table";
};

// The returns that were read, oldest first, and what is known of their form.
struct Loaded {
    ReferenceSet reference;
    std::vector<ReturnSnapshot> snapshots;
    std::vector<MisreadRow> misread;  // of the one that is checked
    // Of the one that is checked: the entry that holds each row, by table; empty where it was read
    // from files.
    std::vector<std::vector<LogIndex>> events;

    [[nodiscard]] ReturnCheckInput input(std::size_t years) const {
        ReturnCheckInput input;
        input.current = &snapshots.back();
        const std::size_t earlier = snapshots.size() - 1;
        for (std::size_t at = earlier - std::min(earlier, years - 1); at < earlier; ++at) {
            input.earlier.push_back(&snapshots[at]);
        }
        return input;
    }
    [[nodiscard]] const ReturnRuleText& text_of(std::uint16_t rule) const {
        return *reference.return_rules(kReturnForm)->find(return_rules()[rule].code);
    }
};

Result<void> require_form(const ReferenceSet& reference) {
    if (reference.return_form(kReturnForm) == nullptr ||
        reference.return_rules(kReturnForm) == nullptr) {
        return fail(
            ErrorCode::not_found,
            "the reference set holds no form ssda903 or no texts of its checks: adopt a newer set "
            "(tyst rules adopt)"
        );
    }
    return {};
}

Result<std::unique_ptr<Loaded>> load_from_files(const ReturnCheckOptions& options) {
    TYST_ASSIGN(ReferenceSet reference, embedded_reference_set());
    TYST_TRY(require_form(reference));
    auto loaded = std::make_unique<Loaded>(Loaded{std::move(reference), {}, {}, {}});
    const ReturnForm* const form = loaded->reference.return_form(kReturnForm);
    const auto pool = std::make_shared<TextPool>();
    int year = options.year - static_cast<int>(options.directories.size()) + 1;
    for (const std::string& directory : options.directories) {
        TYST_ASSIGN(Ssda903Return received, read_any_ssda903_return(directory, year));
        TYST_ASSIGN(ReadSnapshot read, snapshot_of(std::move(received), form->layout(year), pool));
        loaded->snapshots.push_back(std::move(read.snapshot));
        loaded->misread = std::move(read.misread);
        ++year;
    }
    return loaded;
}

// Every return of the ledger up to the year; where a year was received twice, the last one counts.
Result<std::unique_ptr<Loaded>> load_from_ledger(
    const ReturnCheckOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(ReferenceSet reference, reference_set_of(*ledger));
    TYST_TRY(require_form(reference));
    auto loaded = std::make_unique<Loaded>(Loaded{std::move(reference), {}, {}, {}});
    const ReturnForm* const form = loaded->reference.return_form(kReturnForm);
    TYST_ASSIGN(const auto statements, read_statements(*ledger, kReturnForm, thread_count()));
    TYST_TRY(statement_of_year(statements, options.year));
    const auto pool = std::make_shared<TextPool>();
    for (std::size_t at = 0; at < statements.size(); ++at) {
        const auto year = static_cast<int>(statements[at].received.year);
        const bool sent_again = at + 1 < statements.size() &&
                                statements[at + 1].received.year == statements[at].received.year;
        if (year > options.year || sent_again) {
            continue;
        }
        TYST_ASSIGN(auto taken, snapshot_of(statements[at], form->layout(year), pool));
        loaded->snapshots.push_back(std::move(taken.snapshot));
        loaded->events = std::move(taken.events);
    }
    return loaded;
}

// The names of the columns that a finding names, and their values.
struct FoundValues {
    std::string fields;
    std::string values;
};
FoundValues values_of(const Loaded& loaded, const ReturnFinding& finding) {
    const ReturnSnapshot& snapshot = loaded.snapshots.back();
    const Ssda903Shape shape(snapshot.layout());
    FoundValues found;
    for (std::size_t field = 0; field < kSsda903FieldCount; ++field) {
        if ((finding.fields >> field & 1U) == 0) {
            continue;
        }
        const auto place = shape.of(static_cast<Ssda903Field>(field));
        const std::string_view separator = found.fields.empty() ? "" : " ";
        found.fields += separator;
        found.fields += snapshot.table(place.table).layout->columns[place.column].name;
        found.values += found.values.empty() && separator.empty() ? "" : " | ";
        found.values += snapshot.row(finding.table, finding.row).text(place.column);
    }
    return found;
}

// One finding in words, whatever found it.
struct Told {
    std::string rule;
    std::string child;
    std::string table;
    std::uint32_t line = 0;
    std::string fields;
    std::string values;
    std::string fixer;
    std::string says;
    std::optional<LogIndex> entry;  // that holds the row; nothing for rows of files
};

std::optional<LogIndex> entry_of(const Loaded& loaded, std::size_t table, std::size_t row) {
    return loaded.events.empty() ? std::nullopt : std::optional(loaded.events[table][row]);
}

std::string child_of(const ReturnSnapshot& snapshot, std::size_t table, std::size_t row) {
    return std::string(snapshot.row(table, row).text(0));
}

std::vector<Told> tell(
    const Loaded& loaded, const ReturnChecks& checks, const std::vector<ValueFinding>& values
) {
    const ReturnSnapshot& snapshot = loaded.snapshots.back();
    std::vector<Told> all;
    for (const MisreadRow& row : loaded.misread) {
        all.push_back(
            {"row",
             "",
             row.file,
             row.line,
             "",
             "",
             "data-team",
             fmt::format(
                 "{} values under {} columns: the row is not read", row.values, row.columns
             ),
             std::nullopt}
        );
    }
    for (const ValueFinding& finding : values) {
        const ReturnTable& table = snapshot.table(finding.table);
        all.push_back(
            {std::string(name(finding.fault)),
             child_of(snapshot, finding.table, finding.row),
             table.layout->id,
             table.lines[finding.row],
             table.layout->columns[finding.column].name,
             std::string(snapshot.row(finding.table, finding.row).text(finding.column)),
             "data-team",
             std::string(advice(finding.fault)),
             entry_of(loaded, finding.table, finding.row)}
        );
    }
    for (const ReturnFinding& finding : checks.findings) {
        const ReturnRuleText& text = loaded.text_of(finding.rule);
        const ReturnTable& table = snapshot.table(finding.table);
        FoundValues found = values_of(loaded, finding);
        all.push_back(
            {text.code,
             child_of(snapshot, finding.table, finding.row),
             table.layout->id,
             table.lines[finding.row],
             std::move(found.fields),
             std::move(found.values),
             text.fixer,
             text.says.en,
             entry_of(loaded, finding.table, finding.row)}
        );
    }
    return all;
}

Table findings_table(const std::vector<Told>& all) {
    Table table(
        {{"rule", ""},
         {"child", ""},
         {"table", ""},
         {"line", ""},
         {"fields", ""},
         {"values", ""},
         {"fixer", ""},
         {"says", ""},
         {"entry", ""}}
    );
    for (const Told& told : all) {
        table.add_row(
            {told.rule,
             told.child,
             told.table,
             std::to_string(told.line),
             told.fields,
             told.values,
             told.fixer,
             told.says,
             told.entry ? std::to_string(told.entry->value) : ""}
        );
    }
    return table;
}

// A line for each rule that found something: how often, where first, who can put it right.
Table summary_table(const std::vector<Told>& all) {
    std::map<std::string, std::pair<std::size_t, const Told*>> rules;
    for (const Told& told : all) {
        auto& [count, first] = rules[told.rule];
        first = count++ == 0 ? &told : first;
    }
    Table table(
        {{"rule", "Rule"},
         {"count", "Found", Align::right},
         {"first", "First"},
         {"fixer", "Put right by"},
         {"says", "What must hold"}}
    );
    for (const auto& [rule, found] : rules) {
        table.add_row(
            {rule,
             std::to_string(found.first),
             fmt::format("{}:{}", found.second->table, found.second->line),
             found.second->fixer,
             found.second->says}
        );
    }
    return table;
}

boost::json::array not_run_json(const Loaded& loaded, const ReturnChecks& checks) {
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
    const Loaded& loaded,
    const ReturnChecks& checks,
    const std::vector<Told>& all
) {
    boost::json::array findings;
    for (const Told& told : all) {
        boost::json::object finding{
            {"rule", told.rule},
            {"child", told.child},
            {"table", told.table},
            {"line", told.line},
            {"fields", told.fields},
            {"values", told.values},
            {"fixer", told.fixer},
            {"says", told.says},
        };
        if (told.entry) finding["entry"] = told.entry->value;
        findings.push_back(std::move(finding));
    }
    print_json(
        out,
        boost::json::object{
            {"form", kReturnForm},
            {"year", loaded.snapshots.back().year()},
            {"years_read", loaded.snapshots.size()},
            {"rules_version", loaded.reference.return_rules(kReturnForm)->version},
            {"reference_set", to_hex(loaded.reference.digest().view())},
            {"not_run", not_run_json(loaded, checks)},
            {"findings", std::move(findings)},
        }
    );
}

void print_not_run(std::ostream& out, const Loaded& loaded, const ReturnChecks& checks) {
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
    const Loaded& loaded, const ReturnChecks& checks, OutputFormat format, std::ostream& out
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

Result<ExitCode> check(const ReturnCheckOptions& options, const Surroundings& surroundings) {
    if (options.directories.empty() && options.ledger.directory.empty()) {
        return usage_error(surroundings, "say which folders to check, or --ledger");
    }
    TYST_ASSIGN(
        const auto loaded,
        options.directories.empty() ? load_from_ledger(options, surroundings)
                                    : load_from_files(options)
    );
    const ReturnChecks checks =
        check_return(loaded->input(loaded->snapshots.size()), thread_count());
    const OutputFormat format = output_format_from(options.format);
    if (options.two_years) {
        return print_two_years(*loaded, checks, format, surroundings.out);
    }
    const std::vector<Told> all = tell(*loaded, checks, check_values(loaded->snapshots.back()));
    switch (format) {
        case OutputFormat::json:
            print_answer_json(surroundings.out, *loaded, checks, all);
            break;
        case OutputFormat::csv:
            findings_table(all).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            summary_table(all).print_text(surroundings.out);
            print_not_run(surroundings.err, *loaded, checks);
            break;
    }
    return all.empty() ? ExitCode::ok : ExitCode::problems_found;
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
