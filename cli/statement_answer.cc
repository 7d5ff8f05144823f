#include "cli/statement_answer.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <vector>

#include <fmt/format.h>

#include "cli/output.h"
#include "cli/reading.h"
#include "cli/returns.h"
#include "cli/rule_source.h"
#include "cli/session.h"
#include "cli/table.h"
#include "projections/statements/statement_totals.h"

namespace tyst::cli {
namespace {

// A statement with what was computed of it.
struct Answered {
    const ReturnStatement* statement = nullptr;
    StatementFigures figures;
    TreeHead head;
    std::string origin;
    std::string rules;  // digest of the reference set of this answer

    [[nodiscard]] std::string kept_rules() const {
        return statement->totals ? to_hex(statement->totals->rules.view()) : std::string();
    }
    [[nodiscard]] std::optional<std::uint64_t> stated(std::string_view id) const {
        return statement->totals ? total_in(*statement->totals, id) : std::nullopt;
    }
    [[nodiscard]] std::uint64_t rows_held(const std::string& table) const {
        const auto held = figures.rows_held.find(table);
        return held == figures.rows_held.end() ? 0 : held->second;
    }
    [[nodiscard]] std::uint64_t rows_erased() const {
        std::uint64_t erased = 0;
        for (const ReceivedFile& file : statement->received.files)
            erased += file.rows - rows_held(file.table);
        return erased;
    }
    // Nothing where no totals say how many there were.
    [[nodiscard]] std::optional<std::uint64_t> children_erased() const {
        const auto all = stated(kChildrenTotal);
        if (!all || rows_erased() == 0)
            return rows_erased() == 0 ? std::optional(0ULL) : std::nullopt;
        return *all - std::min(*all, figures.counted.children);
    }
};

std::string number_or_blank(const std::optional<std::uint64_t>& value) {
    return value ? std::to_string(*value) : "";
}

Table statement_table(const Answered& answered) {
    Table table(
        {{"figure", "Figure"}, {"value", "Now", Align::right}, {"stated", "As stated", Align::right}
        }
    );
    for (const Figure& figure : answered.figures.figures()) {
        table.add_row(
            {figure.id, std::to_string(figure.value), number_or_blank(answered.stated(figure.id))}
        );
    }
    return table;
}

Table statement_csv(const Answered& answered) {
    Table table(
        {{"id", ""},
         {"value", ""},
         {"flow", ""},
         {"stated", ""},
         {"statement_year", ""},
         {"statement_entry", ""},
         {"policy", ""}}
    );
    for (const Figure& figure : answered.figures.figures()) {
        table.add_row(
            {figure.id,
             std::to_string(figure.value),
             figure.flow ? "true" : "false",
             number_or_blank(answered.stated(figure.id)),
             std::to_string(answered.statement->received.year),
             std::to_string(answered.statement->index.value),
             std::string(name(StatementPolicy::alone))}
        );
    }
    return table;
}

boost::json::value number_json(const std::optional<std::uint64_t>& value) {
    return value ? boost::json::value(*value) : boost::json::value();
}

boost::json::object rows_json(const Answered& answered) {
    boost::json::object rows;
    for (const ReceivedFile& file : answered.statement->received.files) {
        const std::uint64_t held = answered.rows_held(file.table);
        rows[file.table] = {{"stated", file.rows}, {"held", held}, {"erased", file.rows - held}};
    }
    return rows;
}

boost::json::array figures_json(const Answered& answered) {
    boost::json::array figures;
    for (const Figure& figure : answered.figures.figures()) {
        std::vector<std::string> children;
        for (const StreamId& child : figure.children)
            children.push_back(answered.figures.counted.references.at(child));
        std::ranges::sort(children);
        figures.push_back(boost::json::object{
            {"id", figure.id},
            {"value", figure.value},
            {"stated", number_json(answered.stated(figure.id))},
            {"flow", figure.flow},
            {"children", texts_json(children)},
        });
    }
    return figures;
}

void print_statement_json(std::ostream& out, const Answered& answered) {
    const auto year = static_cast<int>(answered.statement->received.year);
    boost::json::object answer{
        {"origin", answered.origin},
        {"log_size", answered.head.size},
        {"root", to_hex(answered.head.root.view())},
        {"statement", statement_json(*answered.statement)},
        {"policy", name(StatementPolicy::alone)},
        {"as_at", to_text(collection_ends(year))},
        {"period",
         {{"from", to_text(collection_begins(year))}, {"to", to_text(collection_ends(year))}}},
        {"reference_set", answered.rules},
        {"stated_under", answered.kept_rules()},
        {"children", answered.figures.counted.children},
        {"children_stated", number_json(answered.stated(kChildrenTotal))},
        {"children_erased", number_json(answered.children_erased())},
        {"rows", rows_json(answered)},
        {"rows_erased", answered.rows_erased()},
        {"figures", figures_json(answered)},
    };
    print_json(out, answer);
}

// What cannot be counted any more, and under which law the totals were kept.
void tell_limits(std::ostream& out, const Answered& answered) {
    if (const std::uint64_t rows = answered.rows_erased(); rows > 0) {
        const auto children = answered.children_erased();
        out << fmt::format(
            "{} row{} erased, of {} that cannot be counted any more; only what was stated has "
            "them\n",
            rows,
            rows == 1 ? "" : "s",
            !children        ? "children"
            : *children == 1 ? "1 child"
                             : std::to_string(*children) + " children"
        );
    }
    if (!answered.statement->totals) {
        out << "no totals were kept of this statement\n";
    } else if (answered.kept_rules() != answered.rules) {
        out << fmt::format(
            "stated under reference set {}, counted now under {}\n",
            answered.kept_rules(),
            answered.rules
        );
    }
}

}  // namespace

Result<ExitCode> answer_statement(
    const StatementQuestion& question, const Surroundings& surroundings
) {
    TYST_ASSIGN(const auto ledger, open_ledger(question.ledger, surroundings));
    TYST_ASSIGN(const ReferenceSet reference, reference_set_of(*ledger));
    TYST_ASSIGN(
        const StatementBook book, StatementBook::read(*ledger, kReturnForm, thread_count())
    );
    TYST_ASSIGN(const std::size_t place, statement_named(book.all(), question.statement));
    TYST_ASSIGN(
        StatementFigures figures,
        figures_of_statement(*ledger, book, place, reference, thread_count())
    );
    const Answered answered{
        &book.all()[place],
        std::move(figures),
        ledger->head(),
        ledger->origin(),
        to_hex(reference.digest().view())
    };
    switch (output_format_from(question.format)) {
        case OutputFormat::json:
            print_statement_json(surroundings.out, answered);
            break;
        case OutputFormat::csv:
            statement_csv(answered).print_csv(surroundings.out);
            tell_limits(surroundings.err, answered);
            break;
        case OutputFormat::table:
            surroundings.out << fmt::format(
                "return of {}, alone: nothing that was learned later\n\n",
                name_of(*answered.statement)
            );
            statement_table(answered).print_text(surroundings.out);
            tell_limits(surroundings.out, answered);
            break;
    }
    return ExitCode::ok;
}

}  // namespace tyst::cli
