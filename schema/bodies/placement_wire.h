#pragma once

#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PlacementStarted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Setting, setting);
    TYST_CODE(CarerRelationship, carer_relationship);
    TYST_CODE(Provider, provider);
    TYST_CODE(Location, location);
    TYST_CODE(AdoptionStage, adoption_stage);
    TYST_CODE(IntendedTo18, intended_to_18);
    TYST_CODE(Temporary, temporary);
    TYST_CODE(Carer, carer);
    TYST_CODE(ProviderReference, provider_reference);
    TYST_CODE(HomePostcode, home_postcode);
    TYST_CODE(PlacementPostcode, placement_postcode);
    TYST_CODE(Emergency, emergency);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PlacementEnded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Started, started);
    TYST_CODE(Reason, reason);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PlacementChanged>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Started, started);
    TYST_CODE(IntendedTo18, intended_to_18);
    TYST_CODE(Reason, reason);
    TYST_CODE(Carer, carer);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PlacementDecided>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Setting, setting);
    TYST_CODE(NominatedOfficerApproval, nominated_officer_approval);
    TYST_CODE(Reasons, reasons);
    TYST_CODE(DecidedBy, decided_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, OutOfAreaNotified>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Placement, placement);
    TYST_CODE(Authority, authority);
    TYST_CODE(Content, content);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ParentsPlacementAssessed>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Placement, placement);
    TYST_CODE(Outcome, outcome);
    TYST_CODE(AssessedBy, assessed_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ParentsPlacementDecided>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Placement, placement);
    TYST_CODE(Decision, decision);
    TYST_CODE(DecidedBy, decided_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ParentsPlacementConsidered>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Decision, decision);
    TYST_CODE(Reasons, reasons);
    TYST_CODE(DecidedBy, decided_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, TemporaryApprovalGiven>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Placement, placement);
    TYST_CODE(Until, until);
    TYST_CODE(Carer, carer);
    TYST_CODE(ApprovedBy, approved_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, TemporaryApprovalExtended>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Approval, approval);
    TYST_CODE(Until, until);
    TYST_CODE(Reasons, reasons);
    TYST_CODE(ApprovedBy, approved_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ConnectedPersonDecided>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Placement, placement);
    TYST_CODE(Decision, decision);
    TYST_CODE(Carer, carer);
    TYST_CODE(DecidedBy, decided_by);
}

template <>
struct WireOf<PlacementStarted> {
    using Type = wire::PlacementStarted;
};

template <>
struct WireOf<PlacementEnded> {
    using Type = wire::PlacementEnded;
};

template <>
struct WireOf<PlacementChanged> {
    using Type = wire::PlacementChanged;
};

template <>
struct WireOf<PlacementDecided> {
    using Type = wire::PlacementDecided;
};

template <>
struct WireOf<OutOfAreaNotified> {
    using Type = wire::OutOfAreaNotified;
};

template <>
struct WireOf<ParentsPlacementAssessed> {
    using Type = wire::ParentsPlacementAssessed;
};

template <>
struct WireOf<ParentsPlacementDecided> {
    using Type = wire::ParentsPlacementDecided;
};

template <>
struct WireOf<ParentsPlacementConsidered> {
    using Type = wire::ParentsPlacementConsidered;
};

template <>
struct WireOf<TemporaryApprovalGiven> {
    using Type = wire::TemporaryApprovalGiven;
};

template <>
struct WireOf<TemporaryApprovalExtended> {
    using Type = wire::TemporaryApprovalExtended;
};

template <>
struct WireOf<ConnectedPersonDecided> {
    using Type = wire::ConnectedPersonDecided;
};

}  // namespace tyst::coding
