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

}  // namespace tyst
