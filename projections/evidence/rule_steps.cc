#include <fmt/format.h>

#include "projections/evidence/child_tables.h"

namespace tyst::evidence {
namespace {

std::string term_text(const ExplainedTerm& term, const Words& words) {
    return words.say(
        term.why == "due" ? "steps.term_after_due" : "steps.term",
        {{"count", std::to_string(term.term.count)},
         {"unit", words.text(fmt::format("unit.{}", to_text(term.term.unit)))},
         {"rule", term.rule},
         {"version", term.version}}
    );
}

std::string step_text(const ExplainedTerm& term, const ArithmeticStep& step, const Words& words) {
    const std::string day = words.date(step.date);
    switch (step.kind) {
        case ArithmeticStep::Kind::start: {
            const bool counted = term.term.start_day == StartDay::counted;
            return words.say(
                counted ? "steps.day_one" : "steps.day_zero",
                {{"day", day}, {"term", term_text(term, words)}}
            );
        }
        case ArithmeticStep::Kind::skipped:
            return words.say("steps.skipped", {{"day", day}, {"why", words.pick(step.why)}});
        case ArithmeticStep::Kind::clamped:
            return words.say("steps.clamped", {{"day", day}});
        case ArithmeticStep::Kind::due:
            return words.say("steps.due", {{"day", day}});
    }
    return day;
}

}  // namespace

std::vector<std::string> steps_of(const ExplainedObligation& obligation, const Words& words) {
    std::vector<std::string> lines;
    for (const ExplainedTerm& term : obligation.terms) {
        for (const ArithmeticStep& step : term.steps)
            lines.push_back(step_text(term, step, words));
    }
    if (obligation.due_at) {
        lines.push_back(words.say("steps.due_at", {{"time", words.time(*obligation.due_at)}}));
    } else if (obligation.terms.empty() && obligation.status != ObligationStatus::noted) {
        lines.push_back(words.say("steps.given", {{"day", words.date(obligation.due)}}));
    }
    if (obligation.extended_by) {
        lines.push_back(words.say(
            "steps.moved_on",
            {{"day", words.date(obligation.due)},
             {"index", std::to_string(obligation.extended_by->index.value)}}
        ));
    }
    if (!obligation.gap.empty()) {
        lines.push_back(words.say(
            fmt::format("gap.{}", obligation.gap), {{"day", words.date(obligation.trigger_day)}}
        ));
    }
    for (const ExplainedItem& item : obligation.counted) {
        lines.push_back(words.say(
            "steps.counted",
            {{"from", words.date(item.from)},
             {"to", words.date(item.to)},
             {"amount", std::to_string(item.amount)},
             {"index", std::to_string(item.event.index.value)}}
        ));
    }
    return lines;
}

std::string basis_text(std::string_view basis, const Words& words) {
    return words.text(fmt::format("basis.{}", basis));
}

}  // namespace tyst::evidence
