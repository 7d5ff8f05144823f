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
        explained.basis = to_text(owed.rule->kind);
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
        explained.due_at = owed.due_at;
        if (owed.extended_by != nullptr) explained.extended_by = cite(*owed.extended_by, history_);
        explained.decision = owed.decision;
        if (owed.gap) explained.gap = to_text(*owed.gap);
        for (std::size_t at = 0; at < owed.counted; ++at) {
            const CountedItem& item = obligations_.counted[owed.first_counted + at];
            explained.counted.push_back(
                {cite(*item.event, history_), item.from, item.to, item.amount}
            );
        }
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
        explained.clears = raised.clears->en;
        explained.clears_cy = raised.clears->cy;
        explained.leaves = raised.leaves;
        note_newer_version(*owed.rule, explained);
        if (raised.considered != nullptr) {
            explained.considered = cite(*raised.considered, history_);
            explained.considered_because =
                std::get<AlertConsidered>(raised.considered->event.body).reasons;
        }
        explained.status = raised.status;
        explained.since = raised.since;
        explained.days_over = raised.days_over;
        explained.obligation = obligation(owed);
        explained.events = events(owed);
        explained.steps_en = steps_in_words(explained.obligation);
        explained.not_covered.assign(raised.not_covered.begin(), raised.not_covered.end());
        return explained;
    }

  private:
    void note_newer_version(const Rule& applied, AlertExplanation& explained) const {
        const Rule* now = obligations_.reference->find_rule(
            applied.jurisdiction, applied.id, history_.question.as_at
        );
        if (now == nullptr || now->version == applied.version) return;
        explained.newer_version = now->version;
        explained.newer_since = now->in_force_from;
    }

    // The whole way from the event that started the first clock to the day on which it is due.
    [[nodiscard]] std::vector<ExplainedTerm> terms(const Obligation& owed) const {
        std::vector<ExplainedTerm> found;
        if (const Obligation* before = waits_for_due(owed)) {
            found = terms(*before);
            if (owed.plus) add_term(found, *owed.rule, "due", before->due, *owed.plus);
        }
        if (owed.term) add_term(found, *owed.rule, "trigger", owed.counted_from, *owed.term);
        return found;
    }

    // The obligation whose due day starts this clock; nullptr where an event does.
    [[nodiscard]] const Obligation* waits_for_due(const Obligation& owed) const {
        if (owed.trigger_obligation == kNone || owed.moment == TriggerMoment::satisfied) {
            return nullptr;
        }
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
        if (term.unit == TermUnit::hours) {
            found.push_back({rule.id, rule.version, std::string(why), term, {hours_from(from)}});
            return;
        }
        auto due = add(from, term, obligations_.reference->bank_holidays());
        if (!due) return;
        found.push_back({rule.id, rule.version, std::string(why), term, std::move(due->steps)});
    }

    [[nodiscard]] static ArithmeticStep hours_from(Date from) {
        return {
            ArithmeticStep::Kind::start,
            from,
            {"hours count from the time of day, or from the end of the day",
             "mae oriau'n cyfrif o'r amser, neu o ddiwedd y dydd"}
        };
    }

    [[nodiscard]] std::vector<CitedEvent> events(const Obligation& owed) const {
        std::vector<const StoredEvent*> behind;
        const auto keep = [&](const StoredEvent* event) {
            if (event != nullptr && std::ranges::find(behind, event) == behind.end()) {
                behind.push_back(event);
            }
        };
        if (owed.care != kNone) keep(history_.care[owed.care].start);
        for (const Obligation* one = &owed; one != nullptr;) {
            keep(one->trigger);
            keep(one->satisfied_by);
            keep(one->extended_by);
            one = one->trigger_obligation == kNone ? nullptr
                                                   : &obligations_.all[one->trigger_obligation];
        }
        for (std::size_t at = 0; at < owed.counted; ++at)
            keep(obligations_.counted[owed.first_counted + at].event);
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

std::string_view gap_in_words(std::string_view gap) {
    if (gap == to_text(RuleGap::no_basis)) return "begins the time without a legal basis";
    if (gap == to_text(RuleGap::parents_while_voluntary)) {
        return "begins the time with parents while accommodated without an order";
    }
    if (gap == to_text(RuleGap::iro_vacant)) return "is the day on which the last officer left";
    return "is the day after the order ended by itself";
}

std::string item_in_words(const ExplainedItem& item) {
    const std::string days =
        item.from == item.to ? to_text(item.from) : to_text(item.from) + " to " + to_text(item.to);
    return days + " counts " + std::to_string(item.amount) + " (event " +
           std::to_string(item.event.index.value) + ")";
}

}  // namespace

std::vector<std::string> steps_in_words(const ExplainedObligation& obligation) {
    std::vector<std::string> lines;
    for (const ExplainedTerm& term : obligation.terms) {
        for (const ArithmeticStep& step : term.steps) {
            lines.push_back(step_in_words(term, step));
        }
    }
    if (obligation.due_at) {
        lines.push_back(to_text(*obligation.due_at) + " is the last moment in time");
    } else if (obligation.terms.empty() && obligation.status != ObligationStatus::noted) {
        lines.push_back(to_text(obligation.due) + " is the day given");
    }
    if (obligation.extended_by) {
        lines.push_back(
            to_text(obligation.due) + " by event " +
            std::to_string(obligation.extended_by->index.value) + ", which moved it on"
        );
    }
    if (!obligation.gap.empty()) {
        lines.push_back(
            to_text(obligation.trigger_day) + " " + std::string(gap_in_words(obligation.gap))
        );
    }
    for (const ExplainedItem& item : obligation.counted)
        lines.push_back(item_in_words(item));
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
    const BankHolidays& holidays = obligations.reference->bank_holidays();
    explanation.calendar = holidays.id() + " " + holidays.version();
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
