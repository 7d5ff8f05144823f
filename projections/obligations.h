#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/coverage.h"
#include "projections/history.h"

namespace tyst {

struct Rule;         // schema/rule.h
class ReferenceSet;  // schema/reference_set.h

enum class ObligationStatus : std::uint8_t {
    open,       // not done, and not yet due
    overdue,    // the day has passed
    satisfied,  // done; `late` says whether in time
    not_held,   // not held here: no source of the child covers the facts it rests on
    unknown,    // a clock that it needs cannot be read (birth date unborn, unknown, …)
    exempt,     // the rule does not apply on the day; `exempt_because` says why
    lapsed,     // the period of care ended before it fell due
};
[[nodiscard]] std::string_view name(ObligationStatus status);

// One thing that the law or a policy asks to be done by a day.
struct Obligation {
    const Rule* rule = nullptr;
    std::uint32_t number = 1;  // 1 for the first of its rule in this period of care, then 2, …
    Place care = kNone;
    const StoredEvent* trigger = nullptr;  // the event from which the clock runs
    Date trigger_day;                      // day 0 (differs where an unheld review was due)
    Date due;                              // last day on which it is in time
    ObligationStatus status = ObligationStatus::open;
    const StoredEvent* satisfied_by = nullptr;
    bool late = false;  // satisfied after `due`
    int days_over = 0;  // overdue or late: days after `due`
    std::string exempt_because;
};

enum class AlertStatus : std::uint8_t { open, not_held };

// A drift alert of one child under one rule.
struct Alert {
    const Rule* rule = nullptr;
    AlertStatus status = AlertStatus::open;
    std::optional<Place> obligation;  // in Obligations::all, where the alert is about one
    Date since;                       // first day of the drift
    int days_over = 0;
    std::vector<const StoredEvent*> events;  // behind it, in log order
    std::string clears;                      // English: what would clear it
};

// All obligations of one child, in order of rule, care and number, with the alerts they raise,
// worst grade first. Points into the history, its events and the rules.
struct Obligations {
    std::vector<Obligation> all;
    std::vector<Alert> alerts;

    // The earliest review not yet satisfied in the current period of care; nullptr where none.
    [[nodiscard]] const Obligation* next_review() const;
    // Alerts that stand open, those of facts not held here left out.
    [[nodiscard]] std::size_t open_alerts() const;
};

// Applies every rule of the set in force to a history. Cannot fail: the rules were checked when the
// set was loaded.
[[nodiscard]] Obligations obligations_of(
    const History& history, const Coverage& coverage, const ReferenceSet& reference
);

}  // namespace tyst
