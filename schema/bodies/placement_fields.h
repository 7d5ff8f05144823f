#pragma once

#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<PlacementStarted> {
    using T = PlacementStarted;
    static constexpr EventType type = EventType::placement_started;
    static constexpr std::string_view name = "placement_started";
    static constexpr auto fields = std::tuple(
        fields::required_code("setting", &T::setting, "placement-setting"),
        fields::code("carer_relationship", &T::carer_relationship, "carer-relationship"),
        fields::code("provider", &T::provider, "placement-provider"),
        fields::code("location", &T::location, "placement-location"),
        fields::code("adoption_stage", &T::adoption_stage, "adoption-stage"),
        fields::optional("intended_to_18", &T::intended_to_18),
        fields::optional("temporary", &T::temporary),
        fields::optional("carer", &T::carer),
        fields::optional("provider_reference", &T::provider_reference),
        fields::optional("home_postcode", &T::home_postcode),
        fields::optional("placement_postcode", &T::placement_postcode),
        fields::optional("emergency", &T::emergency)
    );
};

template <>
struct Describe<PlacementEnded> {
    using T = PlacementEnded;
    static constexpr EventType type = EventType::placement_ended;
    static constexpr std::string_view name = "placement_ended";
    static constexpr auto fields = std::tuple(
        fields::optional("started", &T::started),
        fields::code("reason", &T::reason, "placement-change-reason")
    );
};

template <>
struct Describe<PlacementChanged> {
    using T = PlacementChanged;
    static constexpr EventType type = EventType::placement_changed;
    static constexpr std::string_view name = "placement_changed";
    static constexpr auto fields = std::tuple(
        fields::required("started", &T::started),
        fields::optional("intended_to_18", &T::intended_to_18),
        fields::code("reason", &T::reason, "placement-change-reason"),
        fields::optional("carer", &T::carer)
    );
};

template <>
struct Describe<PlacementDecided> {
    using T = PlacementDecided;
    static constexpr EventType type = EventType::placement_decided;
    static constexpr std::string_view name = "placement_decided";
    static constexpr auto fields = std::tuple(
        fields::required_code("setting", &T::setting, "placement-setting"),
        fields::optional("nominated_officer_approval", &T::nominated_officer_approval),
        fields::optional("reasons", &T::reasons),
        fields::optional("decided_by", &T::decided_by)
    );
};

template <>
struct Describe<OutOfAreaNotified> {
    using T = OutOfAreaNotified;
    static constexpr EventType type = EventType::out_of_area_notified;
    static constexpr std::string_view name = "out_of_area_notified";
    static constexpr auto fields = std::tuple(
        fields::optional("placement", &T::placement),
        fields::code("authority", &T::authority, "authority"),
        fields::optional("content", &T::content)
    );
};

template <>
struct Describe<ParentsPlacementAssessed> {
    using T = ParentsPlacementAssessed;
    static constexpr EventType type = EventType::parents_placement_assessed;
    static constexpr std::string_view name = "parents_placement_assessed";
    static constexpr auto fields = std::tuple(
        fields::optional("placement", &T::placement),
        fields::required_code("outcome", &T::outcome, "suitability"),
        fields::optional("assessed_by", &T::assessed_by)
    );
};

template <>
struct Describe<ParentsPlacementDecided> {
    using T = ParentsPlacementDecided;
    static constexpr EventType type = EventType::parents_placement_decided;
    static constexpr std::string_view name = "parents_placement_decided";
    static constexpr auto fields = std::tuple(
        fields::optional("placement", &T::placement),
        fields::required_code("decision", &T::decision, "approval-decision"),
        fields::optional("decided_by", &T::decided_by)
    );
};

template <>
struct Describe<ParentsPlacementConsidered> {
    using T = ParentsPlacementConsidered;
    static constexpr EventType type = EventType::parents_placement_considered;
    static constexpr std::string_view name = "parents_placement_considered";
    static constexpr auto fields = std::tuple(
        fields::required_code("decision", &T::decision, "home-order-decision"),
        fields::required("reasons", &T::reasons),
        fields::optional("decided_by", &T::decided_by)
    );
};

template <>
struct Describe<TemporaryApprovalGiven> {
    using T = TemporaryApprovalGiven;
    static constexpr EventType type = EventType::temporary_approval_given;
    static constexpr std::string_view name = "temporary_approval_given";
    static constexpr auto fields = std::tuple(
        fields::optional("placement", &T::placement),
        fields::optional("until", &T::until),
        fields::optional("carer", &T::carer),
        fields::optional("approved_by", &T::approved_by)
    );
};

template <>
struct Describe<TemporaryApprovalExtended> {
    using T = TemporaryApprovalExtended;
    static constexpr EventType type = EventType::temporary_approval_extended;
    static constexpr std::string_view name = "temporary_approval_extended";
    static constexpr auto fields = std::tuple(
        fields::required("approval", &T::approval),
        fields::optional("until", &T::until),
        fields::optional("reasons", &T::reasons),
        fields::optional("approved_by", &T::approved_by)
    );
};

template <>
struct Describe<ConnectedPersonDecided> {
    using T = ConnectedPersonDecided;
    static constexpr EventType type = EventType::connected_person_decided;
    static constexpr std::string_view name = "connected_person_decided";
    static constexpr auto fields = std::tuple(
        fields::optional("placement", &T::placement),
        fields::required_code("decision", &T::decision, "approval-decision"),
        fields::optional("carer", &T::carer),
        fields::optional("decided_by", &T::decided_by)
    );
};

}  // namespace tyst
