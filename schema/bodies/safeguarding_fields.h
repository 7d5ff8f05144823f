#pragma once

#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<ReferralReceived> {
    using T = ReferralReceived;
    static constexpr EventType type = EventType::referral_received;
    static constexpr std::string_view name = "referral_received";
    static constexpr auto fields = std::tuple(fields::code("referrer", &T::referrer, "referrer"));
};

template <>
struct Describe<AssessmentRecorded> {
    using T = AssessmentRecorded;
    static constexpr EventType type = EventType::assessment_recorded;
    static constexpr std::string_view name = "assessment_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("step", &T::step, "assessment-step"),
        fields::optional("referral", &T::referral)
    );
};

template <>
struct Describe<StrategyDiscussionHeld> {
    using T = StrategyDiscussionHeld;
    static constexpr EventType type = EventType::strategy_discussion_held;
    static constexpr std::string_view name = "strategy_discussion_held";
    static constexpr auto fields =
        std::tuple(fields::required_code("decision", &T::decision, "strategy-decision"));
};

template <>
struct Describe<EnquiryRecorded> {
    using T = EnquiryRecorded;
    static constexpr EventType type = EventType::enquiry_recorded;
    static constexpr std::string_view name = "enquiry_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("step", &T::step, "assessment-step"),
        fields::code("outcome", &T::outcome, "enquiry-outcome")
    );
};

template <>
struct Describe<ConferenceHeld> {
    using T = ConferenceHeld;
    static constexpr EventType type = EventType::conference_held;
    static constexpr std::string_view name = "conference_held";
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "conference-kind"),
        fields::code("outcome", &T::outcome, "conference-outcome"),
        fields::optional("chair", &T::chair)
    );
};

template <>
struct Describe<CoreGroupHeld> {
    using T = CoreGroupHeld;
    static constexpr EventType type = EventType::core_group_held;
    static constexpr std::string_view name = "core_group_held";
    static constexpr auto fields = std::tuple(fields::optional("chair", &T::chair));
};

template <>
struct Describe<ProtectionRegistered> {
    using T = ProtectionRegistered;
    static constexpr EventType type = EventType::protection_registered;
    static constexpr std::string_view name = "protection_registered";
    static constexpr auto fields =
        std::tuple(fields::required_code("categories", &T::categories, "protection-category"));
};

template <>
struct Describe<ProtectionDeregistered> {
    using T = ProtectionDeregistered;
    static constexpr EventType type = EventType::protection_deregistered;
    static constexpr std::string_view name = "protection_deregistered";
    static constexpr auto fields = std::tuple(
        fields::optional("started", &T::started),
        fields::code("reason", &T::reason, "deregistration-reason")
    );
};

template <>
struct Describe<MissingStarted> {
    using T = MissingStarted;
    static constexpr EventType type = EventType::missing_started;
    static constexpr std::string_view name = "missing_started";
    static constexpr auto fields =
        std::tuple(fields::required_code("kind", &T::kind, "missing-kind"));
};

template <>
struct Describe<MissingEnded> {
    using T = MissingEnded;
    static constexpr EventType type = EventType::missing_ended;
    static constexpr std::string_view name = "missing_ended";
    static constexpr auto fields = std::tuple(fields::required("started", &T::started));
};

template <>
struct Describe<ReturnInterviewRecorded> {
    using T = ReturnInterviewRecorded;
    static constexpr EventType type = EventType::return_interview_recorded;
    static constexpr std::string_view name = "return_interview_recorded";
    static constexpr auto fields = std::tuple(
        fields::required("missing", &T::missing),
        fields::required_code("outcome", &T::outcome, "return-interview")
    );
};

}  // namespace tyst
