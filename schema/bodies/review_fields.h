#pragma once

#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<ReviewDecision> {
    using T = ReviewDecision;
    static constexpr auto fields = std::tuple(
        fields::required("id", &T::id),
        fields::optional("text", &T::text),
        fields::optional("responsible", &T::responsible),
        fields::optional("by", &T::by)
    );
};

template <>
struct Describe<ReviewHeld> {
    using T = ReviewHeld;
    static constexpr EventType type = EventType::review_held;
    static constexpr std::string_view name = "review_held";
    static constexpr auto fields = std::tuple(
        fields::code("participation", &T::participation, "review-participation"),
        fields::optional("child_seen_alone", &T::child_seen_alone),
        fields::optional("chair", &T::chair),
        fields::optional("decisions", &T::decisions),
        fields::optional("legal_help_needed", &T::legal_help_needed),
        fields::optional("rights_breached", &T::rights_breached)
    );
};

template <>
struct Describe<AllocationStarted> {
    using T = AllocationStarted;
    static constexpr EventType type = EventType::allocation_started;
    static constexpr std::string_view name = "allocation_started";
    static constexpr auto fields = std::tuple(
        fields::required_code("role", &T::role, "allocation-role"),
        fields::optional("worker", &T::worker),
        fields::optional("team", &T::team)
    );
};

template <>
struct Describe<AllocationEnded> {
    using T = AllocationEnded;
    static constexpr EventType type = EventType::allocation_ended;
    static constexpr std::string_view name = "allocation_ended";
    static constexpr auto fields = std::tuple(
        fields::optional("started", &T::started),
        fields::code("reason", &T::reason, "allocation-ended")
    );
};

template <>
struct Describe<ReviewBooked> {
    using T = ReviewBooked;
    static constexpr EventType type = EventType::review_booked;
    static constexpr std::string_view name = "review_booked";
    static constexpr auto fields =
        std::tuple(fields::required("held_on", &T::held_on), fields::optional("chair", &T::chair));
};

template <>
struct Describe<ReviewReportsReceived> {
    using T = ReviewReportsReceived;
    static constexpr EventType type = EventType::review_reports_received;
    static constexpr std::string_view name = "review_reports_received";
    static constexpr auto fields = std::tuple(
        fields::required_code("report", &T::report, "review-report"),
        fields::optional("author", &T::author)
    );
};

template <>
struct Describe<ChildConsulted> {
    using T = ChildConsulted;
    static constexpr EventType type = EventType::child_consulted;
    static constexpr std::string_view name = "child_consulted";
    static constexpr auto fields = std::tuple(
        fields::required_code("matter", &T::matter, "consulted-about"),
        fields::code("manner", &T::manner, "consulted-how")
    );
};

template <>
struct Describe<ReviewNotHeld> {
    using T = ReviewNotHeld;
    static constexpr EventType type = EventType::review_not_held;
    static constexpr std::string_view name = "review_not_held";
    static constexpr auto fields = std::tuple(
        fields::optional("held_on", &T::held_on),
        fields::required_code("outcome", &T::outcome, "review-not-held"),
        fields::optional("reasons", &T::reasons)
    );
};

template <>
struct Describe<ReviewDecisionActioned> {
    using T = ReviewDecisionActioned;
    static constexpr EventType type = EventType::review_decision_actioned;
    static constexpr std::string_view name = "review_decision_actioned";
    static constexpr auto fields = std::tuple(
        fields::required("review", &T::review),
        fields::required("decision", &T::decision),
        fields::required_code("outcome", &T::outcome, "decision-outcome"),
        fields::optional("note", &T::note)
    );
};

template <>
struct Describe<EarlyReviewTriggered> {
    using T = EarlyReviewTriggered;
    static constexpr EventType type = EventType::early_review_triggered;
    static constexpr std::string_view name = "early_review_triggered";
    static constexpr auto fields = std::tuple(
        fields::required_code("cause", &T::cause, "early-review-cause"),
        fields::optional("note", &T::note),
        fields::optional("raised_by", &T::raised_by)
    );
};

template <>
struct Describe<EarlyReviewDeclined> {
    using T = EarlyReviewDeclined;
    static constexpr EventType type = EventType::early_review_declined;
    static constexpr std::string_view name = "early_review_declined";
    static constexpr auto fields = std::tuple(
        fields::required("trigger", &T::trigger),
        fields::required("reasons", &T::reasons),
        fields::optional("by", &T::by)
    );
};

template <>
struct Describe<IroMidpointCheckMade> {
    using T = IroMidpointCheckMade;
    static constexpr EventType type = EventType::iro_midpoint_check_made;
    static constexpr std::string_view name = "iro_midpoint_check_made";
    static constexpr auto fields =
        std::tuple(fields::optional("note", &T::note), fields::optional("by", &T::by));
};

template <>
struct Describe<VisitMade> {
    using T = VisitMade;
    static constexpr EventType type = EventType::visit_made;
    static constexpr std::string_view name = "visit_made";
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "visit-kind"),
        fields::optional("child_seen", &T::child_seen),
        fields::optional("child_seen_alone", &T::child_seen_alone),
        fields::optional("placement", &T::placement),
        fields::optional("visitor", &T::visitor)
    );
};

template <>
struct Describe<VisitAttempted> {
    using T = VisitAttempted;
    static constexpr EventType type = EventType::visit_attempted;
    static constexpr std::string_view name = "visit_attempted";
    static constexpr auto fields = std::tuple(
        fields::required_code("reason", &T::reason, "visit-failed"),
        fields::optional("visitor", &T::visitor)
    );
};

}  // namespace tyst
