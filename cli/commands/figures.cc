#include <algorithm>
#include <memory>
#include <ostream>
#include <vector>

#include <fmt/format.h>

#include "cli/child_text.h"
#include "cli/commands/commands.h"
#include "cli/figure_breakdowns.h"
#include "cli/options.h"
#include "cli/printed_figures.h"
#include "cli/reading.h"
#include "cli/returns.h"
#include "cli/statement_answer.h"
#include "cli/table.h"
#include "projections/query.h"
#include "projections/statements/statement_figures.h"

namespace tyst::cli {
namespace {

struct FiguresOptions {
    LedgerOptions ledger;
    ReadOptions read;
    std::string period;
    std::string from;
    std::string to;
    std::string by;
    std::string audience;
    std::string open;
    std::string strategy;
    bool list = false;
    std::string statement;
    std::string policy = std::string(name(StatementPolicy::first_stated));
};

using References = ChildReferences;

struct Counted {
    std::vector<Figure> figures;
    References references;
    PopulationSummary summary;
};

// What one thread counts.
struct Share {
    FigureCounter counter;
    References references;
};

std::optional<Period> period_from(const std::string& text) {
    const auto dots = text.find("..");
    if (dots == std::string::npos) {
        return std::nullopt;
    }
    const auto from = parse_date(text.substr(0, dots));
    const auto to = parse_date(text.substr(dots + 2));
    if (!from || !to || *to < *from) {
        return std::nullopt;
    }
    return Period{*from, *to};
}

Result<Counted> count(Reading& reading, const Period& period) {
    const unsigned threads = thread_count();
    std::vector<Share> shares(threads, {FigureCounter(reading.question.as_at, period), {}});
    TYST_ASSIGN(
        PopulationSummary summary,
        for_each_child(
            *reading.ledger,
            reading.question,
            reading.codes,
            threads,
            [&shares](unsigned thread, const History& history) -> Result<void> {
                shares[thread].counter.add(history);
                shares[thread].references.emplace(history.person, reference_of(history));
                return {};
            }
        )
    );
    Share all = std::move(shares.front());
    for (std::size_t at = 1; at < shares.size(); ++at) {
        all.counter.merge(shares[at].counter);
        all.references.merge(shares[at].references);
    }
    return Counted{all.counter.figures(), std::move(all.references), summary};
}

// With the statements of returns joined in another way than the ledger's own events have it.
Result<Counted> count_joined(Reading& reading, const Period& period, StatementPolicy policy) {
    TYST_ASSIGN(
        const StatementBook book, StatementBook::read(*reading.ledger, kReturnForm, thread_count())
    );
    Knowledge knowledge;
    knowledge.known_at = reading.question.known_at;
    knowledge.witnessed = reading.question.witnessed;
    knowledge.policy = policy;
    const std::vector<FigureSetting> settings{{&reading.reference, reading.question.as_at, period}};
    TYST_ASSIGN(
        CountedFigures counted,
        count_figures(*reading.ledger, book, knowledge, settings, thread_count())
    );
    PopulationSummary summary;
    summary.log_size = reading.head.size;
    summary.children = counted.children;
    summary.erased = counted.erased;
    summary.rests_on_claimed_time = counted.rests_on_claimed_time;
    return Counted{std::move(counted.figures.front()), std::move(counted.references), summary};
}

boost::json::object figure_json(const Figure& figure, const References& references) {
    std::vector<std::string> children;
    children.reserve(figure.children.size());
    for (const StreamId& child : figure.children) {
        children.push_back(references.at(child));
    }
    std::sort(children.begin(), children.end());
    return {
        {"id", figure.id},
        {"value", figure.value},
        {"flow", figure.flow},
        {"children", texts_json(children)},
    };
}

void print_json_answer(
    std::ostream& out,
    const Reading& reading,
    const Period& period,
    const std::string& policy,
    const Counted& counted
) {
    boost::json::object answer = frame_json(reading);
    answer["policy"] = policy;
    answer["period"] = {{"from", to_text(period.from)}, {"to", to_text(period.to)}};
    answer["rests_on_claimed_time"] = counted.summary.rests_on_claimed_time;
    answer["erased"] = reading.authority.erased.size();
    boost::json::array figures;
    for (const Figure& figure : counted.figures) {
        figures.push_back(figure_json(figure, counted.references));
    }
    answer["figures"] = std::move(figures);
    print_json(out, answer);
}

std::string family_of(const std::string& id) {
    return id.substr(0, id.find('.'));
}

// Sections by family with a line of their sum, so that parts can be seen to add up.
Table people_table(const std::vector<Figure>& figures) {
    Table table({{"figure", "Figure"}, {"value", "Value", Align::right}});
    std::string family;
    std::uint64_t sum = 0;
    const auto close = [&] {
        if (family == "legal-status" || family == "placement" || family == "age") {
            table.add_row({"  " + family + ", together", std::to_string(sum)});
        }
        sum = 0;
    };
    for (const Figure& figure : figures) {
        if (family_of(figure.id) != family) {
            close();
            family = family_of(figure.id);
        }
        sum += figure.value;
        table.add_row({figure.id, std::to_string(figure.value)});
    }
    close();
    return table;
}

Table machine_table(const std::vector<Figure>& figures, const std::string& policy) {
    Table table({{"id", ""}, {"value", ""}, {"flow", ""}, {"policy", ""}});
    for (const Figure& figure : figures) {
        table.add_row(
            {figure.id, std::to_string(figure.value), figure.flow ? "true" : "false", policy}
        );
    }
    return table;
}

// The period asked for in one of the two ways; by default the year that ends with as_at.
Period period_asked(const FiguresOptions& options, Date as_at) {
    if (const auto given = period_from(options.period)) return *given;
    const Date to = parse_date(options.to).value_or(as_at);
    return {parse_date(options.from).value_or(year_to(to).from), to};
}

Result<ExitCode> figures_of_one_statement(
    const FiguresOptions& options, const Surroundings& surroundings
) {
    const bool asks_more =
        options.list || !options.by.empty() || !options.audience.empty() || !options.open.empty() ||
        !options.strategy.empty() || !options.from.empty() || !options.to.empty() ||
        !options.read.as_at.empty() || !options.read.known_at.empty() || options.read.witnessed ||
        !options.period.empty() || options.policy != name(StatementPolicy::first_stated);
    if (asks_more) {
        return usage_error(
            surroundings,
            "--statement stands alone: its day, its period and what it knows are its own"
        );
    }
    return answer_statement({options.ledger, options.statement, options.read.format}, surroundings);
}

ExitCode print_standing(
    Reading& reading,
    const Period& period,
    const std::string& policy,
    const Counted& counted,
    const Surroundings& surroundings
) {
    switch (reading.format) {
        case OutputFormat::json:
            print_json_answer(surroundings.out, reading, period, policy, counted);
            break;
        case OutputFormat::csv:
            machine_table(counted.figures, policy).print_csv(surroundings.out);
            tell_erased(surroundings.err, reading);
            break;
        case OutputFormat::table:
            surroundings.err << fmt::format(
                "starts and ceasings from {} to {}; statements joined {}\n",
                to_text(period.from),
                to_text(period.to),
                policy
            );
            people_table(counted.figures).print_text(surroundings.out);
            tell_erased(surroundings.out, reading);
            break;
    }
    return ExitCode::ok;
}

std::vector<std::string> words_of(const std::string& list) {
    std::vector<std::string> words;
    std::size_t from = 0;
    while (from < list.size()) {
        const std::size_t comma = std::min(list.find(',', from), list.size());
        if (comma > from) words.push_back(list.substr(from, comma - from));
        from = comma + 1;
    }
    return words;
}

std::string known_families(const FigureBook& book) {
    std::string known = "counts";
    for (const FigureFamily& family : book.families()) {
        known += ", " + family.id;
    }
    return known;
}

std::string known_audiences(const ReferenceSet& reference) {
    std::string known;
    for (const DisclosureAudience& audience : reference.audiences()) {
        known += (known.empty() ? "" : ", ") + audience.id;
    }
    return known;
}

Result<ExitCode> figures_by_family(
    const FiguresOptions& options,
    Reading& reading,
    const ReferenceSet& reference,
    const Period& period,
    const Surroundings& surroundings
) {
    const FigureBook& book = reference.figures();
    const std::vector<std::string> families = words_of(options.by);
    for (const std::string& family : families) {
        if (family != "counts" && book.find_family(family) == nullptr) {
            return usage_error(
                surroundings, "--by: no family '" + family + "'; there are " + known_families(book)
            );
        }
    }
    const std::string asked = options.audience.empty() ? "officers" : options.audience;
    const DisclosureAudience* audience = reference.audience(asked);
    if (audience == nullptr) {
        return usage_error(
            surroundings,
            "--audience: no audience '" + asked + "'; there are " + known_audiences(reference)
        );
    }
    if (!options.open.empty() && !audience->exact()) {
        return usage_error(
            surroundings,
            "--open shows the children behind a figure, which '" + asked + "' may not see"
        );
    }
    if (!options.open.empty() && !book.knows(options.open)) {
        return usage_error(
            surroundings,
            "--open: no figure '" + options.open +
                "'; tyst figures --by counts names counts, "
                "tyst figures --list families"
        );
    }
    TYST_ASSIGN(const LedgerCases counted, count_cases(reading, reading.question.as_at, period));
    const FigureTables tables = tabulate(counted.cases, book);
    if (!options.open.empty()) {
        print_opened(surroundings.out, reading, *tables.find(options.open), counted);
    } else {
        const ShownFigures shown{
            book,
            *audience,
            tables,
            disclose(tables.links, policy_of(*audience)),
            reading.question.as_at,
            period,
        };
        print_breakdowns(surroundings.out, reading, shown, families, counted);
    }
    if (reading.format != OutputFormat::json) tell_erased(surroundings.err, reading);
    return ExitCode::ok;
}

Result<ExitCode> figures_of_strategy(
    const FiguresOptions& options,
    Reading& reading,
    const ReferenceSet& reference,
    const Surroundings& surroundings
) {
    const PrintedTable* table = reference.printed_table(options.strategy);
    if (table == nullptr) {
        return usage_error(
            surroundings,
            "--strategy: no strategy '" + options.strategy + "'; tyst figures --list names them"
        );
    }
    TYST_TRY(print_beside(surroundings.out, reading, reference.figures(), *table));
    if (reading.format != OutputFormat::json) tell_erased(surroundings.err, reading);
    return ExitCode::ok;
}

// What cannot be asked for together; empty where all is well.
std::string contradiction(const FiguresOptions& options) {
    if (!options.period.empty() && (!options.from.empty() || !options.to.empty())) {
        return "--period and --from, --to say the same: give one of the two";
    }
    const bool joined_otherwise = options.policy != name(StatementPolicy::first_stated);
    const bool standing = !options.list && options.strategy.empty() && options.open.empty() &&
                          options.by.empty() && options.audience.empty();
    if (joined_otherwise && !standing) {
        return "--policy is for the standing figures alone: families are of what the ledger holds";
    }
    const int ways = (options.list ? 1 : 0) + (options.strategy.empty() ? 0 : 1) +
                     (options.open.empty() ? 0 : 1) + (options.by.empty() ? 0 : 1);
    if (ways > 1) return "--list, --strategy, --open and --by are asked for one at a time";
    if (!options.audience.empty() && (options.list || !options.strategy.empty())) {
        return "--audience goes with --by, or stands alone";
    }
    return "";
}

Result<ExitCode> figures(const FiguresOptions& options, const Surroundings& surroundings) {
    if (const std::string wrong = contradiction(options); !wrong.empty()) {
        return usage_error(surroundings, wrong);
    }
    if (!options.statement.empty()) {
        return figures_of_one_statement(options, surroundings);
    }
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    const Period period = period_asked(options, reading.question.as_at);
    if (period.to < period.from) {
        return usage_error(surroundings, "--from lies after the last day of the period");
    }
    const bool standing = !options.list && options.by.empty() && options.audience.empty() &&
                          options.open.empty() && options.strategy.empty();
    if (standing) {
        const auto policy =
            statement_policy_named(options.policy).value_or(StatementPolicy::first_stated);
        TYST_ASSIGN(
            const Counted counted,
            policy == StatementPolicy::first_stated ? count(reading, period)
                                                    : count_joined(reading, period, policy)
        );
        return print_standing(reading, period, options.policy, counted, surroundings);
    }
    TYST_ASSIGN(const ReferenceSet reference, figures_reference(reading, surroundings.err));
    if (options.list) {
        print_figure_list(surroundings.out, reading, reference);
        return ExitCode::ok;
    }
    if (!options.strategy.empty()) {
        return figures_of_strategy(options, reading, reference, surroundings);
    }
    return figures_by_family(options, reading, reference, period, surroundings);
}

}  // namespace

void add_figures(Command parent, CommandLine& line) {
    auto options = std::make_shared<FiguresOptions>();
    Command command = parent.add(
        {"figures",
         "Counts on a day and over a period, with the children behind each",
         "tyst figures --ledger demo --as-at 2019-03-31 --period 2018-04-01..2019-03-31\n"
         "tyst figures --ledger demo --by sex,age-band --audience panel"}
    );
    command
        .option(
            "--period",
            options->period,
            "Days of the starts and ceasings; by default the year that ends with --as-at"
        )
        .shown_as("FROM..TO")
        .checked([](const std::string& text) -> std::string {
            return period_from(text) ? ""
                                     : "'" + text + "' is not FROM..TO with two dates in order";
        });
    command.option("--from", options->from, "The first day of the period, instead of --period")
        .shown_as("DATE")
        .checked(check_date);
    command.option("--to", options->to, "Its last day; by default the day of --as-at")
        .shown_as("DATE")
        .checked(check_date);
    command
        .option(
            "--by", options->by, "Families of figures instead, or 'counts'; --list names them all"
        )
        .shown_as("FAMILY,…");
    command
        .option(
            "--audience",
            options->audience,
            "As these readers may see them: rounded, small counts kept back (panel, wales, "
            "national, officers)"
        )
        .shown_as("AUDIENCE");
    command.option("--open", options->open, "The children behind one figure").shown_as("FIGURE");
    command
        .option(
            "--strategy",
            options->strategy,
            "A published document's figures beside those of the events"
        )
        .shown_as("STRATEGY");
    command.flag("--list", options->list, "What can be asked for, with titles and sources");
    command
        .option(
            "--statement",
            options->statement,
            "Figures of that return by itself, computed from its own rows: a year, or entry:INDEX "
            "where a year was received more than once"
        )
        .shown_as("YEAR")
        .checked(check_statement);
    add_policy_option(command, options->policy);
    add_ledger_options(command, options->ledger, line);
    add_read_options(command, options->read);
    command.run(line, [options](const Surroundings& surroundings) {
        return figures(*options, surroundings);
    });
}

}  // namespace tyst::cli
