#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/event_values.h"

// Plans of permanence and of care, adoption, pathway.
namespace tyst {

struct PermanencePlanRecorded {
    std::vector<Code> routes;  // codes/permanence-route; more than one for parallel planning
    std::optional<PersonCitation> agreed_by;
    bool operator==(const PermanencePlanRecorded&) const = default;
};

struct CareAndSupportPlanRecorded {
    Code kind;  // codes/plan-kind: part-6, section-31a
    std::uint32_t version = 0;
    std::optional<PersonCitation> author;
    std::optional<bool> significant_change;  // the plan changes in a significant way (reg 38(2))
    EventId considered_at;                   // the review that considered the change first
    bool operator==(const CareAndSupportPlanRecorded&) const = default;
};

// How the placement will meet the child's needs (reg 10).
struct PlacementPlanRecorded {
    EventId placement;
    std::optional<bool> signed_off;
    std::optional<bool> iro_informed;
    std::optional<PersonCitation> author;
    bool operator==(const PlacementPlanRecorded&) const = default;
};

// The health plan within the Part 6 plan (Schedule 2).
struct HealthPlanRecorded {
    std::optional<PersonCitation> author;
    bool operator==(const HealthPlanRecorded&) const = default;
};

// Something was done that moves the plan of permanence on.
struct PermanenceStepTaken {
    EventId plan;
    Code step;  // codes/permanence-step
    std::string note;
    bool operator==(const PermanenceStepTaken&) const = default;
};

// How a child comes from a kinship order or an external placement to less care.
struct StepDownPlanRecorded {
    Code kind;  // codes/step-down-kind
    std::optional<PersonCitation> author;
    bool operator==(const StepDownPlanRecorded&) const = default;
};

// A care and support plan for a child who is not looked after (Part 4 of the 2014 Act).
struct PartFourPlanOpened {
    std::optional<PersonCitation> author;
    bool operator==(const PartFourPlanOpened&) const = default;
};

// That plan ended.
struct PartFourPlanClosed {
    EventId started;
    Code reason;  // codes/plan-closed
    bool operator==(const PartFourPlanClosed&) const = default;
};

// Pathway assessment, plan and review.
struct PathwayStepRecorded {
    Code step;  // codes/pathway-step
    std::optional<PersonCitation> author;
    bool operator==(const PathwayStepRecorded&) const = default;
};

// What is known of a young person who has left care.
struct LeaverContactRecorded {
    Code in_touch;  // codes/leaver-in-touch
    Code activity;  // codes/leaver-activity
    std::optional<bool> suitable_accommodation;
    Code accommodation;  // codes/leaver-accommodation
    bool operator==(const LeaverContactRecorded&) const = default;
};

// Whether the child should be placed for adoption.
struct AdoptionDecisionMade {
    Code decision;  // codes/adoption-decision
    Code reason;    // codes/adoption-reversal-reason
    std::optional<PersonCitation> decided_by;
    bool operator==(const AdoptionDecisionMade&) const = default;
};

// The child was matched with adopters.
struct AdoptionMatched {
    std::optional<PersonCitation> adopters;
    std::optional<PersonCitation> decided_by;
    bool operator==(const AdoptionMatched&) const = default;
};

// Who adopts the child. Source: SSDA903, adoption.
struct AdoptersRecorded {
    std::optional<bool> foster_carer;  // the child's foster carer adopts
    std::uint32_t number = 0;          // of adopters; 0 where nobody said
    Code sexes;                        // codes/adopters-sexes
    Code relationship;                 // codes/adopters-relationship
    bool operator==(const AdoptersRecorded&) const = default;
};

// A placement for adoption or an adoption broke down.
struct AdoptionDisrupted {
    EventId placement;
    std::string reasons;
    bool operator==(const AdoptionDisrupted&) const = default;
};

}  // namespace tyst
