#include <fmt/format.h>

#include "projections/panel/panel_tables.h"

// The tables of targets: what is computed and what somebody recorded stand apart.
namespace tyst::panel {

using evidence::Cell;
using evidence::Line;
using evidence::Piece;
using evidence::Table;

namespace {

Line::Style style_of(TargetColour colour) {
    switch (colour) {
        case TargetColour::green:
            return Line::Style::green;
        case TargetColour::amber:
            return Line::Style::amber;
        case TargetColour::red:
            return Line::Style::red;
        case TargetColour::none:
            break;
    }
    return Line::Style::title;
}

std::string colour_key(TargetColour colour) {
    return colour == TargetColour::none ? "none" : std::string(name(colour));
}

}  // namespace

std::string PanelTables::who(const std::optional<PersonCitation>& person) const {
    if (!person || (person->name.empty() && person->role.empty())) return text("target.nobody");
    if (person->name.empty()) return person->role;
    if (person->role.empty()) return person->name;
    return words_.say(
        "panel.target.owner_with_role", {{"name", person->name}, {"role", person->role}}
    );
}

Cell PanelTables::value_cell(const PanelTarget& target, const std::optional<Date>& day) const {
    const auto value = shown_value(facts_, shown_, target, day);
    return value ? count_cell(*value) : Cell();
}

std::vector<Line> PanelTables::computed_lines(const PanelTarget& target) const {
    const TargetSet& set = target.target.set;
    std::vector<Line> lines;
    const std::string direction =
        text(set.direction == "at-least" ? "target.at-least" : "target.at-most");
    const std::string goal = std::to_string(set.target);
    const std::string baseline = std::to_string(set.baseline);
    lines.emplace_back(
        set.baseline_day ? words_.say(
                               "panel.target.computed",
                               {{"baseline", baseline},
                                {"baseline_day", words_.date(*set.baseline_day)},
                                {"direction", direction},
                                {"target", goal}}
                           )
                         : words_.say(
                               "panel.target.computed_without_day",
                               {{"baseline", baseline}, {"direction", direction}, {"target", goal}}
                           )
    );
    const auto counted = shown_value(facts_, shown_, target, set.baseline_day);
    if (counted && counted->is_shown() && target.value_on(set.baseline_day) != set.baseline) {
        lines.emplace_back(words_.say(
            "panel.target.baseline_differs",
            {{"counted", count_text(*counted)}, {"stated", baseline}}
        ));
    }
    const auto tell = [&](std::string_view key, const std::optional<Date>& day) {
        const auto value = shown_value(facts_, shown_, target, day);
        if (!value) return;
        lines.emplace_back(
            words_.say(key, {{"value", count_text(*value)}, {"day", words_.date(*day)}})
        );
    };
    const Date as_at = facts_.asked.question.as_at;
    tell("panel.target.on_target_day", set.target_day);
    if (set.due != set.target_day) tell("panel.target.on_due_day", set.due);
    if (set.target_day != as_at && set.due != as_at) tell("panel.target.now", as_at);
    return lines;
}

std::vector<Line> PanelTables::recorded_lines(const PanelTarget& target) const {
    const auto& progress = target.target.progress;
    if (!progress) return {};
    std::vector<Line> lines;
    lines.emplace_back(words_.say(
        "panel.target.progress",
        {{"state", words_.code("target-state", progress->said.state, progress->day)},
         {"who", who(progress->said.said_by)},
         {"day", words_.date(progress->day)},
         {"time", words_.time(progress->recorded)}}
    ));
    if (!progress->said.statement.empty()) {
        lines.emplace_back(
            Line::Style::plain,
            std::vector<Piece>{{Piece::Kind::free_text, progress->said.statement, {}, {}}}
        );
    }
    return lines;
}

std::vector<Line> PanelTables::standing(const PanelTarget& target) const {
    const TargetJudgement& judgement = target.judgement;
    std::vector<Line> lines;
    if (!target.target.set.figure.empty()) {
        lines.emplace_back(
            style_of(judgement.colour),
            std::vector<Piece>{
                {Piece::Kind::plain, text("colour." + colour_key(judgement.colour)), {}, {}}
            }
        );
        lines.emplace_back(text(fmt::format("reason.{}", name(judgement.reason))));
        for (Line& line : computed_lines(target))
            lines.push_back(std::move(line));
    }
    for (Line& line : recorded_lines(target))
        lines.push_back(std::move(line));
    if (lines.empty()) lines.emplace_back(text("target.no_progress"));
    return lines;
}

std::vector<Line> PanelTables::day_lines(const TargetSet& set) const {
    const auto tell = [&](std::string_view key, Date day) {
        return Line(words_.say(key, {{"day", words_.date(day)}}));
    };
    if (set.target_day && set.due == set.target_day) {
        return {tell("panel.target.due_both", *set.due)};
    }
    std::vector<Line> lines;
    if (set.target_day) lines.push_back(tell("panel.target.target_day", *set.target_day));
    if (set.due) lines.push_back(tell("panel.target.due", *set.due));
    if (lines.empty()) lines.emplace_back(text("target.no_day"));
    return lines;
}

Table PanelTables::targets() const {
    Table made = table("targets", {"action", "what", "state", "days", "owner"});
    made.if_empty = text("target.none_set");
    for (const PanelTarget& target : facts_.targets) {
        const TargetSet& set = target.target.set;
        made.rows.push_back(
            {Cell(set.action),
             Cell(words_.welsh() && !set.text_cy.empty() ? set.text_cy : set.text_en),
             Cell(standing(target)),
             Cell(day_lines(set)),
             Cell(who(set.owner))}
        );
    }
    return made;
}

Table PanelTables::targets_by_column() const {
    Table made = table(
        "targets", {"action",   "what",           "owner",         "colour",   "reason",
                    "figure",   "direction",      "baseline_day",  "baseline", "baseline_counted",
                    "target",   "target_day",     "on_target_day", "due",      "on_due_day",
                    "now",      "recorded_state", "said_by",       "said_of",  "recorded",
                    "statement"}
    );
    for (const PanelTarget& target : facts_.targets) {
        const TargetSet& set = target.target.set;
        const bool measured = !set.figure.empty();
        const auto& progress = target.target.progress;
        const auto number = [&](std::uint64_t value) {
            return measured ? Cell::of_number(value) : Cell();
        };
        made.rows.push_back(
            {Cell(set.action),
             Cell(words_.welsh() && !set.text_cy.empty() ? set.text_cy : set.text_en),
             Cell(who(set.owner)),
             Cell(measured ? text("colour." + colour_key(target.judgement.colour)) : ""),
             Cell(text(fmt::format("reason.{}", name(target.judgement.reason)))),
             Cell(measured ? title_of(set.figure, words_) : ""),
             Cell(
                 measured ? text(set.direction == "at-least" ? "target.at-least" : "target.at-most")
                          : ""
             ),
             Cell(date_text(set.baseline_day)),
             number(set.baseline),
             value_cell(target, set.baseline_day),
             number(set.target),
             Cell(date_text(set.target_day)),
             value_cell(target, set.target_day),
             Cell(date_text(set.due)),
             value_cell(target, set.due),
             measured ? value_cell(target, facts_.asked.question.as_at) : Cell(),
             Cell(progress ? words_.code("target-state", progress->said.state, progress->day) : ""),
             Cell(progress ? who(progress->said.said_by) : ""),
             Cell(progress ? words_.date(progress->day) : ""),
             Cell(progress ? words_.time(progress->recorded) : ""),
             Cell(progress ? progress->said.statement : "")}
        );
    }
    return made;
}

Table PanelTables::colours() const {
    Table made = table("colours", {"colour", "rule"});
    for (const std::string colour : {"green", "amber", "red", "none"})
        made.rows.push_back({Cell(text("colour." + colour)), Cell(text("rule." + colour))});
    return made;
}

}  // namespace tyst::panel
