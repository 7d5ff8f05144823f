#include <algorithm>
#include <memory>
#include <ostream>
#include <unordered_map>

#include <fmt/format.h>

#include "cli/child_text.h"
#include "cli/commands/commands.h"
#include "cli/measure_words.h"
#include "cli/options.h"
#include "cli/reading.h"
#include "cli/table.h"
#include "projections/measures/measure_counter.h"
#include "projections/query.h"
#include "projections/welsh_care.h"

namespace tyst::cli {
namespace {

struct MeasuresOptions {
    LedgerOptions ledger;
    ReadOptions read;
    int year = 0;
    std::string set;
    std::string open;
    std::string language = "en";
};

using ChildReferences = std::unordered_map<StreamId, std::string, StrongBytesHash>;

struct Measured {
    std::vector<MeasureOutcome> outcomes;
    ChildReferences references;
    PopulationSummary summary;
};

// What one thread measures.
struct MeasureShare {
    MeasureCounter counter;
    ChildReferences references;
};

// How one answer is asked for and printed.
struct MeasureAnswer {
    const MeasuresOptions& options;
    const Reading& reading;
    const Measured& measured;
    Period year;
    MeasureLanguage language;
};

constexpr std::string_view kNumerator = ".numerator";
constexpr std::string_view kDenominator = ".denominator";

// "CH/043" of "CH/043.numerator".
std::string measure_id_of(std::string figure) {
    for (const std::string_view part : {kNumerator, kDenominator}) {
        if (figure.ends_with(part)) figure.resize(figure.size() - part.size());
    }
    return figure;
}

Result<std::vector<const Measure*>> chosen(
    const MeasuresOptions& options, const ReferenceSet& reference
) {
    std::vector<const Measure*> measures;
    const std::string opened = measure_id_of(options.open);
    for (const Measure& measure : reference.measures()) {
        const bool asked = !opened.empty()        ? measure.id == opened
                           : !options.set.empty() ? measure.set == options.set
                                                  : measure.asked_for_in(options.year);
        if (asked) measures.push_back(&measure);
    }
    if (measures.empty()) {
        const std::string what = !opened.empty()        ? "'" + opened + "'"
                                 : !options.set.empty() ? "of the set '" + options.set + "'"
                                                        : "for " + std::to_string(options.year);
        return fail(
            ErrorCode::not_found,
            "the reference set has no measure " + what + "; 'tyst measures list' names them all"
        );
    }
    return measures;
}

Result<Measured> measure_all(
    Reading& reading, const std::vector<const Measure*>& measures, Period year
) {
    const unsigned threads = thread_count();
    const RuleEngine engine = RuleEngine::from(reading.reference);
    std::vector<MeasureShare> shares;
    shares.reserve(threads);
    for (unsigned thread = 0; thread < threads; ++thread) {
        shares.push_back({MeasureCounter(measures, reading.reference, engine, year), {}});
    }
    const Coverage& coverage = reading.authority.coverage;
    TYST_ASSIGN(
        PopulationSummary summary,
        for_each_child(
            *reading.ledger,
            reading.question,
            reading.codes,
            threads,
            [&](unsigned thread, const History& history) -> Result<void> {
                shares[thread].counter.add(history, coverage);
                shares[thread].references.emplace(history.person, reference_of(history));
                return {};
            }
        )
    );
    MeasureShare all = std::move(shares.front());
    for (std::size_t at = 1; at < shares.size(); ++at) {
        all.counter.merge(std::move(shares[at].counter));
        all.references.merge(shares[at].references);
    }
    return Measured{std::move(all.counter).outcomes(coverage), std::move(all.references), summary};
}

// ---- what every form prints ----

std::string figure_text(const MeasureFigure& figure, MeasureLanguage language) {
    return figure.held ? std::to_string(figure.value)
                       : std::string(measure_word("not-held-here", language));
}

std::string result_text(const MeasureOutcome& outcome) {
    const auto tenths = outcome.tenths();
    if (!tenths) return "";
    const bool percentage = outcome.measure->result == MeasureResult::percentage;
    return tenths_text(*tenths) + (percentage ? "%" : "");
}

bool asked_for(const MeasuredItem& item, const std::string& open) {
    if (open.ends_with(kNumerator)) {
        return item.in_population && item.verdict == MeasureVerdict::counted;
    }
    return !open.ends_with(kDenominator) || item.in_population;
}

std::vector<std::string> names_of(
    const std::vector<StreamId>& people, const ChildReferences& references
) {
    std::vector<std::string> names;
    names.reserve(people.size());
    for (const StreamId& child : people) {
        names.push_back(references.at(child));
    }
    std::ranges::sort(names);
    return names;
}

// Items by the children's references: streams are drawn at random.
std::vector<const MeasuredItem*> items_in_order(
    const MeasureOutcome& outcome, const std::string& open, const ChildReferences& references
) {
    std::vector<const MeasuredItem*> items;
    for (const MeasuredItem& item : outcome.items) {
        if (asked_for(item, open)) items.push_back(&item);
    }
    std::ranges::stable_sort(items, {}, [&](const MeasuredItem* item) {
        return std::pair(references.at(item->child), item->day);
    });
    return items;
}

// ---- table ----

std::vector<Column> figure_columns(MeasureLanguage language) {
    const auto word = [language](std::string_view key) {
        return std::string(measure_word(key, language));
    };
    return {
        {"measure", word("measure")},
        {"numerator", word("numerator"), Align::right},
        {"denominator", word("denominator"), Align::right},
        {"result", word("result"), Align::right},
        {"not_told", word("not-held"), Align::right},
        {"wording", word("wording")},
        {"years", word("years")},
        {"title", word("title")},
    };
}

std::vector<std::string> figure_cells(const MeasureOutcome& outcome, MeasureLanguage language) {
    const Measure& measure = *outcome.measure;
    std::vector<std::string> cells{measure.id, "-", "", "", ""};
    if (outcome.gap == MeasureGap::none) {
        const std::uint64_t untold = outcome.numerator.held ? outcome.numerator.untold : 0;
        cells = {
            measure.id,
            figure_text(outcome.numerator, language),
            outcome.denominator ? figure_text(*outcome.denominator, language) : "",
            result_text(outcome),
            untold == 0 ? "" : std::to_string(untold)
        };
    }
    cells.push_back(wording_in_words(measure, language));
    cells.push_back(years_in_words(measure, language));
    cells.push_back(in(language, measure.title));
    return cells;
}

void print_notes(std::ostream& out, const MeasureAnswer& answer) {
    for (const MeasureOutcome& outcome : answer.measured.outcomes) {
        if (outcome.gap != MeasureGap::none) {
            out << fmt::format(
                "{}: {}\n", outcome.measure->id, gap_in_words(outcome, answer.language)
            );
        }
        for (const std::string& rule : outcome.unverified_rules) {
            out << fmt::format(
                "{}: {} {}\n",
                outcome.measure->id,
                rule,
                measure_word("unverified", answer.language)
            );
        }
    }
    out << measure_word("counts-are-exact", answer.language) << '\n';
    tell_erased(out, answer.reading);
}

Table figures_table(const MeasureAnswer& answer) {
    Table table(figure_columns(answer.language));
    for (const MeasureOutcome& outcome : answer.measured.outcomes) {
        table.add_row(figure_cells(outcome, answer.language));
    }
    return table;
}

Table opened_table(const MeasureAnswer& answer) {
    const auto word = [&answer](std::string_view key) {
        return std::string(measure_word(key, answer.language));
    };
    Table table(
        {{"child", word("child")},
         {"day", word("day")},
         {"verdict", word("verdict")},
         {"why", word("why")}}
    );
    for (const MeasuredItem* item : items_in_order(
             answer.measured.outcomes.front(), answer.options.open, answer.measured.references
         )) {
        table.add_row(
            {answer.measured.references.at(item->child),
             tyst::to_text(item->day),
             verdict_in_words(*item, answer.language),
             grounds_in_words(*item, answer.language)}
        );
    }
    return table;
}

// ---- CSV: exact words for programs ----

Table machine_figures(const MeasureAnswer& answer) {
    Table table(
        {{"id", ""}, {"value", ""}, {"held", ""}, {"not_told", ""}, {"result", ""}, {"wording", ""}}
    );
    for (const MeasureOutcome& outcome : answer.measured.outcomes) {
        if (outcome.gap != MeasureGap::none) continue;
        const auto add = [&](const MeasureFigure& figure, const std::string& result) {
            table.add_row(
                {figure.id,
                 figure.held ? std::to_string(figure.value) : "",
                 figure.held ? "true" : "false",
                 std::to_string(figure.untold),
                 result,
                 outcome.measure->wording_verified ? "verified" : "unverified"}
            );
        };
        const auto tenths = outcome.tenths();
        add(outcome.numerator, tenths ? tenths_text(*tenths) : "");
        if (outcome.denominator) add(*outcome.denominator, "");
    }
    return table;
}

// ---- JSON ----

boost::json::object figure_json_of(const MeasureFigure& figure, const ChildReferences& references) {
    boost::json::object json{{"id", figure.id}, {"held", figure.held}};
    if (figure.held) json["value"] = figure.value;
    json["not_told"] = figure.untold;
    json["children"] = texts_json(names_of(figure.children, references));
    json["children_not_told"] = texts_json(names_of(figure.not_held, references));
    return json;
}

boost::json::array grounds_json(const MeasuredItem& item) {
    boost::json::array grounds;
    for (const MeasureGround& ground : item.grounds) {
        boost::json::object json{{"what", ground.what}, {"day", tyst::to_text(ground.day)}};
        if (!ground.detail.empty()) json["detail"] = ground.detail;
        grounds.push_back(std::move(json));
    }
    return grounds;
}

boost::json::object outcome_json(const MeasureOutcome& outcome, const MeasureAnswer& answer) {
    const ChildReferences& references = answer.measured.references;
    boost::json::object json = description_json(*outcome.measure);
    json["asked_for"] = outcome.measure->asked_for_in(answer.options.year);
    if (outcome.gap == MeasureGap::no_rule_in_force) {
        json["no_rule_in_force"] = true;
    }
    if (outcome.gap != MeasureGap::none) return json;
    json["numerator"] = figure_json_of(outcome.numerator, references);
    if (outcome.denominator) {
        json["denominator"] = figure_json_of(*outcome.denominator, references);
    }
    if (const auto tenths = outcome.tenths()) json["result_value"] = tenths_text(*tenths);
    json["unverified_rules"] = texts_json(outcome.unverified_rules);
    if (answer.options.open.empty()) return json;
    boost::json::array items;
    for (const MeasuredItem* item : items_in_order(outcome, answer.options.open, references)) {
        const bool told = item->in_population;
        items.push_back(boost::json::object{
            {"child", references.at(item->child)},
            {"day", tyst::to_text(item->day)},
            {"verdict", name(told ? item->verdict : MeasureVerdict::not_held)},
            {"grounds", grounds_json(*item)},
        });
    }
    json["items"] = std::move(items);
    return json;
}

void print_measures_json(std::ostream& out, const MeasureAnswer& answer) {
    boost::json::object json = frame_json(answer.reading);
    json["year"] = answer.options.year;
    json["period"] = {
        {"from", tyst::to_text(answer.year.from)}, {"to", tyst::to_text(answer.year.to)}
    };
    json["rests_on_claimed_time"] = answer.measured.summary.rests_on_claimed_time;
    json["erased"] = answer.reading.authority.erased.size();
    boost::json::array measures;
    for (const MeasureOutcome& outcome : answer.measured.outcomes) {
        measures.push_back(outcome_json(outcome, answer));
    }
    json["measures"] = std::move(measures);
    print_json(out, json);
}

void print(const MeasureAnswer& answer, const Surroundings& surroundings) {
    const bool opened = !answer.options.open.empty();
    switch (answer.reading.format) {
        case OutputFormat::json:
            print_measures_json(surroundings.out, answer);
            break;
        case OutputFormat::csv:
            (opened ? opened_table(answer) : machine_figures(answer)).print_csv(surroundings.out);
            tell_erased(surroundings.err, answer.reading);
            break;
        case OutputFormat::table:
            figures_table(answer).print_text(surroundings.out);
            if (opened) {
                surroundings.out << '\n';
                opened_table(answer).print_text(surroundings.out);
            }
            print_notes(surroundings.out, answer);
            break;
    }
}

Result<ExitCode> measures(MeasuresOptions options, const Surroundings& surroundings) {
    if (options.ledger.directory.empty()) {
        return usage_error(surroundings, "--ledger is missing: the ledger whose children count");
    }
    if (options.year == 0) {
        return usage_error(surroundings, "--year is missing: 2019 is 2018-04-01 to 2019-03-31");
    }
    if (options.year <= kYearMin || options.year > kYearMax) {
        return usage_error(
            surroundings,
            fmt::format("--year {} is not between {} and {}", options.year, kYearMin + 1, kYearMax)
        );
    }
    const Date end = welsh_year_end(options.year);
    options.read.latest_day = end;
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    const Period year{welsh_year_start(options.year), reading.question.as_at};
    if (year.to < year.from || end < year.to) {
        return usage_error(
            surroundings,
            fmt::format(
                "{} lies outside the year {}, which is {} to {}",
                tyst::to_text(year.to),
                options.year,
                tyst::to_text(year.from),
                tyst::to_text(end)
            )
        );
    }
    TYST_ASSIGN(const auto asked, chosen(options, reading.reference));
    TYST_ASSIGN(const Measured measured, measure_all(reading, asked, year));
    print(
        {options, reading, measured, year, measure_language_from(options.language)}, surroundings
    );
    return ExitCode::ok;
}

}  // namespace

void add_measures(Command parent, CommandLine& line) {
    auto options = std::make_shared<MeasuresOptions>();
    Command command = parent.add(
        {"measures",
         "Measures of the Welsh sets over a year, with the children behind each figure",
         "tyst measures --year 2019 --ledger demo\n"
         "tyst measures --year 2019 --open SCC/001b --ledger demo"}
    );
    command
        .option("--year", options->year, "Year in which it ends: 2019 is 2018-04-01 to 2019-03-31")
        .shown_as("YEAR");
    command
        .option(
            "--set",
            options->set,
            "Every measure of this set, also where the year did not ask for it"
        )
        .shown_as("CH|PM|SCC");
    command.option("--open", options->open, "List who is counted, who is not, and why")
        .shown_as("ID");
    command.option("--language", options->language, "Language of the titles and words")
        .one_of({"en", "cy"});
    add_optional_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return measures(*options, surroundings);
    });
    add_measures_list(command, line);
    add_measures_show(command, line);
}

}  // namespace tyst::cli
