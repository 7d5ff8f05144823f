#include <boost/json.hpp>

#include "projections/explain.h"
#include "schema/event_catalogue.h"

namespace tyst {

namespace {

namespace json = boost::json;

json::object texts(const BilingualText& text) {
    return {{"en", text.en}, {"cy", text.cy}};
}

json::object event_json(const CitedEvent& event) {
    json::array relations;
    for (const LogIndex& index : event.relations)
        relations.emplace_back(index.value);
    return {
        {"index", event.index.value},
        {"type", name_of(event.type)},
        {"occurred", to_text(event.occurred)},
        {"learned", to_text(event.learned)},
        {"learned_is_claimed", event.learned_is_claimed},
        {"recorded", to_text(event.recorded)},
        {"relations", std::move(relations)},
    };
}

std::string_view step_name(ArithmeticStep::Kind kind) {
    switch (kind) {
        case ArithmeticStep::Kind::start:
            return "start";
        case ArithmeticStep::Kind::skipped:
            return "skipped";
        case ArithmeticStep::Kind::clamped:
            return "clamped";
        case ArithmeticStep::Kind::due:
            return "due";
    }
    return "start";
}

json::object term_json(const ExplainedTerm& term) {
    json::array steps;
    for (const ArithmeticStep& step : term.steps) {
        steps.push_back(json::object{
            {"kind", step_name(step.kind)},
            {"date", to_text(step.date)},
            {"why", texts(step.why)},
        });
    }
    return {
        {"rule", term.rule},
        {"version", term.version},
        {"from", term.why},
        {"count", term.term.count},
        {"unit", to_text(term.term.unit)},
        {"start_day_counted", term.term.start_day == StartDay::counted},
        {"steps", std::move(steps)},
    };
}

json::object obligation_json(const ExplainedObligation& owed) {
    json::array terms;
    for (const ExplainedTerm& term : owed.terms)
        terms.push_back(term_json(term));
    json::object object = {
        {"rule", owed.rule},
        {"version", owed.version},
        {"basis", owed.basis},
        {"citation", owed.citation},
        {"title", texts(owed.title)},
        {"number", owed.number},
        {"status", name(owed.status)},
        {"trigger_day", to_text(owed.trigger_day)},
        {"due", to_text(owed.due)},
        {"late", owed.late},
        {"days_over", owed.days_over},
        {"terms", std::move(terms)},
    };
    if (owed.trigger) object["trigger"] = event_json(*owed.trigger);
    if (owed.satisfied_by) object["satisfied_by"] = event_json(*owed.satisfied_by);
    if (owed.unseen_until) object["unseen_until"] = to_text(*owed.unseen_until);
    if (owed.due_at) object["due_at"] = to_text(*owed.due_at);
    if (owed.extended_by) object["extended_by"] = event_json(*owed.extended_by);
    if (!owed.gap.empty()) object["gap"] = owed.gap;
    if (!owed.decision.empty()) object["decision"] = owed.decision;
    if (!owed.counted.empty()) {
        json::array counted;
        for (const ExplainedItem& item : owed.counted) {
            counted.push_back(json::object{
                {"event", event_json(item.event)},
                {"from", to_text(item.from)},
                {"to", to_text(item.to)},
                {"amount", item.amount},
            });
        }
        object["counted"] = std::move(counted);
    }
    if (!owed.exempt_because.empty()) object["exempt_because"] = owed.exempt_because;
    return object;
}

json::object alert_json(const AlertExplanation& alert) {
    json::array events;
    for (const CitedEvent& event : alert.events)
        events.push_back(event_json(event));
    json::array steps(alert.steps_en.begin(), alert.steps_en.end());
    json::object object = {
        {"rule", alert.rule},
        {"version", alert.version},
        {"jurisdiction", alert.jurisdiction},
        {"basis", alert.basis},
        {"grade", alert.grade},
        {"addressee", alert.addressee},
        {"citation", alert.citation},
        {"title", texts({alert.title_en, alert.title_cy})},
        {"status", name(alert.status)},
        {"since", to_text(alert.since)},
        {"days_over", alert.days_over},
        {"clears", texts({alert.clears, alert.clears_cy})},
        {"steps", std::move(steps)},
        {"obligation", obligation_json(alert.obligation)},
        {"events", std::move(events)},
    };
    if (!alert.newer_version.empty()) {
        object["newer_version"] = alert.newer_version;
        if (alert.newer_since) object["newer_since"] = to_text(*alert.newer_since);
    }
    if (alert.leaves) object["leaves"] = to_text(*alert.leaves);
    if (alert.considered) {
        object["considered"] = event_json(*alert.considered);
        object["considered_because"] = alert.considered_because;
    }
    if (!alert.not_covered.empty()) {
        object["not_covered"] = json::array(alert.not_covered.begin(), alert.not_covered.end());
    }
    return object;
}

}  // namespace

std::string to_json(const ChildExplanation& explanation) {
    json::array alerts;
    for (const AlertExplanation& alert : explanation.alerts)
        alerts.push_back(alert_json(alert));
    json::array obligations;
    for (const ExplainedObligation& owed : explanation.obligations) {
        obligations.push_back(obligation_json(owed));
    }
    const json::object object = {
        {"reference", explanation.reference},
        {"person", to_hex(explanation.person.view())},
        {"as_at", to_text(explanation.question.as_at)},
        {"known_at", to_text(explanation.question.known_at)},
        {"witnessed", explanation.question.witnessed},
        {"rests_on_claimed_time", explanation.rests_on_claimed_time},
        {"calendar", explanation.calendar},
        {"alerts", std::move(alerts)},
        {"obligations", std::move(obligations)},
    };
    return json::serialize(object);
}

}  // namespace tyst
