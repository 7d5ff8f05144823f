#pragma once

#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LookedAfterStarted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Route, route);
    TYST_CODE(LegalStatus, legal_status);
    TYST_CODE(CategoryOfNeed, category_of_need);
    TYST_CODE(TransferredFrom, transferred_from);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LookedAfterEnded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Route, route);
    TYST_CODE(Reason, reason);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LegalStatusStarted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Status, status);
    TYST_CODE(Expires, expires);
    TYST_CODE(Court, court);
    TYST_CODE(CaseNumber, case_number);
    TYST_CODE(OrderReference, order_reference);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LegalStatusEnded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Status, status);
    TYST_CODE(Started, started);
    TYST_CODE(Reason, reason);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ApplicationMade>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Application, application);
    TYST_CODE(Applicant, applicant);
    TYST_CODE(Court, court);
    TYST_CODE(CaseNumber, case_number);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ApplicationDecided>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Application, application);
    TYST_CODE(Outcome, outcome);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, MeetingAttendee>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Person, person);
    TYST_CODE(Role, role);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AccommodationConsentRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Decision, decision);
    TYST_CODE(Giver, giver);
    TYST_CODE(ParentalResponsibility, parental_responsibility);
    TYST_CODE(Until, until);
    TYST_CODE(By, by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LegalStatusVaried>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Started, started);
    TYST_CODE(Variation, variation);
    TYST_CODE(Expires, expires);
    TYST_CODE(Court, court);
    TYST_CODE(CaseNumber, case_number);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, CourtStepTaken>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Step, step);
    TYST_CODE(Application, application);
    TYST_CODE(Court, court);
    TYST_CODE(CaseNumber, case_number);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ProceedingsExtended>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Application, application);
    TYST_CODE(Until, until);
    TYST_CODE(Reasons, reasons);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LegalGatewayHeld>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Decision, decision);
    TYST_CODE(Threshold, threshold);
    TYST_CODE(Rationale, rationale);
    TYST_CODE(Alternatives, alternatives);
    TYST_CODE(Timing, timing);
    TYST_CODE(Attendees, attendees);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PanelDecided>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Panel, panel);
    TYST_CODE(Matter, matter);
    TYST_CODE(Decision, decision);
    TYST_CODE(Emergency, emergency);
    TYST_CODE(Rationale, rationale);
    TYST_CODE(DecidedBy, decided_by);
    TYST_CODE(About, about);
}

template <>
struct WireOf<LookedAfterStarted> {
    using Type = wire::LookedAfterStarted;
};

template <>
struct WireOf<LookedAfterEnded> {
    using Type = wire::LookedAfterEnded;
};

template <>
struct WireOf<LegalStatusStarted> {
    using Type = wire::LegalStatusStarted;
};

template <>
struct WireOf<LegalStatusEnded> {
    using Type = wire::LegalStatusEnded;
};

template <>
struct WireOf<ApplicationMade> {
    using Type = wire::ApplicationMade;
};

template <>
struct WireOf<ApplicationDecided> {
    using Type = wire::ApplicationDecided;
};

template <>
struct WireOf<AccommodationConsentRecorded> {
    using Type = wire::AccommodationConsentRecorded;
};

template <>
struct WireOf<LegalStatusVaried> {
    using Type = wire::LegalStatusVaried;
};

template <>
struct WireOf<CourtStepTaken> {
    using Type = wire::CourtStepTaken;
};

template <>
struct WireOf<ProceedingsExtended> {
    using Type = wire::ProceedingsExtended;
};

template <>
struct WireOf<LegalGatewayHeld> {
    using Type = wire::LegalGatewayHeld;
};

template <>
struct WireOf<PanelDecided> {
    using Type = wire::PanelDecided;
};

}  // namespace tyst::coding
