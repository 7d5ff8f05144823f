#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "projections/rule_engine.h"
#include "tests/projections/person_builder.h"

namespace tyst::test {

// A child born on a day, known to a source that supplies every kind of fact.
class Told {
  public:
    explicit Told(std::string_view born = "2008-03-10") {
        child.add(ChildRegistered{"sample", "V0001"}, born);
        child.born(born);
    }

    Obligations ask(std::string_view as_at, std::string_view jurisdiction = "wales") {
        const Question question = asked(as_at);
        history = child.fold(question);
        coverage = Coverage::fold(covers_everything(), question);
        return RuleEngine::from(shipped_reference(), jurisdiction).apply(history, coverage);
    }
    // Status of the alert under a rule; nothing where there is none.
    std::optional<AlertStatus> alert(
        std::string_view rule, std::string_view as_at, std::string_view jurisdiction = "wales"
    ) {
        const Obligations all = ask(as_at, jurisdiction);
        for (const Alert& raised : all.alerts) {
            if (raised.rule->id == rule) return raised.status;
        }
        return std::nullopt;
    }
    EventId place(
        std::string_view setting,
        std::string_view on,
        const std::function<void(PlacementStarted&)>& more = {}
    ) {
        PlacementStarted placement;
        placement.setting = setting;
        if (more) more(placement);
        return child.add(std::move(placement), on);
    }
    EventId visit(std::string_view on, bool alone = true) {
        return child.add(VisitMade{"statutory", true, alone, {}, std::nullopt}, on);
    }
    EventId apply_for(std::string_view application, std::string_view on) {
        return child.add(ApplicationMade{Code(application), "authority", {}, {}}, on);
    }
    Told& at(std::string_view instant) {
        child.events().back().event.occurred.instant = parse_timestamp(instant).value();
        child.events().back().event.occurred.precision = OccurrencePrecision::instant;
        return *this;
    }

    PersonBuilder child;
    History history;
    Coverage coverage;

  private:
    static std::vector<StoredEvent> covers_everything() {
        StoredEvent declared;
        declared.event.id.bytes[1] = 1;
        CoverageDeclared body;
        body.source = "sample";
        for (const CodeEntry& fact : shipped_reference().codes().codes("fact-kind"))
            body.facts.push_back(fact.id);
        body.from = day("1990-01-01");
        declared.event.body = std::move(body);
        return {declared};
    }
};

inline void enters(Told& told) {
    told.child.enters("2019-04-01", "care-order");
}
inline void accommodated(Told& told) {
    told.child.enters("2019-04-01", "voluntary");
}
inline EventId at_home_in_emergency(Told& told) {
    return told.place("with-parents", "2019-04-01", [](PlacementStarted& placement) {
        placement.emergency = true;
    });
}
inline EventId registered(Told& told) {
    return told.child.add(ConferenceHeld{"initial", "registered", std::nullopt}, "2019-04-01");
}

}  // namespace tyst::test
