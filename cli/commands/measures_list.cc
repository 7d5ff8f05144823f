#include <memory>
#include <ostream>

#include "cli/commands/commands.h"
#include "cli/measure_words.h"
#include "cli/options.h"
#include "cli/rule_source.h"
#include "cli/table.h"

namespace tyst::cli {
namespace {

struct MeasuresListOptions {
    LedgerOptions ledger;
    std::string set;
    std::string language = "en";
    std::string format = "table";
};

Table table_of_measures(const ReferenceSet& reference, const MeasuresListOptions& options) {
    const MeasureLanguage language = measure_language_from(options.language);
    const auto column = [language](const std::string& key) {
        return Column{key, std::string(measure_word(key, language))};
    };
    Table table(
        {column("measure"), column("years"), column("wording"), column("unit"), column("title")}
    );
    for (const Measure& measure : reference.measures()) {
        if (!options.set.empty() && measure.set != options.set) continue;
        table.add_row(
            {measure.id,
             years_in_words(measure, language),
             wording_in_words(measure, language),
             std::string(
                 measure.computed() ? to_text(measure.unit) : measure_word("not-computed", language)
             ),
             in(language, measure.title)}
        );
    }
    return table;
}

boost::json::object measures_json(const ReferenceSet& reference, const std::string& set) {
    boost::json::array measures;
    for (const Measure& measure : reference.measures()) {
        if (set.empty() || measure.set == set) measures.push_back(description_json(measure));
    }
    return {
        {"reference_set", to_hex(reference.digest().view())}, {"measures", std::move(measures)}
    };
}

Result<ExitCode> list_measures(
    const MeasuresListOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto reference, reference_set_of(options.ledger, surroundings));
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_json(surroundings.out, measures_json(reference, options.set));
            break;
        case OutputFormat::csv:
            table_of_measures(reference, options).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            table_of_measures(reference, options).print_text(surroundings.out);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_measures_list(Command parent, CommandLine& line) {
    auto options = std::make_shared<MeasuresListOptions>();
    Command command = parent.add(
        {"list",
         "Every measure of the set that the ledger adopted, or of the built-in one",
         "tyst measures list --set SCC"}
    );
    command.option("--set", options->set, "Only the measures of this set").shown_as("CH|PM|SCC");
    command.option("--language", options->language, "Language of the titles").one_of({"en", "cy"});
    add_optional_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return list_measures(*options, surroundings);
    });
}

}  // namespace tyst::cli
