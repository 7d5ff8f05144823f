#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/measure_words.h"
#include "cli/options.h"
#include "cli/rule_source.h"

namespace tyst::cli {
namespace {

struct MeasuresShowOptions {
    LedgerOptions ledger;
    std::string measure;
    std::string language = "en";
    std::string format = "table";
};

// The file behind it is the definition: it is printed word for word.
const std::string* file_text_of(const ReferenceSet& reference, const Measure& measure) {
    for (const ReferenceFileText& file : reference.files()) {
        if (file.path == measure.path) return &file.text;
    }
    return nullptr;
}

void print_measure(
    std::ostream& out,
    const ReferenceSet& reference,
    const Measure& measure,
    MeasureLanguage language
) {
    const auto line = [&](std::string_view key, std::string_view text) {
        if (!text.empty()) out << fmt::format("{}: {}\n", measure_word(key, language), text);
    };
    out << fmt::format("{}  {}\n\n", measure.id, in(language, measure.title));
    line("years", years_in_words(measure, language));
    line("wording", wording_in_words(measure, language));
    line("source", measure.source);
    line("reading", in(language, measure.reading));
    line("not-computed", in(language, measure.not_computed));
    if (const std::string* text = file_text_of(reference, measure)) {
        out << fmt::format("\n{}:\n{}", measure.path, *text);
    }
}

Result<ExitCode> show_measure(
    const MeasuresShowOptions& options, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto reference, reference_set_of(options.ledger, surroundings));
    const Measure* measure = reference.find_measure(options.measure);
    if (measure == nullptr) {
        return fail(
            ErrorCode::not_found,
            "the reference set has no measure '" + options.measure +
                "'; 'tyst measures list' names them all"
        );
    }
    if (output_format_from(options.format) == OutputFormat::json) {
        print_json(surroundings.out, description_json(*measure));
    } else {
        print_measure(
            surroundings.out, reference, *measure, measure_language_from(options.language)
        );
    }
    return ExitCode::ok;
}

}  // namespace

void add_measures_show(Command parent, CommandLine& line) {
    auto options = std::make_shared<MeasuresShowOptions>();
    Command command = parent.add(
        {"show",
         "What one measure counts, of whom, and how sure its wording is",
         "tyst measures show SCC/001b"}
    );
    command.option("measure", options->measure, "Id of the measure").required();
    command.option("--language", options->language, "Language of title and words")
        .one_of({"en", "cy"});
    add_optional_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format, {"table", "json"});
    command.run(line, [options](const Surroundings& surroundings) {
        return show_measure(*options, surroundings);
    });
}

}  // namespace tyst::cli
