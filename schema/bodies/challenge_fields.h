#pragma once

#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<ChallengeRaised> {
    using T = ChallengeRaised;
    static constexpr EventType type = EventType::challenge_raised;
    static constexpr std::string_view name = "challenge_raised";
    static constexpr auto fields = std::tuple(
        fields::required_code("stage", &T::stage, "escalation-stage"),
        fields::optional("concern", &T::concern),
        fields::optional("answer_due", &T::answer_due),
        fields::optional("raised_by", &T::raised_by),
        fields::optional("raised_with", &T::raised_with)
    );
};

template <>
struct Describe<ChallengeEscalated> {
    using T = ChallengeEscalated;
    static constexpr EventType type = EventType::challenge_escalated;
    static constexpr std::string_view name = "challenge_escalated";
    static constexpr auto fields = std::tuple(
        fields::required("challenge", &T::challenge),
        fields::required_code("stage", &T::stage, "escalation-stage"),
        fields::optional("answer_due", &T::answer_due),
        fields::optional("raised_with", &T::raised_with)
    );
};

template <>
struct Describe<ChallengeAnswered> {
    using T = ChallengeAnswered;
    static constexpr EventType type = EventType::challenge_answered;
    static constexpr std::string_view name = "challenge_answered";
    static constexpr auto fields = std::tuple(
        fields::required("challenge", &T::challenge),
        fields::optional("answer", &T::answer),
        fields::optional("answered_by", &T::answered_by)
    );
};

template <>
struct Describe<ChallengeResolved> {
    using T = ChallengeResolved;
    static constexpr EventType type = EventType::challenge_resolved;
    static constexpr std::string_view name = "challenge_resolved";
    static constexpr auto fields = std::tuple(
        fields::required("challenge", &T::challenge),
        fields::required_code("outcome", &T::outcome, "challenge-outcome")
    );
};

template <>
struct Describe<CafcassReferralConsidered> {
    using T = CafcassReferralConsidered;
    static constexpr EventType type = EventType::cafcass_referral_considered;
    static constexpr std::string_view name = "cafcass_referral_considered";
    static constexpr auto fields = std::tuple(
        fields::optional("challenge", &T::challenge),
        fields::required_code("decision", &T::decision, "referral-decision"),
        fields::optional("reasons", &T::reasons)
    );
};

template <>
struct Describe<ComplaintMade> {
    using T = ComplaintMade;
    static constexpr EventType type = EventType::complaint_made;
    static constexpr std::string_view name = "complaint_made";
    static constexpr auto fields = std::tuple(
        fields::required_code("stage", &T::stage, "complaint-stage"),
        fields::optional("concern", &T::concern)
    );
};

template <>
struct Describe<AdvocacyRecorded> {
    using T = AdvocacyRecorded;
    static constexpr EventType type = EventType::advocacy_recorded;
    static constexpr std::string_view name = "advocacy_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("step", &T::step, "advocacy-step"),
        fields::optional("advocate", &T::advocate)
    );
};

template <>
struct Describe<AlertConsidered> {
    using T = AlertConsidered;
    static constexpr EventType type = EventType::alert_considered;
    static constexpr std::string_view name = "alert_considered";
    static constexpr auto fields = std::tuple(
        fields::required("rule", &T::rule),
        fields::required("reasons", &T::reasons),
        fields::required("next_look", &T::next_look),
        fields::optional("by", &T::by)
    );
};

}  // namespace tyst
