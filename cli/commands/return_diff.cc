#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <vector>

#include <fmt/format.h>

#include "cli/commands/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/returns.h"
#include "cli/rule_source.h"
#include "cli/session.h"
#include "cli/table.h"
#include "projections/statements/statement_difference.h"
#include "schema/event_catalogue.h"

namespace tyst::cli {
namespace {

struct ReturnDiffOptions {
    LedgerOptions ledger;
    int year = 0;
    std::string from;
    std::string to;
    std::string policy = std::string(name(StatementPolicy::first_stated));
    bool alone = false;
    std::string rules_from = "adopted";
    std::string rules_to = "adopted";
    std::string format = "table";

    [[nodiscard]] StatementPolicy joined() const {
        return alone ? StatementPolicy::alone
                     : statement_policy_named(policy).value_or(StatementPolicy::first_stated);
    }
};

// A side as it was asked for, and in words.
struct NamedSide {
    DifferenceSide side;
    ReferenceSet rules;
    std::string words;
    boost::json::object json;
};

struct Compared {
    std::unique_ptr<NamedSide> from;
    std::unique_ptr<NamedSide> to;
    StatementDifference difference;
    TreeHead head;
    std::string origin;
};

std::string check_side(const std::string& text) {
    if (check_statement(text).empty() || check_date_or_time(text).empty()) return "";
    return "'" + text +
           "' is neither a statement (2018, entry:42) nor a day or time of knowledge (2019-06-01)";
}

Result<void> know_statement(
    const ReturnDiffOptions& options,
    const StatementBook& book,
    const std::string& text,
    NamedSide& named
) {
    TYST_ASSIGN(const std::size_t place, statement_named(book.all(), text));
    const ReturnStatement& statement = book.all()[place];
    named.side.knowledge.statement = place;
    named.side.knowledge.policy = statement.sent ? StatementPolicy::alone : options.joined();
    named.side.as_at = std::min(
        collection_ends(options.year), collection_ends(static_cast<int>(statement.received.year))
    );
    named.words = "statement " + name_of(statement);
    named.json["statement"] = statement_json(statement);
    return {};
}

void know_moment(const ReturnDiffOptions& options, const std::string& text, NamedSide& named) {
    const Timestamp moment = moment_from(text);
    named.side.knowledge.known_at = moment;
    named.side.knowledge.policy = options.joined();
    named.side.as_at = std::min(collection_ends(options.year), london_date(moment));
    named.words = "known at " + to_text(moment);
    named.json["known_at"] = to_text(moment);
}

Result<std::unique_ptr<NamedSide>> side_of(
    const ReturnDiffOptions& options,
    Ledger& ledger,
    const StatementBook& book,
    const std::string& text,
    const std::string& rules
) {
    TYST_ASSIGN(ReferenceSet reference, reference_set_named(ledger, rules));
    auto named = std::make_unique<NamedSide>(NamedSide{{}, std::move(reference), "", {}});
    if (check_statement(text).empty()) {
        TYST_TRY(know_statement(options, book, text, *named));
    } else {
        know_moment(options, text, *named);
    }
    named->side.rules = &named->rules;
    named->json["as_at"] = to_text(named->side.as_at);
    named->json["policy"] = name(named->side.knowledge.policy);
    named->json["reference_set"] = to_hex(named->rules.digest().view());
    return named;
}

// ---- what moved, in words ----

std::string signed_text(std::int64_t value) {
    return value == 0 ? "0" : fmt::format("{:+}", value);
}

std::string entries_text(const std::vector<MovingEvent>& events, std::string_view label) {
    std::string text;
    std::optional<LogIndex> last;
    for (const MovingEvent& event : events) {
        if (last == event.entry) continue;
        last = event.entry;
        text += (text.empty() ? std::string(label) : " ") + std::to_string(event.entry.value);
    }
    return text;
}

// The entries behind a child's move: "first 12" known to the first side alone, "second 57" to the
// other.
std::string entries_behind(const MovedPerson& person, MoveCause cause) {
    switch (cause) {
        case MoveCause::rule:
            return "";
        case MoveCause::knowledge: {
            const std::string before = entries_text(person.only_before, "first ");
            const std::string after = entries_text(person.only_after, "second ");
            return before + (before.empty() || after.empty() ? "" : ", ") + after;
        }
        case MoveCause::time:
            return entries_text(person.meanwhile, "");
    }
    return "";
}

Table cells_table(const StatementDifference& difference) {
    Table table(
        {{"figure", "Figure"},
         {"from", "From", Align::right},
         {"to", "To", Align::right},
         {"rule", "Rule change", Align::right},
         {"knowledge", "Knowledge change", Align::right},
         {"time", "Passage of time", Align::right},
         {"residual", "Residual", Align::right}}
    );
    for (const MovedCell& cell : difference.moved) {
        table.add_row(
            {cell.id,
             std::to_string(cell.from),
             std::to_string(cell.to),
             signed_text(cell.moves[0].net()),
             signed_text(cell.moves[1].net()),
             signed_text(cell.moves[2].net()),
             signed_text(cell.residual())}
        );
    }
    return table;
}

// A line for each child that a cause added to a figure or took from it.
void add_moves(Table& table, const Compared& compared, const MovedCell& cell, bool for_people) {
    for (std::size_t place = 0; place < kMoveCauseCount; ++place) {
        const auto cause = static_cast<MoveCause>(place);
        const auto add = [&](const std::vector<StreamId>& children, const char* change) {
            for (const StreamId& child : children) {
                const MovedPerson& person = compared.difference.persons.at(child);
                std::vector<std::string> cells{
                    cell.id,
                    std::string(name(cause)),
                    change,
                    person.reference,
                    entries_behind(person, cause)
                };
                if (!for_people) {
                    cells.insert(
                        cells.end(),
                        {std::to_string(cell.from),
                         std::to_string(cell.to),
                         std::to_string(cell.residual()),
                         std::string(name(compared.from->side.knowledge.policy)),
                         std::string(name(compared.to->side.knowledge.policy))}
                    );
                }
                table.add_row(std::move(cells));
            }
        };
        add(cell.moves[place].added, "added");
        add(cell.moves[place].gone, "gone");
    }
}

Table moves_table(const Compared& compared) {
    Table table(
        {{"figure", "Figure"},
         {"cause", "Cause"},
         {"change", "Change"},
         {"child", "Child"},
         {"entries", "Entries"}}
    );
    for (const MovedCell& cell : compared.difference.moved)
        add_moves(table, compared, cell, true);
    return table;
}

Table moves_csv(const Compared& compared) {
    Table table(
        {{"figure", ""},
         {"cause", ""},
         {"change", ""},
         {"child", ""},
         {"entries", ""},
         {"from", ""},
         {"to", ""},
         {"residual", ""},
         {"policy_from", ""},
         {"policy_to", ""}}
    );
    for (const MovedCell& cell : compared.difference.moved)
        add_moves(table, compared, cell, false);
    return table;
}

boost::json::array events_json(const std::vector<MovingEvent>& events) {
    boost::json::array list;
    for (const MovingEvent& event : events) {
        boost::json::object each{{"entry", event.entry.value}};
        if (event.type != EventType::none) each["type"] = name_of(event.type);
        if (event.relation == RelationKind::corrects) each["relation"] = "corrects";
        if (event.relation == RelationKind::annuls) each["relation"] = "annuls";
        if (event.relation == RelationKind::reverses) each["relation"] = "reverses";
        each["occurred"] = to_text(event.occurred);
        list.push_back(std::move(each));
    }
    return list;
}

boost::json::object cell_json(const MovedCell& cell, const StatementDifference& difference) {
    boost::json::object moves;
    for (std::size_t place = 0; place < kMoveCauseCount; ++place) {
        const auto references = [&](const std::vector<StreamId>& children) {
            std::vector<std::string> texts;
            for (const StreamId& child : children)
                texts.push_back(difference.persons.at(child).reference);
            std::ranges::sort(texts);
            return texts_json(texts);
        };
        moves[name(static_cast<MoveCause>(place))] = {
            {"net", cell.moves[place].net()},
            {"added", references(cell.moves[place].added)},
            {"gone", references(cell.moves[place].gone)},
        };
    }
    return {
        {"id", cell.id},
        {"flow", cell.flow},
        {"from", cell.from},
        {"to", cell.to},
        {"moves", std::move(moves)},
        {"residual", cell.residual()},
    };
}

// The persons in the order of their references, so that the same question gives the same bytes.
boost::json::array persons_json(const StatementDifference& difference) {
    std::vector<const MovedPerson*> persons;
    for (const auto& [stream, person] : difference.persons)
        persons.push_back(&person);
    std::ranges::sort(persons, {}, &MovedPerson::reference);
    boost::json::array list;
    for (const MovedPerson* const person : persons) {
        list.push_back(boost::json::object{
            {"child", person->reference},
            {"only_before", events_json(person->only_before)},
            {"only_after", events_json(person->only_after)},
            {"meanwhile", events_json(person->meanwhile)},
        });
    }
    return list;
}

void print_compared_json(std::ostream& out, int year, const Compared& compared) {
    boost::json::array cells;
    for (const MovedCell& cell : compared.difference.moved)
        cells.push_back(cell_json(cell, compared.difference));
    print_json(
        out,
        boost::json::object{
            {"origin", compared.origin},
            {"log_size", compared.head.size},
            {"root", to_hex(compared.head.root.view())},
            {"form", kReturnForm},
            {"year", year},
            {"from", compared.from->json},
            {"to", compared.to->json},
            {"cells", compared.difference.cells},
            {"erased", compared.difference.erased},
            {"moved", std::move(cells)},
            {"children", persons_json(compared.difference)},
        }
    );
}

std::string side_text(const NamedSide& named) {
    return fmt::format(
        "{}, as at {}, statements joined {}, reference set {}",
        named.words,
        to_text(named.side.as_at),
        name(named.side.knowledge.policy),
        to_hex(named.rules.digest().view()).substr(0, 12)
    );
}

void print_compared(std::ostream& out, int year, const Compared& compared) {
    const StatementDifference& difference = compared.difference;
    out << fmt::format(
        "year {}\nfrom {}\nto   {}\n\n", year, side_text(*compared.from), side_text(*compared.to)
    );
    cells_table(difference).print_text(out);
    if (!difference.moved.empty()) {
        out << '\n';
        moves_table(compared).print_text(out);
    }
    out << fmt::format(
        "\n{} of {} figures moved; entries: 'first' known to the first side alone, 'second' to the "
        "other\n",
        difference.moved.size(),
        difference.cells
    );
    if (difference.erased > 0) {
        out << fmt::format("{} erased records can be counted on neither side\n", difference.erased);
    }
}

Result<ExitCode> compare(const ReturnDiffOptions& options, const Surroundings& surroundings) {
    TYST_ASSIGN(const auto ledger, open_ledger(options.ledger, surroundings));
    TYST_ASSIGN(
        const StatementBook book, StatementBook::read(*ledger, kReturnForm, thread_count())
    );
    Compared compared;
    compared.head = ledger->head();
    compared.origin = ledger->origin();
    TYST_ASSIGN(compared.from, side_of(options, *ledger, book, options.from, options.rules_from));
    TYST_ASSIGN(compared.to, side_of(options, *ledger, book, options.to, options.rules_to));
    TYST_ASSIGN(
        compared.difference,
        compare_figures(
            *ledger, book, options.year, compared.from->side, compared.to->side, thread_count()
        )
    );
    switch (output_format_from(options.format)) {
        case OutputFormat::json:
            print_compared_json(surroundings.out, options.year, compared);
            break;
        case OutputFormat::csv:
            moves_csv(compared).print_csv(surroundings.out);
            break;
        case OutputFormat::table:
            print_compared(surroundings.out, options.year, compared);
            break;
    }
    const bool adds_up = std::ranges::all_of(compared.difference.moved, [](const MovedCell& cell) {
        return cell.residual() == 0;
    });
    return adds_up ? ExitCode::ok : ExitCode::problems_found;
}

}  // namespace

void add_return_diff(Command parent, CommandLine& line) {
    auto options = std::make_shared<ReturnDiffOptions>();
    Command command = parent.add(
        {"diff",
         "Which figures of a year moved between two statements or days, by whom and why",
         "tyst return diff --year 2018 --between 2018 --and 2019 --ledger demo"}
    );
    command.option("--year", options->year, "Year in which the collection ends")
        .required()
        .shown_as("YEAR");
    command
        .option(
            "--between",
            options->from,
            "A statement (2018, entry:42), or the end of a day until which was known what counts"
        )
        .required()
        .shown_as("A")
        .checked(check_side);
    command.option("--and", options->to, "Likewise").required().shown_as("B").checked(check_side);
    add_policy_option(command, options->policy);
    command.flag(
        "--alone", options->alone, "Statements by themselves, not joined with those before them"
    );
    command
        .option(
            "--rules-a",
            options->rules_from,
            "Reference set of A: adopted, program, or the first digits of a digest"
        )
        .shown_as("SET");
    command.option("--rules-b", options->rules_to, "Reference set of B").shown_as("SET");
    add_ledger_options(command, options->ledger, line);
    add_format_option(command, options->format);
    command.run(line, [options](const Surroundings& surroundings) {
        return compare(*options, surroundings);
    });
}

}  // namespace tyst::cli
