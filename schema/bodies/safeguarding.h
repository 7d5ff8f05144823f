#pragma once

#include <optional>
#include <vector>

#include "schema/event_values.h"

// Referrals, enquiries, conferences, the register, missing episodes.
namespace tyst {

// A referral to the authority.
struct ReferralReceived {
    Code referrer;  // codes/referrer
    bool operator==(const ReferralReceived&) const = default;
};

// A care and support assessment began or was completed.
struct AssessmentRecorded {
    Code step;  // codes/assessment-step
    EventId referral;
    bool operator==(const AssessmentRecorded&) const = default;
};

// A strategy discussion and what it decided.
struct StrategyDiscussionHeld {
    Code decision;  // codes/strategy-decision
    bool operator==(const StrategyDiscussionHeld&) const = default;
};

// A section 47 enquiry began or was completed.
struct EnquiryRecorded {
    Code step;     // codes/assessment-step
    Code outcome;  // codes/enquiry-outcome
    bool operator==(const EnquiryRecorded&) const = default;
};

// A child protection conference about this child.
struct ConferenceHeld {
    Code kind;     // codes/conference-kind
    Code outcome;  // codes/conference-outcome
    std::optional<PersonCitation> chair;
    bool operator==(const ConferenceHeld&) const = default;
};

// The core group met.
struct CoreGroupHeld {
    std::optional<PersonCitation> chair;
    bool operator==(const CoreGroupHeld&) const = default;
};

// The name was placed on the child protection register.
struct ProtectionRegistered {
    std::vector<Code> categories;  // codes/protection-category
    bool operator==(const ProtectionRegistered&) const = default;
};

// The name was taken off the register.
struct ProtectionDeregistered {
    EventId started;
    Code reason;  // codes/deregistration-reason
    bool operator==(const ProtectionDeregistered&) const = default;
};

// The child is missing, or away without leave.
struct MissingStarted {
    Code kind;  // codes/missing-kind
    bool operator==(const MissingStarted&) const = default;
};

// The child was found or came back.
struct MissingEnded {
    EventId started;
    bool operator==(const MissingEnded&) const = default;
};

// The interview after a missing episode.
struct ReturnInterviewRecorded {
    EventId missing;
    Code outcome;  // codes/return-interview
    bool operator==(const ReturnInterviewRecorded&) const = default;
};

}  // namespace tyst
