#pragma once

#include "schema/event.h"
#include "schema/field_table.h"

namespace tyst {

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
        fields::optional("own_child_born", &T::own_child_born),
        fields::optional("death_date", &T::death_date)
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
struct Describe<PersonStatementRecorded> {
    using T = PersonStatementRecorded;
    static constexpr EventType type = EventType::person_statement_recorded;
    static constexpr std::string_view name = "person_statement_recorded";
    static constexpr auto fields = std::tuple(
        fields::required("statement", &T::statement),
        fields::optional("about", &T::about),
        fields::optional("helped_by", &T::helped_by)
    );
};

template <>
struct Describe<PreviousPermanenceRecorded> {
    using T = PreviousPermanenceRecorded;
    static constexpr EventType type = EventType::previous_permanence_recorded;
    static constexpr std::string_view name = "previous_permanence_recorded";
    static constexpr auto fields = std::tuple(
        fields::required_code("order", &T::order, "previous-permanence"),
        fields::optional("authority", &T::authority),
        fields::optional("ordered", &T::ordered)
    );
};

}  // namespace tyst
