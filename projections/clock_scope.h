#pragma once

#include <optional>
#include <vector>

#include "projections/child_facts.h"
#include "projections/obligations.h"
#include "schema/calendar.h"

// Inside the rule engine only: what the steps of a clock tell each other.
namespace tyst {

// What a rule is asked for: a period of care, a placement, a status, a stretch, or an event.
struct ClockScope {
    Place care = kNone;  // kNone outside care
    Place placement = kNone;
    Place legal_status = kNone;
    const StoredEvent* start = nullptr;
    const StoredEvent* end = nullptr;
    Date from;
    std::optional<Date> to;  // first day on which it no longer holds
    Date last;               // the last day to look at
    bool unseen = false;     // it began before its first recorded day
};

// Where a clock starts.
struct ClockStart {
    Date day;
    const StoredEvent* event = nullptr;
    const DatedFact* after = nullptr;  // only what follows this fact can satisfy
    Place obligation = kNone;
    TriggerMoment moment = TriggerMoment::satisfied;
    std::optional<DueTerm> plus;
    const ReviewDecision* decision = nullptr;
    bool chained = false;  // from an obligation
    bool unseen = false;   // the day only bounds what no source covers
};

// What satisfied a clock.
struct ClockDone {
    const StoredEvent* event = nullptr;  // nullptr where the end of the scope did
    const DatedFact* fact = nullptr;
    const RuleSatisfier* satisfier = nullptr;
    Date day;
};

// What every step looks at; the references outlive it.
struct ClockContext {
    const ChildFacts& facts;
    const History& history;
    const BankHolidays& holidays;
    std::vector<Date>& changes;  // days to come on which an answer may change, added to
};

[[nodiscard]] inline std::optional<Timestamp> instant_of(const StoredEvent* event) {
    return event == nullptr ? std::nullopt : event->event.occurred.instant;
}

// Whether the fact speaks of what started the clock: it names that event, or none.
[[nodiscard]] bool links(
    const EventPattern& pattern, const DatedFact& fact, const ClockStart& start
);

}  // namespace tyst
