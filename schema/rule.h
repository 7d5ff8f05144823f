#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/date.h"
#include "schema/date_arithmetic.h"
#include "schema/event.h"

// What a file of reference/rules/ says, as plain data (docs/rules.md). The vocabulary is closed: it
// holds what the engine can evaluate, and grows with it.
namespace tyst {

enum class RuleKind : std::uint8_t {
    statute,
    guidance,
    local_policy,
    unverified,  // shown, chained to by other rules, raises nothing
};

// Who must act on it, and so the order of a list: worst first.
enum class RuleGrade : std::uint8_t {
    authority,  // the legal basis lapses
    duty,       // a date has passed
    plan,       // a judgement is due
    record,     // counts and lateness
};

enum class RuleSeverity : std::uint8_t { serious, ordinary, minor };

enum class RuleAddressee : std::uint8_t { iro, social_worker, team_manager, legal, data_team };

// When another rule's obligation gives the day that starts this rule.
enum class TriggerMoment : std::uint8_t {
    satisfied,         // the day on which it was satisfied
    due,               // the day on which it falls due, satisfied or not
    satisfied_or_due,  // the earlier of the two
    overdue,           // the day after its due day, while it is not satisfied
};

// One way to start the rule: an event, or the moment of an obligation under any version of the
// named rules; then `plus`, where given, moves the day on.
struct RuleTrigger {
    EventType event = EventType::none;
    std::vector<std::string> rules;  // rule ids; empty where `event` is given
    TriggerMoment moment = TriggerMoment::satisfied;
    std::optional<DueTerm> plus;
    bool operator==(const RuleTrigger&) const = default;
};

// Children to whom a rule does not apply, for as long as they are so.
enum class RuleExemption : std::uint8_t {
    placed_for_adoption,  // the latest placement is one for adoption
    short_breaks,         // looked after in a series of short breaks only
};

// One version of one rule. Versions of an id in one jurisdiction never overlap in time; which one
// applies follows from the date of the day that triggers it. Obligations belong to the period of
// care in which they arose and end with it.
struct Rule {
    std::string id;       // "R-first-review", "D1"
    std::string version;  // of this version of the rule: "2016"
    std::string jurisdiction;
    std::string path;  // of the file, as given to the loader
    RuleKind kind = RuleKind::unverified;
    RuleGrade grade = RuleGrade::record;
    RuleSeverity severity = RuleSeverity::ordinary;
    std::vector<RuleAddressee> addressees;
    std::optional<Date> in_force_from;  // both days included
    std::optional<Date> in_force_to;
    std::string citation;
    BilingualText title;
    BilingualText clears;  // what would satisfy it
    // The first that has a day holds; each period of care starts the rule anew.
    std::vector<RuleTrigger> triggers;
    std::vector<RuleExemption> exemptions;
    // Counted from the trigger's day; nothing where it falls due on that day.
    std::optional<DueTerm> due;
    // The event that satisfies it. For a rule triggered by `overdue`, what satisfies the watched
    // obligation.
    EventType satisfied_by = EventType::none;
    // An event of the period of care before the trigger's day satisfies it too.
    bool earlier_counts = false;
    bool repeats = false;  // each satisfaction triggers it again
    std::optional<DueTerm> warn_before;
    std::vector<Code> needs;  // codes/fact-kind: without coverage of each, "not held here"

    [[nodiscard]] bool in_force_on(Date date) const {
        return (!in_force_from || *in_force_from <= date) && (!in_force_to || date <= *in_force_to);
    }
    [[nodiscard]] bool raises() const { return kind != RuleKind::unverified; }
    // A check watches other rules' obligations and has no clock of its own.
    [[nodiscard]] bool watches_overdue() const {
        return !triggers.empty() && triggers.front().moment == TriggerMoment::overdue;
    }
    bool operator==(const Rule&) const = default;
};

// The words that rule files use.
[[nodiscard]] std::string_view to_text(RuleKind kind);
[[nodiscard]] std::string_view to_text(RuleGrade grade);
[[nodiscard]] std::string_view to_text(RuleSeverity severity);
[[nodiscard]] std::string_view to_text(RuleAddressee addressee);
[[nodiscard]] std::string_view to_text(TriggerMoment moment);
[[nodiscard]] std::string_view to_text(RuleExemption exemption);
[[nodiscard]] std::string_view to_text(TermUnit unit);

}  // namespace tyst
