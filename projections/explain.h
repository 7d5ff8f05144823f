#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/obligations.h"
#include "schema/bilingual_text.h"
#include "schema/date_arithmetic.h"

namespace tyst {

// An event as cited in an explanation: by index, with both times.
struct CitedEvent {
    LogIndex index;
    EventType type = EventType::none;
    Date occurred;
    Timestamp learned;
    bool learned_is_claimed = false;  // a source claims it; the ledger did not witness it
    Timestamp recorded;
    std::vector<LogIndex> relations;  // corrections and reversals that bear on it
};

// One term of the date arithmetic: from which day, by which term, over which days to which day.
struct ExplainedTerm {
    std::string rule;  // whose term it is
    std::string version;
    std::string why;  // "trigger": from the event; "due": from the day another duty fell due
    DueTerm term;
    std::vector<ArithmeticStep> steps;  // days skipped or clamped, with the reason
};

// One item of what a check counted.
struct ExplainedItem {
    CitedEvent event;
    Date from;
    Date to;
    int amount = 1;  // events, days or hours, as the rule counts
};

// One obligation, so that it can be counted again by hand.
struct ExplainedObligation {
    std::string rule;
    std::string version;
    std::string basis;  // statute, guidance, local-policy, unverified
    std::string citation;
    BilingualText title;
    std::uint32_t number = 1;
    ObligationStatus status = ObligationStatus::open;
    Date trigger_day;
    Date due;
    std::vector<ExplainedTerm> terms;
    std::optional<CitedEvent> trigger;
    std::optional<CitedEvent> satisfied_by;
    bool late = false;
    int days_over = 0;
    std::optional<Date> unseen_until;
    std::string exempt_because;
    std::optional<Timestamp> due_at;  // of a term in hours
    std::optional<CitedEvent> extended_by;
    std::string decision;  // id of the review's decision that it is about
    std::string gap;       // what a check of gaps found: "parents-while-voluntary"
    std::vector<ExplainedItem> counted;
};

// Why an alert stands, so that it can be defended.
struct AlertExplanation {
    std::string rule;
    std::string version;
    std::string jurisdiction;
    std::string title_en;
    std::string title_cy;
    std::string citation;
    std::string basis;      // statute, guidance, local-policy, unverified
    std::string grade;      // authority, duty, plan, record
    std::string addressee;  // who sees it first: "iro, social-worker"
    AlertStatus status = AlertStatus::open;
    Date since;
    int days_over = 0;
    ExplainedObligation obligation;
    std::vector<std::string> steps_en;  // the date arithmetic in words, a line for each step
    std::vector<CitedEvent> events;     // behind it, in the order of the log
    std::string clears;                 // English: what would clear it
    std::string clears_cy;
    std::vector<std::string> not_covered;  // kinds of fact that are not held here
    std::optional<Date> leaves;            // noted: last day on the list; in hand: day of return
    std::optional<CitedEvent> considered;  // in hand: by this event
    std::string considered_because;        // and for this reason
    // Where another version of the rule is in force on the day asked about: which, and since when.
    std::string newer_version;
    std::optional<Date> newer_since;
};

struct ChildExplanation {
    StreamId person;
    std::string reference;
    Question question;
    bool rests_on_claimed_time = false;
    std::string calendar;  // id and version of the bank holidays that were left out
    std::vector<AlertExplanation> alerts;
    std::vector<ExplainedObligation> obligations;  // all of them, in the order of Obligations::all
    std::vector<Obligation> satisfied;             // those that were done, on time or late
};

// The answer's `satisfied` points into the history and the rules.
[[nodiscard]] ChildExplanation explain(const History& history, const Obligations& obligations);

// How the due day was found, a line for each step: from which day, which days were skipped and why,
// where a month was too short, what was counted, what moved it on, and the last day in time.
[[nodiscard]] std::vector<std::string> steps_in_words(const ExplainedObligation& obligation);

[[nodiscard]] CitedEvent cite(const StoredEvent& stored, const History& history);

// One JSON object, keys in a fixed order, dates as YYYY-MM-DD, times in UTC.
[[nodiscard]] std::string to_json(const ChildExplanation& explanation);

}  // namespace tyst
