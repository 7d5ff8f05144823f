#pragma once

#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ChildRegistered>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Source, source);
    TYST_CODE(Reference, reference);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, IdentityRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(BirthDate, birth_date);
    TYST_CODE(BirthDateCertainty, birth_date_certainty);
    TYST_CODE(Sex, sex);
    TYST_CODE(Ethnicity, ethnicity);
    TYST_CODE(GivenName, given_name);
    TYST_CODE(FamilyName, family_name);
    TYST_CODE(LanguagePreference, language_preference);
    TYST_CODE(UniquePupilNumber, unique_pupil_number);
    TYST_CODE(UnaccompaniedAsylumSeeking, unaccompanied_asylum_seeking);
    TYST_CODE(AsylumStatusCeased, asylum_status_ceased);
    TYST_CODE(Mother, mother);
    TYST_CODE(OwnChildBorn, own_child_born);
    TYST_CODE(DeathDate, death_date);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, RecordsJoined>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Other, other);
    TYST_CODE(Basis, basis);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, RecordsParted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Other, other);
    TYST_CODE(Basis, basis);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReRecordedFromAuthority>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Authority, authority);
    TYST_CODE(TheirReference, their_reference);
    TYST_CODE(TheirOrigin, their_origin);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PersonStatementRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Statement, statement);
    TYST_CODE(About, about);
    TYST_CODE(HelpedBy, helped_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PreviousPermanenceRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Order, order);
    TYST_CODE(Authority, authority);
    TYST_CODE(Ordered, ordered);
}

template <>
struct WireOf<ChildRegistered> {
    using Type = wire::ChildRegistered;
};

template <>
struct WireOf<IdentityRecorded> {
    using Type = wire::IdentityRecorded;
};

template <>
struct WireOf<RecordsJoined> {
    using Type = wire::RecordsJoined;
};

template <>
struct WireOf<RecordsParted> {
    using Type = wire::RecordsParted;
};

template <>
struct WireOf<ReRecordedFromAuthority> {
    using Type = wire::ReRecordedFromAuthority;
};

template <>
struct WireOf<PersonStatementRecorded> {
    using Type = wire::PersonStatementRecorded;
};

template <>
struct WireOf<PreviousPermanenceRecorded> {
    using Type = wire::PreviousPermanenceRecorded;
};

}  // namespace tyst::coding
