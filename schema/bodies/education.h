#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "schema/event_values.h"

// Education and health.
namespace tyst {

// A personal education plan or individual development plan made or reviewed.
struct EducationPlanRecorded {
    Code kind;  // codes/education-plan
    Code step;  // codes/plan-step
    std::optional<PersonCitation> author;
    bool operator==(const EducationPlanRecorded&) const = default;
};

// The child began at another school.
struct SchoolChanged {
    Code reason;  // codes/school-change
    std::string school;
    bool operator==(const SchoolChanged&) const = default;
};

// A check of health, teeth or eyes, an immunisation, or the registration with a doctor.
struct HealthCheckRecorded {
    Code check;    // codes/health-check
    Code outcome;  // codes/health-outcome
    bool operator==(const HealthCheckRecorded&) const = default;
};

// Strengths and difficulties questionnaire: the total difficulties score, 0 to 40.
struct StrengthsQuestionnaireScored {
    std::uint32_t score = 0;
    Code completed_by;  // codes/questionnaire-by
    bool operator==(const StrengthsQuestionnaireScored&) const = default;
};

// What a return says of the year of a child who was looked after all through it; no day is known
// of any of it. Source: SSDA903, OC2.
struct YearlyOutcomesStated {
    std::uint32_t year = 0;  // the year in which the collection ends
    std::optional<bool> convicted;
    std::optional<bool> health_check;  // developmental, of a child under 5
    std::optional<bool> immunisations;
    std::optional<bool> teeth_check;
    std::optional<bool> health_assessment;
    std::optional<bool> substance_misuse;
    std::optional<bool> intervention_received;
    std::optional<bool> intervention_offered;
    std::optional<bool> questionnaire_scored;
    std::uint32_t questionnaire_score = 0;  // 0 to 40; means nothing where none was scored
    Code questionnaire_missing;             // codes/questionnaire-missing
    bool operator==(const YearlyOutcomesStated&) const = default;
};

}  // namespace tyst
