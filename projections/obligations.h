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
    unknown,    // its day cannot be worked out (outside the calendar's years)
    exempt,     // the rule does not apply as things are; `exempt_because` says why
    lapsed,     // the period of care ended before it was done
};
// "not-held-here" and so on: stable, for scripts.
[[nodiscard]] std::string_view name(ObligationStatus status);

// One thing that the law or a policy asks to be done by a day.
struct Obligation {
    const Rule* rule = nullptr;
    std::uint32_t number = 1;  // 1 for the first of its rule in this period of care, then 2, …
    Place care = kNone;
    const StoredEvent* trigger = nullptr;  // starts the clock; nullptr where only a day does
    Place trigger_obligation = kNone;      // in Obligations::all: whose moment starts the clock
    TriggerMoment moment = TriggerMoment::satisfied;
    std::optional<DueTerm> plus;  // moves the moment's day on to trigger_day
    Date trigger_day;             // day 0
    Date due;                     // the last day on which it is in time
    ObligationStatus status = ObligationStatus::open;
    const StoredEvent* satisfied_by = nullptr;
    Date satisfied_on;
    bool late = false;  // satisfied after `due`
    int days_over = 0;  // overdue or late: days after `due`
    // The last day on which it may have been done unseen, because no source covers that day: clocks
    // that follow count from it at the earliest.
    std::optional<Date> unseen_until;
    std::optional<RuleExemption> exempt_because;
};

enum class AlertStatus : std::uint8_t { open, not_held };

// Drift of one child under one rule.
struct Alert {
    const Rule* rule = nullptr;
    AlertStatus status = AlertStatus::open;
    Place obligation = kNone;  // in Obligations::all: what was not done
    Date since;                // first day of the drift
    int days_over = 0;
    std::string clears;                         // English: what would clear it
    std::vector<std::string_view> not_covered;  // kinds of fact that are not held here
};

// Everything that one child is owed, and the alerts raised where it was not done.
struct Obligations {
    std::vector<Obligation> all;  // by period of care, then as the rules follow from one another
    std::vector<Alert> alerts;    // worst grade first, then rule, then since
    Place current_care = kNone;
    const ReferenceSet* reference = nullptr;  // whose rules and calendar were applied

    // The review that falls due next in the current period of care, or is overdue; nullptr where
    // none is awaited.
    [[nodiscard]] const Obligation* next_review() const;
    // Alerts that stand open, those of facts not held here left out.
    [[nodiscard]] std::size_t open_alerts() const;
};

// The rules of one jurisdiction, ready to be applied to many histories. The reference set must
// outlive it. Only read after making: safe to share between threads.
class RuleEngine {
  public:
    [[nodiscard]] static RuleEngine from(
        const ReferenceSet& reference, std::string_view jurisdiction = "wales"
    );

    // Cannot fail: the rules were checked when the set was loaded. The answer points into the
    // history, its events and the rules.
    [[nodiscard]] Obligations apply(const History& history, const Coverage& coverage) const;

    [[nodiscard]] const ReferenceSet& reference() const { return *reference_; }

    // All versions of one rule.
    struct Group {
        std::string_view id;
        std::vector<const Rule*> versions;
        bool watched = false;  // a check raises its alerts
        bool check = false;    // watches what others owe
    };
    // A rule stands after those whose obligations it waits for.
    [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
    [[nodiscard]] std::optional<std::size_t> group_of(std::string_view rule_id) const;

  private:
    const ReferenceSet* reference_ = nullptr;
    std::vector<Group> groups_;
};

}  // namespace tyst
