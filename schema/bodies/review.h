#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/event_values.h"

// Reviews, visits, and who works with the child.
namespace tyst {

struct ReviewDecision {
    std::string id;
    std::string text;
    std::optional<PersonCitation> responsible;
    std::optional<Date> by;
    bool operator==(const ReviewDecision&) const = default;
};

struct ReviewHeld {
    Code participation;  // codes/review-participation
    std::optional<bool> child_seen_alone;
    std::optional<PersonCitation> chair;
    std::vector<ReviewDecision> decisions;
    std::optional<bool>
        legal_help_needed;  // the child needs help to get legal advice or to bring proceedings
    std::optional<bool>
        rights_breached;  // human rights are breached so that Cafcass Cymru should be told
    bool operator==(const ReviewHeld&) const = default;
};

struct AllocationStarted {
    Code role;  // codes/allocation-role: iro, social-worker, team
    std::optional<PersonCitation> worker;
    std::string team;
    bool operator==(const AllocationStarted&) const = default;
};

struct AllocationEnded {
    EventId started;
    Code reason;  // codes/allocation-ended
    bool operator==(const AllocationEnded&) const = default;
};

// A day was set for a review.
struct ReviewBooked {
    Date held_on;  // the day set
    std::optional<PersonCitation> chair;
    bool operator==(const ReviewBooked&) const = default;
};

// The reports for the next review are in.
struct ReviewReportsReceived {
    Code report;  // codes/review-report
    std::optional<PersonCitation> author;
    bool operator==(const ReviewReportsReceived&) const = default;
};

// The child was asked before a review or another meeting.
struct ChildConsulted {
    Code matter;  // codes/consulted-about
    Code manner;  // codes/consulted-how
    bool operator==(const ChildConsulted&) const = default;
};

// A review that was booked did not take place, or was broken off.
struct ReviewNotHeld {
    std::optional<Date> held_on;  // the day that had been set
    Code outcome;                 // codes/review-not-held
    std::string reasons;
    bool operator==(const ReviewNotHeld&) const = default;
};

// A decision of a review was carried out, or need not be any more.
struct ReviewDecisionActioned {
    EventId review;
    std::string decision;  // its id in that review
    Code outcome;          // codes/decision-outcome
    std::string note;
    bool operator==(const ReviewDecisionActioned&) const = default;
};

// Something that asks for a review before it is due (reg 39(3)).
struct EarlyReviewTriggered {
    Code cause;  // codes/early-review-cause
    std::string note;
    std::optional<PersonCitation> raised_by;
    bool operator==(const EarlyReviewTriggered&) const = default;
};

// The IRO refused the early review that the child asked for.
struct EarlyReviewDeclined {
    EventId trigger;
    std::string reasons;
    std::optional<PersonCitation> by;
    bool operator==(const EarlyReviewDeclined&) const = default;
};

// The IRO looked at the case between two reviews.
struct IroMidpointCheckMade {
    std::string note;
    std::optional<PersonCitation> by;
    bool operator==(const IroMidpointCheckMade&) const = default;
};

// A statutory visit.
struct VisitMade {
    Code kind;  // codes/visit-kind
    std::optional<bool> child_seen;
    std::optional<bool> child_seen_alone;
    EventId placement;
    std::optional<PersonCitation> visitor;
    bool operator==(const VisitMade&) const = default;
};

// A visit that did not reach the child.
struct VisitAttempted {
    Code reason;  // codes/visit-failed
    std::optional<PersonCitation> visitor;
    bool operator==(const VisitAttempted&) const = default;
};

}  // namespace tyst
