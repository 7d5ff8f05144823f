#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "schema/event.h"

namespace tyst {

// The one table of what each event consists of. JSON, validation, corrections, cited people, linked
// streams and the tables of docs/events.md are all driven by it; only the Cap'n Proto codec has a
// function of its own per body (schema/event_bodies.cc).
//
// To add an event type: the struct and its number (event.h), a Cap'n Proto struct (event.capnp),
// its Describe<> here, its code() in event_bodies.cc, an example in docs/events.md.

// One member of a body. `set` names the code set for Code and lists of Code, else it is empty.
template <class Owner, class Member>
struct Field {
    using Type = Member;
    std::string_view name;  // as in JSON
    Member Owner::* member;
    std::string_view set;
    bool required = false;
};

namespace fields {

template <class Owner, class Member>
constexpr Field<Owner, Member> optional(std::string_view name, Member Owner::* member) {
    return {name, member, {}, false};
}
template <class Owner, class Member>
constexpr Field<Owner, Member> required(std::string_view name, Member Owner::* member) {
    return {name, member, {}, true};
}
template <class Owner, class Member>
constexpr Field<Owner, Member> code(
    std::string_view name, Member Owner::* member, std::string_view set
) {
    return {name, member, set, false};
}
template <class Owner, class Member>
constexpr Field<Owner, Member> required_code(
    std::string_view name, Member Owner::* member, std::string_view set
) {
    return {name, member, set, true};
}

}  // namespace fields

// Describe<T>::fields is a tuple of Field; for bodies also Describe<T>::type and ::name.
template <class T>
struct Describe;

template <>
struct Describe<NoBody> {
    static constexpr EventType type = EventType::none;
    static constexpr std::string_view name = "none";
    static constexpr std::tuple<> fields{};
};

template <>
struct Describe<ChildRegistered> {
    using T = ChildRegistered;
    static constexpr EventType type = EventType::child_registered;
    static constexpr std::string_view name = "child_registered";
    static constexpr auto fields = std::tuple(
        fields::required("source", &T::source), fields::required("reference", &T::reference)
    );
};

template <>
struct Describe<IdentityRecorded> {
    using T = IdentityRecorded;
    static constexpr EventType type = EventType::identity_recorded;
    static constexpr std::string_view name = "identity_recorded";
    static constexpr auto fields = std::tuple(
        fields::optional("birth_date", &T::birth_date),
        fields::code("birth_date_certainty", &T::birth_date_certainty, "birth-date-certainty"),
        fields::code("sex", &T::sex, "sex"),
        fields::code("ethnicity", &T::ethnicity, "ethnicity"),
        fields::optional("given_name", &T::given_name),
        fields::optional("family_name", &T::family_name),
        fields::code("language_preference", &T::language_preference, "language"),
        fields::optional("unique_pupil_number", &T::unique_pupil_number),
        fields::optional("unaccompanied_asylum_seeking", &T::unaccompanied_asylum_seeking),
        fields::optional("asylum_status_ceased", &T::asylum_status_ceased),
        fields::optional("mother", &T::mother),
        fields::optional("own_child_born", &T::own_child_born)
    );
};

template <>
struct Describe<RecordsJoined> {
    using T = RecordsJoined;
    static constexpr EventType type = EventType::records_joined;
    static constexpr std::string_view name = "records_joined";
    static constexpr auto fields =
        std::tuple(fields::required("other", &T::other), fields::optional("basis", &T::basis));
};

template <>
struct Describe<RecordsParted> {
    using T = RecordsParted;
    static constexpr EventType type = EventType::records_parted;
    static constexpr std::string_view name = "records_parted";
    static constexpr auto fields =
        std::tuple(fields::required("other", &T::other), fields::optional("basis", &T::basis));
};

template <>
struct Describe<ReRecordedFromAuthority> {
    using T = ReRecordedFromAuthority;
    static constexpr EventType type = EventType::re_recorded_from_authority;
    static constexpr std::string_view name = "re_recorded_from_authority";
    static constexpr auto fields = std::tuple(
        fields::required_code("authority", &T::authority, "authority"),
        fields::optional("their_reference", &T::their_reference),
        fields::optional("their_origin", &T::their_origin)
    );
};

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
        fields::optional("placement_postcode", &T::placement_postcode)
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
        fields::optional("author", &T::author)
    );
};

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
        fields::optional("decisions", &T::decisions)
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
struct Describe<DocumentAttached> {
    using T = DocumentAttached;
    static constexpr EventType type = EventType::document_attached;
    static constexpr std::string_view name = "document_attached";
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "document-kind"),
        fields::optional("title", &T::title),
        fields::optional("media_type", &T::media_type),
        fields::required("digest", &T::digest),
        fields::optional("size", &T::size),
        fields::optional("about", &T::about)
    );
};

template <>
struct Describe<CoverageDeclared> {
    using T = CoverageDeclared;
    static constexpr EventType type = EventType::coverage_declared;
    static constexpr std::string_view name = "coverage_declared";
    static constexpr auto fields = std::tuple(
        fields::required("source", &T::source),
        fields::required_code("facts", &T::facts, "fact-kind"),
        fields::required("from", &T::from),
        fields::optional("to", &T::to)
    );
};

template <>
struct Describe<ReferenceFile> {
    using T = ReferenceFile;
    static constexpr auto fields =
        std::tuple(fields::required("path", &T::path), fields::required("digest", &T::digest));
};

template <>
struct Describe<ReferenceSetAdopted> {
    using T = ReferenceSetAdopted;
    static constexpr EventType type = EventType::reference_set_adopted;
    static constexpr std::string_view name = "reference_set_adopted";
    static constexpr auto fields = std::tuple(
        fields::required("name", &T::name),
        fields::required("version", &T::version),
        fields::required("digest", &T::digest),
        fields::required("files", &T::files)
    );
};

template <>
struct Describe<SampleDeclared> {
    using T = SampleDeclared;
    static constexpr EventType type = EventType::sample_declared;
    static constexpr std::string_view name = "sample_declared";
    static constexpr auto fields = std::tuple(
        fields::required("name", &T::name),
        fields::required("seed", &T::seed),
        fields::required("today", &T::today)
    );
};

template <>
struct Describe<ReceivedRow> {
    using T = ReceivedRow;
    static constexpr auto fields = std::tuple(
        fields::required("table", &T::table),
        fields::required("line", &T::line),
        fields::required("values", &T::values)
    );
};

template <>
struct Describe<ReceivedFile> {
    using T = ReceivedFile;
    static constexpr auto fields = std::tuple(
        fields::required("name", &T::name),
        fields::optional("table", &T::table),
        fields::required("rows", &T::rows),
        fields::optional("columns", &T::columns)
    );
};

template <>
struct Describe<ReturnReceived> {
    using T = ReturnReceived;
    static constexpr EventType type = EventType::return_received;
    static constexpr std::string_view name = "return_received";
    static constexpr auto fields = std::tuple(
        fields::required_code("form", &T::form, "return-form"),
        fields::required("year", &T::year),
        fields::required("received", &T::received),
        fields::optional("files", &T::files),
        fields::optional("rows_of_no_child", &T::rows_of_no_child)
    );
};

template <>
struct Describe<ReturnRowsReceived> {
    using T = ReturnRowsReceived;
    static constexpr EventType type = EventType::return_rows_received;
    static constexpr std::string_view name = "return_rows_received";
    static constexpr auto fields = std::tuple(
        fields::required("received_return", &T::received_return), fields::required("rows", &T::rows)
    );
};

template <>
struct Describe<ActorRegistered> {
    using T = ActorRegistered;
    static constexpr EventType type = EventType::actor_registered;
    static constexpr std::string_view name = "actor_registered";
    static constexpr auto fields = std::tuple(
        fields::required_code("kind", &T::kind, "actor-kind"), fields::required("name", &T::name)
    );
};

template <>
struct Describe<AccessRecorded> {
    using T = AccessRecorded;
    static constexpr EventType type = EventType::access_recorded;
    static constexpr std::string_view name = "access_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("basis", &T::basis, "access-basis"),
        fields::required("what", &T::what),
        fields::optional("filters", &T::filters),
        fields::optional("children", &T::children),
        fields::optional("count", &T::count),
        fields::required("digest", &T::digest)
    );
};

// ---- walking the table ----

template <class Member>
inline constexpr bool kIsVector = false;
template <class Item>
inline constexpr bool kIsVector<std::vector<Item>> = true;

// Structs that stand in lists inside bodies, with a Describe of their own.
template <class T>
concept NestedStruct = requires { Describe<T>::fields; };
template <class Member>
inline constexpr bool kIsStructList = false;
template <NestedStruct Item>
inline constexpr bool kIsStructList<std::vector<Item>> = true;

// Calls visit(field) for each field of T in the table's order.
template <class T, class Visit>
constexpr void for_each_field(Visit&& visit) {
    std::apply([&](const auto&... field) { (visit(field), ...); }, Describe<T>::fields);
}

// True where nothing was said: an empty text or list, a zero id, no value. A plain number or date
// always says something, `false` does not.
template <class Member>
[[nodiscard]] bool is_empty(const Member& value) {
    if constexpr (std::is_same_v<Member, SubjectLink>) {
        return value.stream.is_zero() && value.reference.reference.empty();
    } else if constexpr (requires { value.has_value(); }) {
        return !value.has_value();
    } else if constexpr (requires { value.is_zero(); }) {
        return value.is_zero();
    } else if constexpr (requires { value.empty(); }) {
        return value.empty();
    } else if constexpr (std::is_same_v<Member, bool>) {
        return !value;
    } else {
        return false;
    }
}

namespace fields {

// Where a member stands, for messages and for person parts: "decisions[2].responsible".
[[nodiscard]] std::string path_of(std::string_view outer, std::string_view name);
[[nodiscard]] std::string path_of(std::string_view outer, std::size_t place);

// The failure `code` of the field at `path`: "decisions[2].text: the text is not UTF-8".
[[nodiscard]] std::unexpected<Error> refuse(
    ErrorCode code, std::string_view path, std::string_view reason
);

}  // namespace fields

}  // namespace tyst
