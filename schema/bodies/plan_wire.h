#pragma once

#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PermanencePlanRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Routes, routes);
    TYST_CODE(AgreedBy, agreed_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, CareAndSupportPlanRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Version, version);
    TYST_CODE(Author, author);
    TYST_CODE(SignificantChange, significant_change);
    TYST_CODE(ConsideredAt, considered_at);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PlacementPlanRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Placement, placement);
    TYST_CODE(SignedOff, signed_off);
    TYST_CODE(IroInformed, iro_informed);
    TYST_CODE(Author, author);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, HealthPlanRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Author, author);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PermanenceStepTaken>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Plan, plan);
    TYST_CODE(Step, step);
    TYST_CODE(Note, note);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, StepDownPlanRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Author, author);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PartFourPlanOpened>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Author, author);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PartFourPlanClosed>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Started, started);
    TYST_CODE(Reason, reason);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PathwayStepRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Step, step);
    TYST_CODE(Author, author);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LeaverContactRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(InTouch, in_touch);
    TYST_CODE(Activity, activity);
    TYST_CODE(SuitableAccommodation, suitable_accommodation);
    TYST_CODE(Accommodation, accommodation);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AdoptionDecisionMade>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Decision, decision);
    TYST_CODE(Reason, reason);
    TYST_CODE(DecidedBy, decided_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AdoptionMatched>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Adopters, adopters);
    TYST_CODE(DecidedBy, decided_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AdoptionDisrupted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Placement, placement);
    TYST_CODE(Reasons, reasons);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AdoptersRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(FosterCarer, foster_carer);
    TYST_CODE(Number, number);
    TYST_CODE(Sexes, sexes);
    TYST_CODE(Relationship, relationship);
}

template <>
struct WireOf<PermanencePlanRecorded> {
    using Type = wire::PermanencePlanRecorded;
};

template <>
struct WireOf<CareAndSupportPlanRecorded> {
    using Type = wire::CareAndSupportPlanRecorded;
};

template <>
struct WireOf<PlacementPlanRecorded> {
    using Type = wire::PlacementPlanRecorded;
};

template <>
struct WireOf<HealthPlanRecorded> {
    using Type = wire::HealthPlanRecorded;
};

template <>
struct WireOf<PermanenceStepTaken> {
    using Type = wire::PermanenceStepTaken;
};

template <>
struct WireOf<StepDownPlanRecorded> {
    using Type = wire::StepDownPlanRecorded;
};

template <>
struct WireOf<PartFourPlanOpened> {
    using Type = wire::PartFourPlanOpened;
};

template <>
struct WireOf<PartFourPlanClosed> {
    using Type = wire::PartFourPlanClosed;
};

template <>
struct WireOf<PathwayStepRecorded> {
    using Type = wire::PathwayStepRecorded;
};

template <>
struct WireOf<LeaverContactRecorded> {
    using Type = wire::LeaverContactRecorded;
};

template <>
struct WireOf<AdoptionDecisionMade> {
    using Type = wire::AdoptionDecisionMade;
};

template <>
struct WireOf<AdoptionMatched> {
    using Type = wire::AdoptionMatched;
};

template <>
struct WireOf<AdoptionDisrupted> {
    using Type = wire::AdoptionDisrupted;
};

template <>
struct WireOf<AdoptersRecorded> {
    using Type = wire::AdoptersRecorded;
};

}  // namespace tyst::coding
