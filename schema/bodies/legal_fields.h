#pragma once

#include "schema/entry.h"
#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

template <>
struct Describe<LookedAfterStarted> {
    using T = LookedAfterStarted;
    static constexpr EventType type = EventType::looked_after_started;
    static constexpr std::string_view name = "looked_after_started";
    static constexpr auto fields = std::tuple(
        fields::required_code("route", &T::route, "route-in"),
        fields::code("legal_status", &T::legal_status, "legal-status"),
        fields::code("category_of_need", &T::category_of_need, "category-of-need"),
        fields::code("transferred_from", &T::transferred_from, "authority")
    );
};

template <>
struct Describe<LookedAfterEnded> {
    using T = LookedAfterEnded;
    static constexpr EventType type = EventType::looked_after_ended;
    static constexpr std::string_view name = "looked_after_ended";
    static constexpr auto fields = std::tuple(
        fields::required_code("route", &T::route, "route-out"),
        fields::code("reason", &T::reason, "reason-ceased")
    );
};

template <>
struct Describe<LegalStatusStarted> {
    using T = LegalStatusStarted;
    static constexpr EventType type = EventType::legal_status_started;
    static constexpr std::string_view name = "legal_status_started";
    static constexpr auto fields = std::tuple(
        fields::required_code("status", &T::status, "legal-status"),
        fields::optional("expires", &T::expires),
        fields::optional("court", &T::court),
        fields::optional("case_number", &T::case_number),
        fields::optional("order_reference", &T::order_reference)
    );
};

template <>
struct Describe<LegalStatusEnded> {
    using T = LegalStatusEnded;
    static constexpr EventType type = EventType::legal_status_ended;
    static constexpr std::string_view name = "legal_status_ended";
    static constexpr auto fields = std::tuple(
        fields::code("status", &T::status, "legal-status"),
        fields::optional("started", &T::started),
        fields::code("reason", &T::reason, "status-ended")
    );
};

template <>
struct Describe<ApplicationMade> {
    using T = ApplicationMade;
    static constexpr EventType type = EventType::application_made;
    static constexpr std::string_view name = "application_made";
    static constexpr auto fields = std::tuple(
        fields::required_code("application", &T::application, "application"),
        fields::code("applicant", &T::applicant, "applicant"),
        fields::optional("court", &T::court),
        fields::optional("case_number", &T::case_number)
    );
};

template <>
struct Describe<ApplicationDecided> {
    using T = ApplicationDecided;
    static constexpr EventType type = EventType::application_decided;
    static constexpr std::string_view name = "application_decided";
    static constexpr auto fields = std::tuple(
        fields::required("application", &T::application),
        fields::required_code("outcome", &T::outcome, "application-outcome")
    );
};

template <>
struct Describe<MeetingAttendee> {
    using T = MeetingAttendee;
    static constexpr auto fields = std::tuple(
        fields::optional("person", &T::person), fields::code("role", &T::role, "attendee-role")
    );
};

template <>
struct Describe<AccommodationConsentRecorded> {
    using T = AccommodationConsentRecorded;
    static constexpr EventType type = EventType::accommodation_consent_recorded;
    static constexpr std::string_view name = "accommodation_consent_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("decision", &T::decision, "consent-decision"),
        fields::required_code("giver", &T::giver, "consent-giver"),
        fields::optional("parental_responsibility", &T::parental_responsibility),
        fields::optional("until", &T::until),
        fields::optional("by", &T::by)
    );
};

template <>
struct Describe<LegalStatusVaried> {
    using T = LegalStatusVaried;
    static constexpr EventType type = EventType::legal_status_varied;
    static constexpr std::string_view name = "legal_status_varied";
    static constexpr auto fields = std::tuple(
        fields::required("started", &T::started),
        fields::required_code("variation", &T::variation, "status-variation"),
        fields::optional("expires", &T::expires),
        fields::optional("court", &T::court),
        fields::optional("case_number", &T::case_number)
    );
};

template <>
struct Describe<CourtStepTaken> {
    using T = CourtStepTaken;
    static constexpr EventType type = EventType::court_step_taken;
    static constexpr std::string_view name = "court_step_taken";
    static constexpr auto fields = std::tuple(
        fields::required_code("step", &T::step, "court-step"),
        fields::optional("application", &T::application),
        fields::optional("court", &T::court),
        fields::optional("case_number", &T::case_number)
    );
};

template <>
struct Describe<ProceedingsExtended> {
    using T = ProceedingsExtended;
    static constexpr EventType type = EventType::proceedings_extended;
    static constexpr std::string_view name = "proceedings_extended";
    static constexpr auto fields = std::tuple(
        fields::required("application", &T::application),
        fields::required("until", &T::until),
        fields::optional("reasons", &T::reasons)
    );
};

template <>
struct Describe<LegalGatewayHeld> {
    using T = LegalGatewayHeld;
    static constexpr EventType type = EventType::legal_gateway_held;
    static constexpr std::string_view name = "legal_gateway_held";
    // Its rationale is legal advice, and so is what is attached to it.
    static constexpr auto restriction = RestrictionClass::legal_advice;
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "gateway-kind"),
        fields::required_code("decision", &T::decision, "gateway-decision"),
        fields::code("threshold", &T::threshold, "threshold-view"),
        fields::optional("rationale", &T::rationale),
        fields::optional("alternatives", &T::alternatives),
        fields::code("timing", &T::timing, "gateway-timing"),
        fields::optional("attendees", &T::attendees)
    );
};

template <>
struct Describe<PanelDecided> {
    using T = PanelDecided;
    static constexpr EventType type = EventType::panel_decided;
    static constexpr std::string_view name = "panel_decided";
    static constexpr auto fields = std::tuple(
        fields::required_code("panel", &T::panel, "panel-kind"),
        fields::required_code("matter", &T::matter, "panel-matter"),
        fields::required_code("decision", &T::decision, "panel-decision"),
        fields::optional("emergency", &T::emergency),
        fields::optional("rationale", &T::rationale),
        fields::optional("decided_by", &T::decided_by),
        fields::optional("about", &T::about)
    );
};

}  // namespace tyst
