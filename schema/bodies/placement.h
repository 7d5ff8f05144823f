#pragma once

#include <optional>
#include <string>

#include "schema/event_values.h"

// Where the child lives, and what a placement needs.
namespace tyst {

// Neutral attributes (codes of a return are generated from them, never stored).
struct PlacementStarted {
    Code setting;             // codes/placement-setting
    Code carer_relationship;  // codes/carer-relationship: parent, kin, unrelated
    Code provider;  // codes/placement-provider: parents, own, other-authority, other-public,
                    // private, voluntary
    Code location;  // codes/placement-location: own-authority, elsewhere-in-wales, outside-wales, …
    Code adoption_stage;  // codes/adoption-stage
    std::optional<bool> intended_to_18;
    bool temporary = false;  // interrupts the placement before it, which goes on when this one ends
    std::optional<PersonCitation> carer;
    std::string provider_reference;  // URN
    std::string home_postcode;
    std::string placement_postcode;
    bool emergency = false;  // placed before what is needed for such a placement was done
    bool operator==(const PlacementStarted&) const = default;
};

struct PlacementEnded {
    EventId started;
    Code reason;  // codes/placement-change-reason
    bool operator==(const PlacementEnded&) const = default;
};

// The placement goes on with other terms.
struct PlacementChanged {
    EventId started;  // the event that started the placement
    std::optional<bool> intended_to_18;
    Code reason;  // codes/placement-change-reason
    std::optional<PersonCitation> carer;
    bool operator==(const PlacementChanged&) const = default;
};

// The decision to place, before the child moves.
struct PlacementDecided {
    Code setting;  // codes/placement-setting
    std::optional<bool> nominated_officer_approval;
    std::string reasons;
    std::optional<PersonCitation> decided_by;
    bool operator==(const PlacementDecided&) const = default;
};

// The area authority was told of a placement in its area (CPPCR(W) 2015 reg 12).
struct OutOfAreaNotified {
    EventId placement;
    Code authority;  // codes/authority
    std::string content;
    bool operator==(const OutOfAreaNotified&) const = default;
};

// Placement with parents was assessed (reg 18; after an emergency placement reg 20).
struct ParentsPlacementAssessed {
    EventId placement;
    Code outcome;  // codes/suitability
    std::optional<PersonCitation> assessed_by;
    bool operator==(const ParentsPlacementAssessed&) const = default;
};

// The nominated officer decided on a placement with parents (reg 19).
struct ParentsPlacementDecided {
    EventId placement;
    Code decision;  // codes/approval-decision
    std::optional<PersonCitation> decided_by;
    bool operator==(const ParentsPlacementDecided&) const = default;
};

// A reasoned decision on whether the care order of a child at home is still needed.
struct ParentsPlacementConsidered {
    Code decision;  // codes/home-order-decision
    std::string reasons;
    std::optional<PersonCitation> decided_by;
    bool operator==(const ParentsPlacementConsidered&) const = default;
};

// A connected person was approved for a time (reg 26).
struct TemporaryApprovalGiven {
    EventId placement;
    std::optional<Date> until;
    std::optional<PersonCitation> carer;
    std::optional<PersonCitation> approved_by;
    bool operator==(const TemporaryApprovalGiven&) const = default;
};

// The time of a temporary approval was extended (reg 27).
struct TemporaryApprovalExtended {
    EventId approval;
    std::optional<Date> until;
    std::string reasons;
    std::optional<PersonCitation> approved_by;
    bool operator==(const TemporaryApprovalExtended&) const = default;
};

// The full assessment of a connected person ended with a decision.
struct ConnectedPersonDecided {
    EventId placement;
    Code decision;  // codes/approval-decision
    std::optional<PersonCitation> carer;
    std::optional<PersonCitation> decided_by;
    bool operator==(const ConnectedPersonDecided&) const = default;
};

}  // namespace tyst
