#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "projections/evidence/child_tables.h"

// What was owed, done and missed: reviews, other duties, alerts.
namespace tyst::evidence {
namespace {

// The rules by which reviews of the child's case fall due.
constexpr std::array<std::string_view, 3> kReviewRules = {
    "R-first-review", "R-second-review", "R-later-review"
};

bool is_review_rule(std::string_view id) {
    return std::ranges::find(kReviewRules, id) != kReviewRules.end();
}

}  // namespace

bool ChildTables::owed_is_withheld(const Obligation& owed) const {
    if (teller_.rests_on_withheld({owed.trigger, owed.satisfied_by, owed.extended_by})) return true;
    for (std::size_t at = 0; at < owed.counted; ++at) {
        const CountedItem& item = child_.obligations.counted[owed.first_counted + at];
        if (teller_.rests_on_withheld({item.event})) return true;
    }
    return owed.trigger_obligation != kNone &&
           owed_is_withheld(child_.obligations.all[owed.trigger_obligation]);
}

Cell ChildTables::rule_cell(const Rule& rule) const {
    Cell cell(words_.pick(rule.title));
    Line id(fmt::format("{} {}", rule.id, rule.version));
    id.style = Line::Style::note;
    cell.lines.push_back(std::move(id));
    return cell;
}

Cell ChildTables::law_cell(const Rule& rule) const {
    Cell cell(rule.citation);
    Line basis(basis_text(to_text(rule.kind), words_));
    basis.style = Line::Style::note;
    cell.lines.push_back(std::move(basis));
    return cell;
}

std::string ChildTables::done_text(const Obligation& owed) const {
    if (owed.status != ObligationStatus::satisfied) return "";
    return owed.late ? words_.say(
                           "obligation.done_late",
                           {{"day", words_.date(owed.satisfied_on)},
                            {"days", std::to_string(owed.days_over)}}
                       )
                     : words_.date(owed.satisfied_on);
}

Table ChildTables::owed(std::string_view name, bool reviews) const {
    Table made = table(name, {"rule", "from", "due", "state", "done", "law", "entries"});
    for (const Obligation& owed : child_.obligations.all) {
        if (is_review_rule(owed.rule->id) != reviews) continue;
        if (owed.status == ObligationStatus::noted) continue;
        if (owed_is_withheld(owed)) {
            made.rows.push_back(withheld_row(made.columns.size(), nullptr));
            continue;
        }
        made.rows.push_back(
            {rule_cell(*owed.rule),
             words_.date(owed.trigger_day),
             words_.date(owed.due),
             words_.text(fmt::format("obligation.{}", tyst::name(owed.status))),
             done_text(owed),
             law_cell(*owed.rule),
             entries({owed.trigger, owed.satisfied_by})}
        );
    }
    return made;
}

Table ChildTables::reviews() const {
    return owed("reviews", true);
}

Table ChildTables::obligations() const {
    return owed("obligations", false);
}

Table ChildTables::alerts() const {
    Table made =
        table("alerts", {"rule", "state", "since", "days_over", "grade", "law", "entries"});
    made.if_empty = words_.text("table.none");
    for (std::size_t place = 0; place < child_.obligations.alerts.size(); ++place) {
        const Alert& alert = child_.obligations.alerts[place];
        if (alert.status == AlertStatus::not_held) continue;
        if (owed_is_withheld(child_.obligations.all[alert.obligation])) {
            made.rows.push_back(withheld_row(made.columns.size(), nullptr));
            continue;
        }
        made.rows.push_back(
            {rule_cell(*alert.rule),
             words_.text(fmt::format("alert.{}", tyst::name(alert.status))),
             words_.date(alert.since),
             Cell::of_number(static_cast<std::uint64_t>(std::max(0, alert.days_over))),
             words_.text(fmt::format("grade.{}", to_text(alert.rule->grade))),
             law_cell(*alert.rule),
             entries(child_.explanation.alerts[place].events)}
        );
    }
    return made;
}

Table ChildTables::not_held_rules() const {
    Table made = table("not_held_rules", {"rule", "since", "law"});
    made.if_empty = words_.text("table.none");
    for (const Alert& alert : child_.obligations.alerts) {
        if (alert.status != AlertStatus::not_held) continue;
        if (owed_is_withheld(child_.obligations.all[alert.obligation])) {
            made.rows.push_back(withheld_row(made.columns.size(), nullptr));
            continue;
        }
        made.rows.push_back(
            {rule_cell(*alert.rule), words_.date(alert.since), law_cell(*alert.rule)}
        );
    }
    return made;
}

std::vector<Block> ChildTables::alerts_explained() const {
    std::vector<Block> blocks;
    for (std::size_t place = 0; place < child_.obligations.alerts.size(); ++place) {
        const Alert& alert = child_.obligations.alerts[place];
        const AlertExplanation& explained = child_.explanation.alerts[place];
        const bool told = !owed_is_withheld(child_.obligations.all[alert.obligation]);
        if (!told || alert.status == AlertStatus::not_held) continue;
        blocks.emplace_back(Subheading{
            fmt::format("alert-{:03}-{}", child_.number, place + 1),
            fmt::format("{}: {}", explained.rule, words_.pick(alert.rule->title))
        });
        Facts facts;
        facts.facts.push_back(
            {words_.text("column.law"), {explained.citation, basis_text(explained.basis, words_)}}
        );
        std::vector<Line> steps;
        for (std::string& step : steps_of(explained.obligation, words_))
            steps.emplace_back(std::move(step));
        facts.facts.push_back({words_.text("alert.counting"), std::move(steps)});
        facts.facts.push_back(
            {words_.text(alert.status == AlertStatus::noted ? "alert.notes" : "alert.cleared_by"),
             {words_.pick(*alert.clears)}}
        );
        if (explained.considered && !facts_.withholding.part_0(alert.considered->index)) {
            Line reasons;
            reasons.pieces.push_back(
                {Piece::Kind::free_text,
                 explained.considered_because,
                 alert.considered->event.language,
                 {}}
            );
            facts.facts.push_back(
                {words_.text("alert.considered"), {std::move(reasons), link(alert.considered)}}
            );
        }
        if (!explained.newer_version.empty()) {
            facts.facts.push_back(
                {words_.text("alert.version"),
                 {words_.say(
                     "alert.newer_version",
                     {{"applied", explained.obligation.version}, {"newer", explained.newer_version}}
                 )}}
            );
        }
        facts.facts.push_back({words_.text("column.entries"), entries(explained.events).lines});
        blocks.emplace_back(std::move(facts));
    }
    return blocks;
}

}  // namespace tyst::evidence
