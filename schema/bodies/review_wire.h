#pragma once

#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReviewDecision>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Id, id);
    TYST_CODE(Text, text);
    TYST_CODE(Responsible, responsible);
    TYST_CODE(By, by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReviewHeld>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Participation, participation);
    TYST_CODE(ChildSeenAlone, child_seen_alone);
    TYST_CODE(Chair, chair);
    TYST_CODE(Decisions, decisions);
    TYST_CODE(LegalHelpNeeded, legal_help_needed);
    TYST_CODE(RightsBreached, rights_breached);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AllocationStarted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Role, role);
    TYST_CODE(Worker, worker);
    TYST_CODE(Team, team);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AllocationEnded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Started, started);
    TYST_CODE(Reason, reason);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReviewBooked>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(HeldOn, held_on);
    TYST_CODE(Chair, chair);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReviewReportsReceived>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Report, report);
    TYST_CODE(Author, author);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ChildConsulted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Matter, matter);
    TYST_CODE(Manner, manner);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReviewNotHeld>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(HeldOn, held_on);
    TYST_CODE(Outcome, outcome);
    TYST_CODE(Reasons, reasons);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReviewDecisionActioned>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Review, review);
    TYST_CODE(Decision, decision);
    TYST_CODE(Outcome, outcome);
    TYST_CODE(Note, note);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, EarlyReviewTriggered>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Cause, cause);
    TYST_CODE(Note, note);
    TYST_CODE(RaisedBy, raised_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, EarlyReviewDeclined>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Trigger, trigger);
    TYST_CODE(Reasons, reasons);
    TYST_CODE(By, by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, IroMidpointCheckMade>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Note, note);
    TYST_CODE(By, by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, VisitMade>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(ChildSeen, child_seen);
    TYST_CODE(ChildSeenAlone, child_seen_alone);
    TYST_CODE(Placement, placement);
    TYST_CODE(Visitor, visitor);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, VisitAttempted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Reason, reason);
    TYST_CODE(Visitor, visitor);
}

template <>
struct WireOf<ReviewHeld> {
    using Type = wire::ReviewHeld;
};

template <>
struct WireOf<AllocationStarted> {
    using Type = wire::AllocationStarted;
};

template <>
struct WireOf<AllocationEnded> {
    using Type = wire::AllocationEnded;
};

template <>
struct WireOf<ReviewBooked> {
    using Type = wire::ReviewBooked;
};

template <>
struct WireOf<ReviewReportsReceived> {
    using Type = wire::ReviewReportsReceived;
};

template <>
struct WireOf<ChildConsulted> {
    using Type = wire::ChildConsulted;
};

template <>
struct WireOf<ReviewNotHeld> {
    using Type = wire::ReviewNotHeld;
};

template <>
struct WireOf<ReviewDecisionActioned> {
    using Type = wire::ReviewDecisionActioned;
};

template <>
struct WireOf<EarlyReviewTriggered> {
    using Type = wire::EarlyReviewTriggered;
};

template <>
struct WireOf<EarlyReviewDeclined> {
    using Type = wire::EarlyReviewDeclined;
};

template <>
struct WireOf<IroMidpointCheckMade> {
    using Type = wire::IroMidpointCheckMade;
};

template <>
struct WireOf<VisitMade> {
    using Type = wire::VisitMade;
};

template <>
struct WireOf<VisitAttempted> {
    using Type = wire::VisitAttempted;
};

}  // namespace tyst::coding
