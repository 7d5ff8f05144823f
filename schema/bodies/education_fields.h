#pragma once

#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<EducationPlanRecorded> {
    using T = EducationPlanRecorded;
    static constexpr EventType type = EventType::education_plan_recorded;
    static constexpr std::string_view name = "education_plan_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "education-plan"),
        fields::required_code("step", &T::step, "plan-step"),
        fields::optional("author", &T::author)
    );
};

template <>
struct Describe<SchoolChanged> {
    using T = SchoolChanged;
    static constexpr EventType type = EventType::school_changed;
    static constexpr std::string_view name = "school_changed";
    static constexpr auto fields = std::tuple(
        fields::required_code("reason", &T::reason, "school-change"),
        fields::optional("school", &T::school)
    );
};

template <>
struct Describe<HealthCheckRecorded> {
    using T = HealthCheckRecorded;
    static constexpr EventType type = EventType::health_check_recorded;
    static constexpr std::string_view name = "health_check_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("check", &T::check, "health-check"),
        fields::code("outcome", &T::outcome, "health-outcome")
    );
};

template <>
struct Describe<StrengthsQuestionnaireScored> {
    using T = StrengthsQuestionnaireScored;
    static constexpr EventType type = EventType::strengths_questionnaire_scored;
    static constexpr std::string_view name = "strengths_questionnaire_scored";
    static constexpr auto fields = std::tuple(
        fields::required("score", &T::score),
        fields::code("completed_by", &T::completed_by, "questionnaire-by")
    );
};

template <>
struct Describe<YearlyOutcomesStated> {
    using T = YearlyOutcomesStated;
    static constexpr EventType type = EventType::yearly_outcomes_stated;
    static constexpr std::string_view name = "yearly_outcomes_stated";
    static constexpr auto fields = std::tuple(
        fields::required("year", &T::year),
        fields::optional("convicted", &T::convicted),
        fields::optional("health_check", &T::health_check),
        fields::optional("immunisations", &T::immunisations),
        fields::optional("teeth_check", &T::teeth_check),
        fields::optional("health_assessment", &T::health_assessment),
        fields::optional("substance_misuse", &T::substance_misuse),
        fields::optional("intervention_received", &T::intervention_received),
        fields::optional("intervention_offered", &T::intervention_offered),
        fields::optional("questionnaire_scored", &T::questionnaire_scored),
        fields::optional("questionnaire_score", &T::questionnaire_score),
        fields::code("questionnaire_missing", &T::questionnaire_missing, "questionnaire-missing")
    );
};

}  // namespace tyst
