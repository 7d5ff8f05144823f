#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/bilingual_text.h"
#include "schema/date.h"
#include "schema/date_arithmetic.h"
#include "schema/event_catalogue.h"
#include "schema/situation.h"

// What a file of reference/rules/ says, as plain data (docs/rule-files.md). The vocabulary is
// closed: it holds what the engine can evaluate, and grows with it.
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

// What a rule is asked for: each of these anew.
enum class RuleScope : std::uint8_t {
    care,          // a period of care
    placement,     // a placement that is not temporary
    legal_status,  // a legal status, overlays included
    state,         // a stretch of a period of care in which everything of `during` holds
    event,         // each event that triggers it, in care or not
};
inline constexpr std::size_t kRuleScopeCount = 5;

// A test of one field of an event's body: what it says is one of `words` (field_word).
struct FieldTest {
    std::string field;
    std::vector<std::string> words;
    FieldWord read = nullptr;
    bool operator==(const FieldTest&) const = default;
};

// Events of one type that pass every test.
struct EventPattern {
    EventType type = EventType::none;
    std::vector<FieldTest> where;
    FieldEvent link = nullptr;  // the field that names the event which started the clock
    bool operator==(const EventPattern&) const = default;

    // Type and tests; the link is not looked at.
    [[nodiscard]] bool matches(const Body& body) const;
};

// When another rule's obligation gives the day that starts this rule.
enum class TriggerMoment : std::uint8_t {
    satisfied,         // the day on which it was satisfied
    due,               // the day on which it falls due, satisfied or not
    satisfied_or_due,  // the earlier of the two
};

// One way to start the rule; then `plus`, where given, moves the day on.
struct RuleTrigger {
    enum class Kind : std::uint8_t {
        event,       // an event
        obligation,  // the moment of an obligation under any version of the named rules
        scope,       // the first day of the scope
        decisions,   // each decision of a review that has a day
        birthday,    // the day on which the child becomes `age`
        category_1,  // the day on which the child becomes a category 1 young person (reg 47)
    };
    Kind kind = Kind::event;
    EventPattern event;
    std::vector<std::string> rules;
    TriggerMoment moment = TriggerMoment::satisfied;
    int age = 0;
    std::optional<DueTerm> plus;
    bool operator==(const RuleTrigger&) const = default;
};

// A term that holds while the situations do; of several the first that does.
struct SituatedTerm {
    std::vector<Situation> during;
    DueTerm due;
    bool operator==(const SituatedTerm&) const = default;
};

// Moves the due day on: to the day that the event gives, or by a term from the due day.
struct RuleExtension {
    EventPattern event;
    FieldDate until = nullptr;
    std::optional<DueTerm> by;
    bool operator==(const RuleExtension&) const = default;
};

// An event that satisfies a rule. With `until`, a rule that repeats counts on from the event of
// that pattern which names this one, and rests while there is none.
struct RuleSatisfier {
    EventPattern event;
    std::optional<EventPattern> until;
    bool operator==(const RuleSatisfier&) const = default;
};

// What a rule watches that has no clock of its own.
enum class RuleCheck : std::uint8_t {
    none,          // it has a clock
    overdue,       // obligations under the named rules that are overdue
    approaching,   // obligations under the named rules that fall due within `lead`, unprepared
    in_a_row,      // the last `count` events of a pattern all pass a test
    in_year,       // `count` events of a pattern or placements from 1 April to 31 March
    secure_hours,  // hours in secure accommodation without a court's order, in a sliding window
    break_days,    // days of short breaks, in a sliding window
    category_1,    // the days until the child becomes a category 1 young person
    gaps,          // what is wrong now between legal basis, placement and orders
    late_entry,    // events recorded long after they occurred
};

// What can be wrong between a legal basis and a placement (domain: integrity of the record).
enum class RuleGap : std::uint8_t {
    no_basis,                 // looked after, and no legal basis holds
    parents_while_voluntary,  // with parents while accommodated voluntarily
    iro_vacant,               // the child had an independent reviewing officer and has none now
    order_expired,            // an order is still shown after the day on which it ends by itself
};

// One version of one rule. Versions of an id in one jurisdiction never overlap in time; which one
// applies follows from the date of the day that triggers it.
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
    BilingualText clears;  // what would satisfy it; for what nothing clears, what it notes

    // ---- when the clock starts ----
    RuleScope scope = RuleScope::care;
    std::vector<Code> statuses;  // scope legal_status: which ones; codes/legal-status
    // On the day that starts the clock; for scope `state`, on every day of the stretch.
    std::vector<Situation> during;
    // The first that has a day holds; for scope `event`, each event of each starts one.
    std::vector<RuleTrigger> triggers;
    // Children to whom the rule does not apply, for as long as they are so.
    std::vector<Situation> exemptions;

    // ---- when it is due: by the day that the trigger's event gives, else by a term from the
    // trigger's day, else on that day ----
    FieldDate due_field = nullptr;
    bool due_at_expiry = false;  // scope legal_status: on the day on which the order ends by itself
    std::optional<DueTerm> due;
    std::vector<SituatedTerm> terms;  // in the place of `due`
    std::optional<RuleExtension> extension;

    // ---- what satisfies it ----
    std::vector<RuleSatisfier> satisfied_by;
    std::vector<EventPattern> stopped_by;  // it lapses
    bool ends = false;                     // the end of its scope satisfies it
    bool earlier_counts = false;  // an event of the period of care before the trigger's day too
    std::optional<DueTerm> earlier_within;  // an event of this time before the trigger's day too
    bool repeats = false;                   // each satisfaction triggers it again
    std::optional<DueTerm> warn_before;     // shown as coming
    std::optional<DueTerm> alert_before;    // already an alert
    // Done late: a fact that nothing clears, which leaves the list after this time.
    std::optional<DueTerm> noted_for;

    // ---- what it watches, where it has no clock ----
    RuleCheck check = RuleCheck::none;
    std::vector<std::string> watched;  // ids of rules
    EventPattern counted;              // in_a_row: which events; in_year likewise
    std::vector<FieldTest> passing;    // in_a_row: the test
    int count = 0;                     // in_a_row, in_year; hours or days of a sum
    int warn_count = 0;                // from this on a sum is close
    std::optional<DueTerm> window;     // of a sum
    std::optional<DueTerm> lead;       // approaching, category_1
    std::vector<RuleGap> gaps;
    std::optional<DueTerm> entered_after;  // late_entry: what is still in time
    std::vector<std::string> not_from;     // late_entry: sources that are late by their nature

    std::vector<Code> needs;  // codes/fact-kind: without coverage of each, "not held here"
    std::vector<std::size_t> need_places;  // of each in that set, for quick look-ups

    [[nodiscard]] bool in_force_on(Date date) const {
        return (!in_force_from || *in_force_from <= date) && (!in_force_to || date <= *in_force_to);
    }
    [[nodiscard]] bool raises() const { return kind != RuleKind::unverified; }
    // It watches other rules' obligations.
    [[nodiscard]] bool watches() const {
        return check == RuleCheck::overdue || check == RuleCheck::approaching;
    }
    // An event of this type can satisfy it.
    [[nodiscard]] bool satisfied_by_type(EventType type) const;
    bool operator==(const Rule&) const = default;
};

// The words that rule files use.
[[nodiscard]] std::string_view to_text(RuleKind kind);
[[nodiscard]] std::string_view to_text(RuleGrade grade);
[[nodiscard]] std::string_view to_text(RuleSeverity severity);
[[nodiscard]] std::string_view to_text(RuleAddressee addressee);
[[nodiscard]] std::string_view to_text(RuleScope scope);
[[nodiscard]] std::string_view to_text(TriggerMoment moment);
[[nodiscard]] std::string_view to_text(RuleCheck check);
[[nodiscard]] std::string_view to_text(RuleGap gap);
[[nodiscard]] std::string_view to_text(TermUnit unit);

}  // namespace tyst
