#pragma once

#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<PermanencePlanRecorded> {
    using T = PermanencePlanRecorded;
    static constexpr EventType type = EventType::permanence_plan_recorded;
    static constexpr std::string_view name = "permanence_plan_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("routes", &T::routes, "permanence-route"),
        fields::optional("agreed_by", &T::agreed_by)
    );
};

template <>
struct Describe<CareAndSupportPlanRecorded> {
    using T = CareAndSupportPlanRecorded;
    static constexpr EventType type = EventType::care_and_support_plan_recorded;
    static constexpr std::string_view name = "care_and_support_plan_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "plan-kind"),
        fields::optional("version", &T::version),
        fields::optional("author", &T::author),
        fields::optional("significant_change", &T::significant_change),
        fields::optional("considered_at", &T::considered_at)
    );
};

template <>
struct Describe<PlacementPlanRecorded> {
    using T = PlacementPlanRecorded;
    static constexpr EventType type = EventType::placement_plan_recorded;
    static constexpr std::string_view name = "placement_plan_recorded";
    static constexpr auto fields = std::tuple(
        fields::optional("placement", &T::placement),
        fields::optional("signed_off", &T::signed_off),
        fields::optional("iro_informed", &T::iro_informed),
        fields::optional("author", &T::author)
    );
};

template <>
struct Describe<HealthPlanRecorded> {
    using T = HealthPlanRecorded;
    static constexpr EventType type = EventType::health_plan_recorded;
    static constexpr std::string_view name = "health_plan_recorded";
    static constexpr auto fields = std::tuple(fields::optional("author", &T::author));
};

template <>
struct Describe<PermanenceStepTaken> {
    using T = PermanenceStepTaken;
    static constexpr EventType type = EventType::permanence_step_taken;
    static constexpr std::string_view name = "permanence_step_taken";
    static constexpr auto fields = std::tuple(
        fields::optional("plan", &T::plan),
        fields::required_code("step", &T::step, "permanence-step"),
        fields::optional("note", &T::note)
    );
};

template <>
struct Describe<StepDownPlanRecorded> {
    using T = StepDownPlanRecorded;
    static constexpr EventType type = EventType::step_down_plan_recorded;
    static constexpr std::string_view name = "step_down_plan_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "step-down-kind"),
        fields::optional("author", &T::author)
    );
};

template <>
struct Describe<PartFourPlanOpened> {
    using T = PartFourPlanOpened;
    static constexpr EventType type = EventType::part_four_plan_opened;
    static constexpr std::string_view name = "part_four_plan_opened";
    static constexpr auto fields = std::tuple(fields::optional("author", &T::author));
};

template <>
struct Describe<PartFourPlanClosed> {
    using T = PartFourPlanClosed;
    static constexpr EventType type = EventType::part_four_plan_closed;
    static constexpr std::string_view name = "part_four_plan_closed";
    static constexpr auto fields = std::tuple(
        fields::optional("started", &T::started),
        fields::required_code("reason", &T::reason, "plan-closed")
    );
};

template <>
struct Describe<PathwayStepRecorded> {
    using T = PathwayStepRecorded;
    static constexpr EventType type = EventType::pathway_step_recorded;
    static constexpr std::string_view name = "pathway_step_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("step", &T::step, "pathway-step"),
        fields::optional("author", &T::author)
    );
};

template <>
struct Describe<LeaverContactRecorded> {
    using T = LeaverContactRecorded;
    static constexpr EventType type = EventType::leaver_contact_recorded;
    static constexpr std::string_view name = "leaver_contact_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("in_touch", &T::in_touch, "leaver-in-touch"),
        fields::code("activity", &T::activity, "leaver-activity"),
        fields::optional("suitable_accommodation", &T::suitable_accommodation),
        fields::code("accommodation", &T::accommodation, "leaver-accommodation")
    );
};

template <>
struct Describe<AdoptionDecisionMade> {
    using T = AdoptionDecisionMade;
    static constexpr EventType type = EventType::adoption_decision_made;
    static constexpr std::string_view name = "adoption_decision_made";
    static constexpr auto fields = std::tuple(
        fields::required_code("decision", &T::decision, "adoption-decision"),
        fields::code("reason", &T::reason, "adoption-reversal-reason"),
        fields::optional("decided_by", &T::decided_by)
    );
};

template <>
struct Describe<AdoptionMatched> {
    using T = AdoptionMatched;
    static constexpr EventType type = EventType::adoption_matched;
    static constexpr std::string_view name = "adoption_matched";
    static constexpr auto fields = std::tuple(
        fields::optional("adopters", &T::adopters), fields::optional("decided_by", &T::decided_by)
    );
};

template <>
struct Describe<AdoptionDisrupted> {
    using T = AdoptionDisrupted;
    static constexpr EventType type = EventType::adoption_disrupted;
    static constexpr std::string_view name = "adoption_disrupted";
    static constexpr auto fields = std::tuple(
        fields::optional("placement", &T::placement), fields::optional("reasons", &T::reasons)
    );
};

template <>
struct Describe<AdoptersRecorded> {
    using T = AdoptersRecorded;
    static constexpr EventType type = EventType::adopters_recorded;
    static constexpr std::string_view name = "adopters_recorded";
    static constexpr auto fields = std::tuple(
        fields::optional("foster_carer", &T::foster_carer),
        fields::optional("number", &T::number),
        fields::code("sexes", &T::sexes, "adopters-sexes"),
        fields::code("relationship", &T::relationship, "adopters-relationship")
    );
};

}  // namespace tyst
