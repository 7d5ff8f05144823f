#include <algorithm>
#include <memory>
#include <ostream>
#include <unordered_map>

#include <fmt/format.h>

#include "cli/child_text.h"
#include "cli/commands/commands.h"
#include "cli/options.h"
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
    std::string statement;
    std::string policy = std::string(name(StatementPolicy::first_stated));
};

using References = std::unordered_map<StreamId, std::string, StrongBytesHash>;

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
    return Counted{
        std::move(counted.figures.front()), std::move(counted.references), std::move(summary)
    };
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

Result<ExitCode> figures_of_one_statement(
    const FiguresOptions& options, const Surroundings& surroundings
) {
    const bool asks_more = !options.read.as_at.empty() || !options.read.known_at.empty() ||
                           options.read.witnessed || !options.period.empty() ||
                           options.policy != name(StatementPolicy::first_stated);
    if (asks_more) {
        return usage_error(
            surroundings,
            "--statement stands alone: its day, its period and what it knows are its own"
        );
    }
    return answer_statement({options.ledger, options.statement, options.read.format}, surroundings);
}

Result<ExitCode> figures(const FiguresOptions& options, const Surroundings& surroundings) {
    if (!options.statement.empty()) {
        return figures_of_one_statement(options, surroundings);
    }
    TYST_ASSIGN(auto reading, open_reading(options.ledger, options.read, surroundings));
    const Period period = period_from(options.period).value_or(year_to(reading.question.as_at));
    const auto policy =
        statement_policy_named(options.policy).value_or(StatementPolicy::first_stated);
    TYST_ASSIGN(
        const Counted counted,
        policy == StatementPolicy::first_stated ? count(reading, period)
                                                : count_joined(reading, period, policy)
    );
    switch (reading.format) {
        case OutputFormat::json:
            print_json_answer(surroundings.out, reading, period, options.policy, counted);
            break;
        case OutputFormat::csv:
            machine_table(counted.figures, options.policy).print_csv(surroundings.out);
            tell_erased(surroundings.err, reading);
            break;
        case OutputFormat::table:
            surroundings.err << fmt::format(
                "starts and ceasings from {} to {}; statements joined {}\n",
                to_text(period.from),
                to_text(period.to),
                options.policy
            );
            people_table(counted.figures).print_text(surroundings.out);
            tell_erased(surroundings.out, reading);
            break;
    }
    return ExitCode::ok;
}

}  // namespace

void add_figures(Command parent, CommandLine& line) {
    auto options = std::make_shared<FiguresOptions>();
    Command command = parent.add(
        {"figures",
         "Counts on a day and over a period, with the children behind each",
         "tyst figures --ledger demo --as-at 2019-03-31 --period 2018-04-01..2019-03-31"}
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
