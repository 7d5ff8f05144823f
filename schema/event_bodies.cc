#include "schema/event_bodies.h"

#include "schema/event_fields.h"

// One function per body, in the order of the registry; each goes both ways (schema/event_wire.h).

namespace tyst {

namespace coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ChildRegistered>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Source, source);
    TYST_CODE(Reference, reference);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, IdentityRecorded>
static void code(Coder& coder, Wire wire, Plain& plain) {
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
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, RecordsJoined>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Other, other);
    TYST_CODE(Basis, basis);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, RecordsParted>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Other, other);
    TYST_CODE(Basis, basis);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReRecordedFromAuthority>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Authority, authority);
    TYST_CODE(TheirReference, their_reference);
    TYST_CODE(TheirOrigin, their_origin);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LookedAfterStarted>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Route, route);
    TYST_CODE(LegalStatus, legal_status);
    TYST_CODE(CategoryOfNeed, category_of_need);
    TYST_CODE(TransferredFrom, transferred_from);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LookedAfterEnded>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Route, route);
    TYST_CODE(Reason, reason);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LegalStatusStarted>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Status, status);
    TYST_CODE(Expires, expires);
    TYST_CODE(Court, court);
    TYST_CODE(CaseNumber, case_number);
    TYST_CODE(OrderReference, order_reference);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LegalStatusEnded>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Status, status);
    TYST_CODE(Started, started);
    TYST_CODE(Reason, reason);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ApplicationMade>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Application, application);
    TYST_CODE(Applicant, applicant);
    TYST_CODE(Court, court);
    TYST_CODE(CaseNumber, case_number);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ApplicationDecided>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Application, application);
    TYST_CODE(Outcome, outcome);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PlacementStarted>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Setting, setting);
    TYST_CODE(CarerRelationship, carer_relationship);
    TYST_CODE(Provider, provider);
    TYST_CODE(Location, location);
    TYST_CODE(AdoptionStage, adoption_stage);
    TYST_CODE(IntendedTo18, intended_to_18);
    TYST_CODE(Temporary, temporary);
    TYST_CODE(Carer, carer);
    TYST_CODE(ProviderReference, provider_reference);
    TYST_CODE(HomePostcode, home_postcode);
    TYST_CODE(PlacementPostcode, placement_postcode);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PlacementEnded>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Started, started);
    TYST_CODE(Reason, reason);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, PermanencePlanRecorded>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Routes, routes);
    TYST_CODE(AgreedBy, agreed_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, CareAndSupportPlanRecorded>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Version, version);
    TYST_CODE(Author, author);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReviewDecision>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Id, id);
    TYST_CODE(Text, text);
    TYST_CODE(Responsible, responsible);
    TYST_CODE(By, by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReviewHeld>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Participation, participation);
    TYST_CODE(ChildSeenAlone, child_seen_alone);
    TYST_CODE(Chair, chair);
    TYST_CODE(Decisions, decisions);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AllocationStarted>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Role, role);
    TYST_CODE(Worker, worker);
    TYST_CODE(Team, team);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AllocationEnded>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Started, started);
    TYST_CODE(Reason, reason);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, DocumentAttached>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Title, title);
    TYST_CODE(MediaType, media_type);
    TYST_CODE(Digest, digest);
    TYST_CODE(Size, size);
    TYST_CODE(About, about);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, CoverageDeclared>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Source, source);
    TYST_CODE(Facts, facts);
    TYST_CODE(From, from);
    TYST_CODE(To, to);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReferenceFile>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Path, path);
    TYST_CODE(Digest, digest);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReferenceSetAdopted>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Name, name);
    TYST_CODE(Version, version);
    TYST_CODE(Digest, digest);
    TYST_CODE(Files, files);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, SampleDeclared>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Name, name);
    TYST_CODE(Seed, seed);
    TYST_CODE(Today, today);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReceivedRow>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Table, table);
    TYST_CODE(Line, line);
    TYST_CODE(Values, values);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReceivedFile>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Name, name);
    TYST_CODE(Table, table);
    TYST_CODE(Rows, rows);
    TYST_CODE(Columns, columns);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReturnReceived>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Form, form);
    TYST_CODE(Year, year);
    TYST_CODE(Received, received);
    TYST_CODE(Files, files);
    TYST_CODE(RowsOfNoChild, rows_of_no_child);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ReturnRowsReceived>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(ReceivedReturn, received_return);
    TYST_CODE(Rows, rows);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ActorRegistered>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Name, name);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, AccessRecorded>
static void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Basis, basis);
    TYST_CODE(What, what);
    TYST_CODE(Filters, filters);
    TYST_CODE(Children, children);
    TYST_CODE(Count, count);
    TYST_CODE(Digest, digest);
}

namespace {

// The Cap'n Proto struct of each body.
template <class Plain>
struct WireOf;
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
struct WireOf<LookedAfterStarted> {
    using Type = wire::LookedAfterStarted;
};
template <>
struct WireOf<LookedAfterEnded> {
    using Type = wire::LookedAfterEnded;
};
template <>
struct WireOf<LegalStatusStarted> {
    using Type = wire::LegalStatusStarted;
};
template <>
struct WireOf<LegalStatusEnded> {
    using Type = wire::LegalStatusEnded;
};
template <>
struct WireOf<ApplicationMade> {
    using Type = wire::ApplicationMade;
};
template <>
struct WireOf<ApplicationDecided> {
    using Type = wire::ApplicationDecided;
};
template <>
struct WireOf<PlacementStarted> {
    using Type = wire::PlacementStarted;
};
template <>
struct WireOf<PlacementEnded> {
    using Type = wire::PlacementEnded;
};
template <>
struct WireOf<PermanencePlanRecorded> {
    using Type = wire::PermanencePlanRecorded;
};
template <>
struct WireOf<CareAndSupportPlanRecorded> {
    using Type = wire::CareAndSupportPlanRecorded;
};
template <>
struct WireOf<ReviewHeld> {
    using Type = wire::ReviewHeld;
};
template <>
struct WireOf<AllocationStarted> {
    using Type = wire::AllocationStarted;
};
template <>
struct WireOf<AllocationEnded> {
    using Type = wire::AllocationEnded;
};
template <>
struct WireOf<DocumentAttached> {
    using Type = wire::DocumentAttached;
};
template <>
struct WireOf<CoverageDeclared> {
    using Type = wire::CoverageDeclared;
};
template <>
struct WireOf<ReferenceSetAdopted> {
    using Type = wire::ReferenceSetAdopted;
};
template <>
struct WireOf<SampleDeclared> {
    using Type = wire::SampleDeclared;
};
template <>
struct WireOf<ReturnReceived> {
    using Type = wire::ReturnReceived;
};
template <>
struct WireOf<ReturnRowsReceived> {
    using Type = wire::ReturnRowsReceived;
};
template <>
struct WireOf<ActorRegistered> {
    using Type = wire::ActorRegistered;
};
template <>
struct WireOf<AccessRecorded> {
    using Type = wire::AccessRecorded;
};

template <std::size_t Place>
bool read_alternative(Reading& reading, wire::Event::Reader source, Body& target) {
    using Plain = std::variant_alternative_t<Place, BodyAlternatives>;
    if constexpr (!std::is_same_v<Plain, NoBody>) {
        Plain& plain = target.emplace<Place>();
        code(reading, source.getBody().getAs<typename WireOf<Plain>::Type>(), plain);
    }
    return true;
}

template <std::size_t... Place>
bool read_by_type(Reading& reading, wire::Event::Reader source, Body& target, std::index_sequence<Place...>) {
    const auto type = static_cast<EventType>(source.getBodyType());
    return (
        (type == Describe<std::variant_alternative_t<Place, BodyAlternatives>>::type &&
         read_alternative<Place>(reading, source, target)) ||
        ...
    );
}

}  // namespace

void write_body(Writing& writing, wire::Event::Builder target, const Body& body) {
    target.setBodyType(static_cast<std::uint16_t>(type_of(body)));
    std::visit(
        [&](const auto& plain) {
            using Plain = std::remove_cvref_t<decltype(plain)>;
            if constexpr (!std::is_same_v<Plain, NoBody>) {
                code(writing, target.getBody().initAs<typename WireOf<Plain>::Type>(), plain);
            }
        },
        body
    );
}

bool read_body(Reading& reading, wire::Event::Reader source, Body& target) {
    return read_by_type(
        reading, source, target, std::make_index_sequence<std::variant_size_v<BodyAlternatives>>()
    );
}

}  // namespace coding
}  // namespace tyst
