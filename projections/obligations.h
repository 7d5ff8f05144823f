#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/coverage.h"
#include "projections/history.h"
#include "schema/reference_set.h"
#include "schema/rule.h"

namespace tyst {

enum class ObligationStatus : std::uint8_t {
    open,       // not done, and not yet due
    overdue,    // the day has passed
    satisfied,  // done; `late` says whether in time
    not_held,   // not held here: no source of the child covers the facts that would tell
    unknown,    // its day cannot be worked out (outside the calendar's years, no birth date)
    exempt,     // the rule does not apply as things are; `exempt_because` says why
    lapsed,     // its scope ended, or something else made it pointless, before it was done
    noted,      // no duty but a fact that a check found
};
// "not-held-here" and so on: stable, for scripts.
[[nodiscard]] std::string_view name(ObligationStatus status);

// One item of what a check counted: an event, the days that it counts for, and how much.
struct CountedItem {
    const StoredEvent* event = nullptr;
    Date from;
    Date to;
    int amount = 1;  // events, days or hours, as the check counts
};

// One thing that the law or a policy asks to be done by a day, or that a check found.
struct Obligation {
    const Rule* rule = nullptr;
    std::uint32_t number = 1;  // 1 for the first of its rule in its scope, then 2, …
    Place care = kNone;        // kNone where it does not belong to a period of care
    Place placement = kNone;   // of a rule that is asked for each placement
    Place legal_status = kNone;
    std::string_view decision;             // id of a review's decision, where it is about one
    const StoredEvent* trigger = nullptr;  // starts the clock; nullptr where only a day does
    Place trigger_obligation = kNone;      // in Obligations::all: whose moment starts the clock
    TriggerMoment moment = TriggerMoment::satisfied;
    std::optional<DueTerm> plus;  // moves the moment's day on to trigger_day
    Date trigger_day;             // day 0
    // The term that gave the due day, and the day from which it was counted; nothing where the day
    // was given.
    std::optional<DueTerm> term;
    Date counted_from;
    std::optional<Timestamp> due_at;           // of a term in hours
    const StoredEvent* extended_by = nullptr;  // moved the due day on
    Date due;                                  // the last day on which it is in time
    ObligationStatus status = ObligationStatus::open;
    const StoredEvent* satisfied_by = nullptr;  // nullptr where the end of its scope did
    Date satisfied_on;
    bool late = false;  // satisfied after `due`
    int days_over = 0;  // overdue or late: days after `due`
    // The last day on which it may have been done unseen, because no source covers that day: clocks
    // that follow count from it at the earliest.
    std::optional<Date> unseen_until;
    std::optional<Situation> exempt_because;
    std::optional<RuleGap> gap;     // what a check of gaps found
    std::size_t first_counted = 0;  // in Obligations::counted
    std::size_t counted = 0;
};

enum class AlertStatus : std::uint8_t {
    open,      // `clears` would clear it
    not_held,  // not held here
    in_hand,   // considered until a day; it returns then, or when the facts behind it change
    noted,     // a fact that nothing clears; it leaves the list on a stated day
};
// "open", "not-held-here", "in-hand", "noted": stable, for scripts.
[[nodiscard]] std::string_view name(AlertStatus status);

// Drift of one child under one rule.
struct Alert {
    const Rule* rule = nullptr;
    AlertStatus status = AlertStatus::open;
    Place obligation = kNone;  // in Obligations::all: what was not done, or what was found
    Date since;                // first day of the drift
    int days_over = 0;
    const BilingualText* clears = nullptr;  // what would clear it
    std::optional<Date> leaves;  // noted: the last day on the list; in hand: the day it returns
    const StoredEvent* considered = nullptr;    // in hand: who looked at it, and why
    std::vector<std::string_view> not_covered;  // kinds of fact that are not held here
};

// Everything that one child is owed, and the alerts raised where it was not done.
struct Obligations {
    std::vector<Obligation> all;  // by period of care, then as the rules follow from one another
    std::vector<Alert> alerts;    // worst grade first, then rule, then since
    std::vector<CountedItem> counted;
    std::vector<Date> changes;  // further days on which an answer may read otherwise, in no order
    Place current_care = kNone;
    const ReferenceSet* reference = nullptr;  // whose rules and calendar were applied

    // The review that falls due next in the current period of care, or is overdue; nullptr where
    // none is awaited.
    [[nodiscard]] const Obligation* next_review() const;
    // Alerts that stand open: neither of facts not held here, nor in hand, nor noted.
    [[nodiscard]] std::size_t open_alerts() const;
};

}  // namespace tyst
