#include "projections/explain.h"

#include <algorithm>

namespace tyst {

namespace {

class Explainer {
  public:
    Explainer(const History& history, const Obligations& obligations)
        : history_(history), obligations_(obligations) {}

    [[nodiscard]] ExplainedObligation obligation(const Obligation& owed) const {
        ExplainedObligation explained;
        explained.rule = owed.rule->id;
        explained.version = owed.rule->version;
        explained.citation = owed.rule->citation;
        explained.title = owed.rule->title;
        explained.number = owed.number;
        explained.status = owed.status;
        explained.trigger_day = owed.trigger_day;
        explained.due = owed.due;
        explained.terms = terms(owed);
        if (owed.trigger != nullptr) explained.trigger = cite(*owed.trigger, history_);
        if (owed.satisfied_by != nullptr) {
            explained.satisfied_by = cite(*owed.satisfied_by, history_);
        }
        explained.late = owed.late;
        explained.days_over = owed.days_over;
        explained.unseen_until = owed.unseen_until;
        if (owed.exempt_because) explained.exempt_because = to_text(*owed.exempt_because);
        return explained;
    }

    [[nodiscard]] AlertExplanation alert(const Alert& raised) const {
        const Rule& rule = *raised.rule;
        const Obligation& owed = obligations_.all[raised.obligation];
        AlertExplanation explained;
        explained.rule = rule.id;
        explained.version = rule.version;
        explained.jurisdiction = rule.jurisdiction;
        explained.basis = to_text(rule.kind);
        explained.grade = to_text(rule.grade);
        for (const RuleAddressee addressee : rule.addressees) {
            explained.addressee += explained.addressee.empty() ? "" : ", ";
            explained.addressee += to_text(addressee);
        }
        explained.citation = rule.citation;
        explained.title_en = rule.title.en;
        explained.title_cy = rule.title.cy;
        explained.clears = owed.rule->clears.en;
        explained.clears_cy = owed.rule->clears.cy;
        explained.status = raised.status;
        explained.since = raised.since;
        explained.days_over = raised.days_over;
        explained.obligation = obligation(owed);
        explained.events = events(owed);
        explained.steps_en = steps_in_words(explained.obligation.terms);
        explained.not_covered.assign(raised.not_covered.begin(), raised.not_covered.end());
        return explained;
    }

  private:
    // The whole way from the event that started the first clock to the day on which it is due.
    [[nodiscard]] std::vector<ExplainedTerm> terms(const Obligation& owed) const {
        std::vector<ExplainedTerm> found;
        Date from = owed.trigger_day;
        if (const Obligation* before = waits_for_due(owed)) {
            found = terms(*before);
            if (owed.plus) add_term(found, *owed.rule, "due", before->due, *owed.plus);
        }
        if (owed.rule->due) add_term(found, *owed.rule, "trigger", from, *owed.rule->due);
        return found;
    }

    // The obligation whose due day starts this clock; nullptr where an event does.
    [[nodiscard]] const Obligation* waits_for_due(const Obligation& owed) const {
        if (owed.trigger_obligation == kNone) return nullptr;
        const Obligation& before = obligations_.all[owed.trigger_obligation];
        const bool by_event = before.satisfied_by != nullptr && owed.trigger == before.satisfied_by;
        return by_event ? nullptr : &before;
    }

    void add_term(
        std::vector<ExplainedTerm>& found,
        const Rule& rule,
        std::string_view why,
        Date from,
        const DueTerm& term
    ) const {
        auto due = add(from, term, obligations_.reference->bank_holidays());
        if (!due) return;
        found.push_back({rule.id, rule.version, std::string(why), term, std::move(due->steps)});
    }

    [[nodiscard]] std::vector<CitedEvent> events(const Obligation& owed) const {
        std::vector<const StoredEvent*> behind;
        const auto keep = [&](const StoredEvent* event) {
            if (event != nullptr && std::ranges::find(behind, event) == behind.end()) {
                behind.push_back(event);
            }
        };
        keep(history_.care[owed.care].start);
        for (const Obligation* one = &owed; one != nullptr;) {
            keep(one->trigger);
            keep(one->satisfied_by);
            one = one->trigger_obligation == kNone ? nullptr
                                                   : &obligations_.all[one->trigger_obligation];
        }
        std::ranges::sort(behind, {}, &StoredEvent::index);
        std::vector<CitedEvent> cited;
        cited.reserve(behind.size());
        for (const StoredEvent* event : behind)
            cited.push_back(cite(*event, history_));
        return cited;
    }

    const History& history_;
    const Obligations& obligations_;
};

std::string term_in_words(const ExplainedTerm& term) {
    std::string unit(to_text(term.term.unit));
    std::ranges::replace(unit, '-', ' ');
    const std::string_view from = term.why == "due" ? " after that duty was due" : "";
    return std::to_string(term.term.count) + " " + unit + std::string(from) + " (" + term.rule +
           " " + term.version + ")";
}

std::string step_in_words(const ExplainedTerm& term, const ArithmeticStep& step) {
    std::string day = to_text(step.date);
    const bool counted = term.term.start_day == StartDay::counted;
    switch (step.kind) {
        case ArithmeticStep::Kind::start:
            return day + " is day " + (counted ? "1 of " : "0 of ") + term_in_words(term);
        case ArithmeticStep::Kind::skipped:
            return day + " does not count: " + step.why.en;
        case ArithmeticStep::Kind::clamped:
            return day + " stands for a day that the month does not have";
        case ArithmeticStep::Kind::due:
            return day + " is the last day in time";
    }
    return day;
}

}  // namespace

std::vector<std::string> steps_in_words(const std::vector<ExplainedTerm>& terms) {
    std::vector<std::string> lines;
    for (const ExplainedTerm& term : terms) {
        for (const ArithmeticStep& step : term.steps) {
            lines.push_back(step_in_words(term, step));
        }
    }
    return lines;
}

CitedEvent cite(const StoredEvent& stored, const History& history) {
    CitedEvent cited;
    cited.index = stored.index;
    cited.type = type_of(stored.event.body);
    cited.occurred = stored.event.occurred.date;
    cited.learned = learned_time(stored);
    cited.learned_is_claimed = cited.learned != stored.recorded;
    cited.recorded = stored.recorded;
    for (const AppliedRelation& applied : history.relations_on(stored.index)) {
        cited.relations.push_back(applied.relation->index);
    }
    return cited;
}

ChildExplanation explain(const History& history, const Obligations& obligations) {
    const Explainer explainer(history, obligations);
    ChildExplanation explanation;
    explanation.person = history.person;
    if (!history.references.empty()) {
        explanation.reference = history.references.front().reference;
    }
    explanation.question = history.question;
    explanation.rests_on_claimed_time = history.rests_on_claimed_time;
    for (const Alert& alert : obligations.alerts) {
        explanation.alerts.push_back(explainer.alert(alert));
    }
    for (const Obligation& obligation : obligations.all) {
        explanation.obligations.push_back(explainer.obligation(obligation));
        if (obligation.status == ObligationStatus::satisfied) {
            explanation.satisfied.push_back(obligation);
        }
    }
    return explanation;
}

}  // namespace tyst
