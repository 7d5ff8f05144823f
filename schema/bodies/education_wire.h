#pragma once

#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, EducationPlanRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Step, step);
    TYST_CODE(Author, author);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, SchoolChanged>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Reason, reason);
    TYST_CODE(School, school);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, HealthCheckRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Check, check);
    TYST_CODE(Outcome, outcome);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, StrengthsQuestionnaireScored>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Score, score);
    TYST_CODE(CompletedBy, completed_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, YearlyOutcomesStated>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Year, year);
    TYST_CODE(Convicted, convicted);
    TYST_CODE(HealthCheck, health_check);
    TYST_CODE(Immunisations, immunisations);
    TYST_CODE(TeethCheck, teeth_check);
    TYST_CODE(HealthAssessment, health_assessment);
    TYST_CODE(SubstanceMisuse, substance_misuse);
    TYST_CODE(InterventionReceived, intervention_received);
    TYST_CODE(InterventionOffered, intervention_offered);
    TYST_CODE(QuestionnaireScored, questionnaire_scored);
    TYST_CODE(QuestionnaireScore, questionnaire_score);
    TYST_CODE(QuestionnaireMissing, questionnaire_missing);
}

template <>
struct WireOf<EducationPlanRecorded> {
    using Type = wire::EducationPlanRecorded;
};

template <>
struct WireOf<SchoolChanged> {
    using Type = wire::SchoolChanged;
};

template <>
struct WireOf<HealthCheckRecorded> {
    using Type = wire::HealthCheckRecorded;
};

template <>
struct WireOf<StrengthsQuestionnaireScored> {
    using Type = wire::StrengthsQuestionnaireScored;
};

template <>
struct WireOf<YearlyOutcomesStated> {
    using Type = wire::YearlyOutcomesStated;
};

}  // namespace tyst::coding
