#pragma once

#include <optional>
#include <string>

#include "schema/event_values.h"

// Challenges, complaints, advocacy, alerts that were considered.
namespace tyst {

// The IRO (or another) questions the authority's work on the case.
struct ChallengeRaised {
    Code stage;  // codes/escalation-stage
    std::string concern;
    std::optional<Date> answer_due;
    std::optional<PersonCitation> raised_by;
    std::optional<PersonCitation> raised_with;
    bool operator==(const ChallengeRaised&) const = default;
};

// It went to the next stage.
struct ChallengeEscalated {
    EventId challenge;
    Code stage;  // codes/escalation-stage
    std::optional<Date> answer_due;
    std::optional<PersonCitation> raised_with;
    bool operator==(const ChallengeEscalated&) const = default;
};

// The authority answered at the stage reached.
struct ChallengeAnswered {
    EventId challenge;
    std::string answer;
    std::optional<PersonCitation> answered_by;
    bool operator==(const ChallengeAnswered&) const = default;
};

// It is settled.
struct ChallengeResolved {
    EventId challenge;
    Code outcome;  // codes/challenge-outcome
    bool operator==(const ChallengeResolved&) const = default;
};

// Whether to refer the case to Cafcass Cymru (reg 53(3)).
struct CafcassReferralConsidered {
    EventId challenge;
    Code decision;  // codes/referral-decision
    std::string reasons;
    bool operator==(const CafcassReferralConsidered&) const = default;
};

// A complaint by or for the child.
struct ComplaintMade {
    Code stage;  // codes/complaint-stage
    std::string concern;
    bool operator==(const ComplaintMade&) const = default;
};

// The active offer of an advocate and what became of it. (The active offer of service in Welsh is
// another thing: language_preference.)
struct AdvocacyRecorded {
    Code step;  // codes/advocacy-step
    std::optional<PersonCitation> advocate;
    bool operator==(const AdvocacyRecorded&) const = default;
};

// Somebody looked at an alert and gave a reason to leave it for a time. It returns on `next_look`,
// or when the facts behind it change.
struct AlertConsidered {
    std::string rule;  // its id: D3
    std::string reasons;
    Date next_look;
    std::optional<PersonCitation> by;
    bool operator==(const AlertConsidered&) const = default;
};

}  // namespace tyst
