#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/event_values.h"

// In and out of care: legal bases, courts, the legal gateway, panels.
namespace tyst {

struct LookedAfterStarted {
    Code route;             // codes/route-in
    Code legal_status;      // codes/legal-status: the basis on day one
    Code category_of_need;  // codes/category-of-need, fixed for the period of care
    Code transferred_from;  // codes/authority, where care came from another authority
    bool operator==(const LookedAfterStarted&) const = default;
};

struct LookedAfterEnded {
    Code route;   // codes/route-out
    Code reason;  // codes/reason-ceased
    bool operator==(const LookedAfterEnded&) const = default;
};

struct LegalStatusStarted {
    Code status;                  // codes/legal-status, overlays included
    std::optional<Date> expires;  // as stated in the order
    std::string court;
    std::string case_number;
    std::string order_reference;
    bool operator==(const LegalStatusStarted&) const = default;
};

struct LegalStatusEnded {
    Code status;      // names the open status that ends where `started` is zero
    EventId started;  // the event that started it
    Code reason;      // codes/status-ended: discharged, revoked, expired, superseded, withdrawn, …
    bool operator==(const LegalStatusEnded&) const = default;
};

struct ApplicationMade {
    Code application;  // codes/application
    Code applicant;    // codes/applicant
    std::string court;
    std::string case_number;
    bool operator==(const ApplicationMade&) const = default;
};

struct ApplicationDecided {
    EventId application;
    Code outcome;  // codes/application-outcome: granted, refused, withdrawn
    bool operator==(const ApplicationDecided&) const = default;
};

// One who attends a meeting.
struct MeetingAttendee {
    std::optional<PersonCitation> person;
    Code role;  // codes/attendee-role
    bool operator==(const MeetingAttendee&) const = default;
};

// Consent to accommodation without an order (section 76, until 2016-04-05 section 20).
struct AccommodationConsentRecorded {
    Code decision;  // codes/consent-decision
    Code giver;     // codes/consent-giver
    std::optional<bool> parental_responsibility;
    std::optional<Date> until;  // where it was given for a time
    std::optional<PersonCitation> by;
    bool operator==(const AccommodationConsentRecorded&) const = default;
};

// A status goes on with another end or other terms: an emergency protection order extended, an
// order varied.
struct LegalStatusVaried {
    EventId started;              // the event that started the status
    Code variation;               // codes/status-variation
    std::optional<Date> expires;  // the new end
    std::string court;
    std::string case_number;
    bool operator==(const LegalStatusVaried&) const = default;
};

// A step before or within proceedings.
struct CourtStepTaken {
    Code step;            // codes/court-step
    EventId application;  // zero before there is one
    std::string court;
    std::string case_number;
    bool operator==(const CourtStepTaken&) const = default;
};

// The court gave the proceedings more time than 26 weeks (Children Act 1989 section 32(5)).
struct ProceedingsExtended {
    EventId application;
    Date until;
    std::string reasons;
    bool operator==(const ProceedingsExtended&) const = default;
};

// A legal gateway or legal surgery meeting. Its rationale is legal advice.
struct LegalGatewayHeld {
    Code kind;       // codes/gateway-kind
    Code decision;   // codes/gateway-decision
    Code threshold;  // codes/threshold-view
    std::string rationale;
    std::string alternatives;
    Code timing;  // codes/gateway-timing
    std::vector<MeetingAttendee> attendees;
    bool operator==(const LegalGatewayHeld&) const = default;
};

// A decision of a panel or of the officer who decides in its place.
struct PanelDecided {
    Code panel;     // codes/panel-kind
    Code matter;    // codes/panel-matter
    Code decision;  // codes/panel-decision
    std::optional<bool> emergency;
    std::string rationale;
    std::optional<PersonCitation> decided_by;
    EventId about;  // what was decided about
    bool operator==(const PanelDecided&) const = default;
};

}  // namespace tyst
