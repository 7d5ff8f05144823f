#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "schema/date.h"
#include "schema/ids.h"
#include "schema/subject.h"

namespace tyst {

// A code from one of the sets in reference/codes/ ("care-order", "N4"). Empty where nothing was
// said.
using Code = std::string;

// Another person named by an event. The event itself (part 0) stores only `person`; source,
// reference, name and role on the day stand in a part of their own under that person's key, and
// come back empty once that key is destroyed. In a submission `person` is still zero and the ledger
// finds or makes it from source and reference.
struct PersonCitation {
    StreamId person;
    std::string source;
    std::string reference;
    std::string name;
    std::string role;

    auto operator<=>(const PersonCitation&) const = default;
};

// Another subject's stream named by an event: only `stream` is stored. In a submission `stream` is
// still zero and the ledger finds it from `reference`.
struct SubjectLink {
    StreamId stream;
    SubjectReference reference;

    auto operator<=>(const SubjectLink&) const = default;
};

// ---- Bodies. Each type has one number in EventType for ever; fields are only ever added.
// -------------- Optional text and codes are empty where not given; optional events named by id are
// zero.

// The first event of a child's stream: under which reference which source knows the child.
struct ChildRegistered {
    std::string source;
    std::string reference;
    bool operator==(const ChildRegistered&) const = default;
};

// Identity facts as known from `occurred` on; fields left out say nothing.
struct IdentityRecorded {
    std::optional<Date> birth_date;
    Code birth_date_certainty;  // codes/birth-date-certainty: known, estimated, unborn, unknown,
                                // disputed
    Code sex;
    Code ethnicity;
    std::string given_name;
    std::string family_name;
    Code language_preference;
    std::string unique_pupil_number;
    std::optional<bool> unaccompanied_asylum_seeking;
    std::optional<Date> asylum_status_ceased;
    std::optional<bool> mother;
    std::optional<Date> own_child_born;
    bool operator==(const IdentityRecorded&) const = default;
};

// Two streams are found to be one person (an event in each stream, one correlation id).
struct RecordsJoined {
    SubjectLink other;
    std::string basis;
    bool operator==(const RecordsJoined&) const = default;
};

// The joining was wrong: from here the two streams are two persons again.
struct RecordsParted {
    SubjectLink other;
    std::string basis;
    bool operator==(const RecordsParted&) const = default;
};

// Another authority's record of the child was written again here; the pair shares a correlation id.
struct ReRecordedFromAuthority {
    Code authority;
    std::string their_reference;
    std::string their_origin;  // the other ledger's origin, where it has one
    bool operator==(const ReRecordedFromAuthority&) const = default;
};

struct LookedAfterStarted {
    Code route;             // codes/route-in
    Code legal_status;      // codes/legal-status: the basis on day one
    Code category_of_need;  // codes/category-of-need, fixed for the period of care
    Code transferred_from;  // codes/authority, where care came from another authority
    bool operator==(const LookedAfterStarted&) const = default;
};

struct LookedAfterEnded {
    Code route;   // codes/route-out
    Code reason;  // codes/reason-ceased
    bool operator==(const LookedAfterEnded&) const = default;
};

struct LegalStatusStarted {
    Code status;                  // codes/legal-status, overlays included
    std::optional<Date> expires;  // as stated in the order
    std::string court;
    std::string case_number;
    std::string order_reference;
    bool operator==(const LegalStatusStarted&) const = default;
};

struct LegalStatusEnded {
    Code status;      // names the open status that ends where `started` is zero
    EventId started;  // the event that started it
    Code reason;      // codes/status-ended: discharged, revoked, expired, superseded, withdrawn, …
    bool operator==(const LegalStatusEnded&) const = default;
};

struct ApplicationMade {
    Code application;  // codes/application
    Code applicant;    // codes/applicant
    std::string court;
    std::string case_number;
    bool operator==(const ApplicationMade&) const = default;
};

struct ApplicationDecided {
    EventId application;
    Code outcome;  // codes/application-outcome: granted, refused, withdrawn
    bool operator==(const ApplicationDecided&) const = default;
};

// Neutral attributes (codes of a return are generated from them, never stored).
struct PlacementStarted {
    Code setting;             // codes/placement-setting
    Code carer_relationship;  // codes/carer-relationship: parent, kin, unrelated
    Code provider;  // codes/placement-provider: parents, own, other-authority, other-public,
                    // private, voluntary
    Code location;  // codes/placement-location: own-authority, elsewhere-in-wales, outside-wales, …
    Code adoption_stage;  // codes/adoption-stage
    std::optional<bool> intended_to_18;
    bool temporary = false;  // interrupts the placement before it, which goes on when this one ends
    std::optional<PersonCitation> carer;
    std::string provider_reference;  // URN
    std::string home_postcode;
    std::string placement_postcode;
    bool operator==(const PlacementStarted&) const = default;
};

struct PlacementEnded {
    EventId started;
    Code reason;  // codes/placement-change-reason
    bool operator==(const PlacementEnded&) const = default;
};

struct PermanencePlanRecorded {
    std::vector<Code> routes;  // codes/permanence-route; more than one for parallel planning
    std::optional<PersonCitation> agreed_by;
    bool operator==(const PermanencePlanRecorded&) const = default;
};

struct CareAndSupportPlanRecorded {
    Code kind;  // codes/plan-kind: part-6, section-31a
    std::uint32_t version = 0;
    std::optional<PersonCitation> author;
    bool operator==(const CareAndSupportPlanRecorded&) const = default;
};

struct ReviewDecision {
    std::string id;
    std::string text;
    std::optional<PersonCitation> responsible;
    std::optional<Date> by;
    bool operator==(const ReviewDecision&) const = default;
};

struct ReviewHeld {
    Code participation;  // codes/review-participation
    std::optional<bool> child_seen_alone;
    std::optional<PersonCitation> chair;
    std::vector<ReviewDecision> decisions;
    bool operator==(const ReviewHeld&) const = default;
};

struct AllocationStarted {
    Code role;  // codes/allocation-role: iro, social-worker, team
    std::optional<PersonCitation> worker;
    std::string team;
    bool operator==(const AllocationStarted&) const = default;
};

struct AllocationEnded {
    EventId started;
    Code reason;  // codes/allocation-ended
    bool operator==(const AllocationEnded&) const = default;
};

// The document itself is an attachment part of the same event.
struct DocumentAttached {
    Code kind;  // codes/document-kind
    std::string title;
    std::string media_type;
    Hash digest;  // SHA-256 of the plaintext: inside the sealed event, never in clear
    std::uint64_t size = 0;
    EventId about;  // the event that it belongs to, if one
    bool operator==(const DocumentAttached&) const = default;
};

// From when (and until when) a source supplies which kinds of fact. Authority stream.
struct CoverageDeclared {
    std::string source;
    std::vector<Code> facts;  // codes/fact-kind
    Date from;
    std::optional<Date> to;  // last day covered
    bool operator==(const CoverageDeclared&) const = default;
};

struct ReferenceFile {
    std::string path;
    Hash digest;
    bool operator==(const ReferenceFile&) const = default;
};

// The files themselves are attachments in the same order. Authority stream.
struct ReferenceSetAdopted {
    std::string name;
    std::string version;
    Hash digest;  // of the list "digest  path\n" in path order
    std::vector<ReferenceFile> files;
    bool operator==(const ReferenceSetAdopted&) const = default;
};

// This ledger holds synthetic people and pins today. Authority stream.
struct SampleDeclared {
    std::string name;
    std::uint64_t seed = 0;
    Date today;
    bool operator==(const SampleDeclared&) const = default;
};

// One line of a received file, word for word.
struct ReceivedRow {
    std::string table;
    std::uint32_t line = 0;  // in the file; the header is line 1
    std::vector<std::string> values;
    bool operator==(const ReceivedRow&) const = default;
};

struct ReceivedFile {
    std::string name;
    std::string table;
    std::uint32_t rows = 0;
    std::vector<std::string> columns;
    bool operator==(const ReceivedFile&) const = default;
};

// A statutory return as it came. The files' digests are the event's first attachment (lines as
// sha256sum writes them), so that they can be disclosed alone. The return's own stream.
struct ReturnReceived {
    Code form;               // codes/return-form: ssda903
    std::uint32_t year = 0;  // the year in which the collection ends
    Date received;
    std::vector<ReceivedFile> files;
    std::vector<ReceivedRow> rows_of_no_child;
    bool operator==(const ReturnReceived&) const = default;
};

// A child's rows of one return, word for word, under the child's key. Child's stream.
struct ReturnRowsReceived {
    SubjectLink received_return;
    std::vector<ReceivedRow> rows;
    bool operator==(const ReturnRowsReceived&) const = default;
};

struct ActorRegistered {
    Code kind;  // codes/actor-kind: os-user, account
    std::string name;
    bool operator==(const ActorRegistered&) const = default;
};

// One look at records, written before the data leaves. The actor's stream of the year.
struct AccessRecorded {
    Code basis;  // codes/access-basis
    std::string what;
    std::string filters;
    std::vector<StreamId> children;  // sorted
    std::uint32_t count = 0;
    Hash digest;  // of the answer
    bool operator==(const AccessRecorded&) const = default;
};

// An annulment or a reversal says all in its relation.
struct NoBody {
    bool operator==(const NoBody&) const = default;
};

using BodyAlternatives = std::variant<
    NoBody,
    ChildRegistered,
    IdentityRecorded,
    RecordsJoined,
    RecordsParted,
    ReRecordedFromAuthority,
    LookedAfterStarted,
    LookedAfterEnded,
    LegalStatusStarted,
    LegalStatusEnded,
    ApplicationMade,
    ApplicationDecided,
    PlacementStarted,
    PlacementEnded,
    PermanencePlanRecorded,
    CareAndSupportPlanRecorded,
    ReviewHeld,
    AllocationStarted,
    AllocationEnded,
    DocumentAttached,
    CoverageDeclared,
    ReferenceSetAdopted,
    SampleDeclared,
    ReturnReceived,
    ReturnRowsReceived,
    ActorRegistered,
    AccessRecorded>;

template <class Type, class Variant>
inline constexpr bool kIsAlternative = false;
template <class Type, class... Alternatives>
inline constexpr bool kIsAlternative<Type, std::variant<Alternatives...>> =
    (std::is_same_v<Type, Alternatives> || ...);

// What an event says. std::get, std::get_if, std::holds_alternative and std::visit work on it as on
// the variant that it is; a type of its own, because what makes, copies, moves and compares so many
// alternatives is then compiled once and not in every file that handles an event.
class Body : public BodyAlternatives {
  public:
    Body();
    template <class Alternative>
        requires kIsAlternative<Alternative, BodyAlternatives>
    Body(Alternative alternative);  // NOLINT(google-explicit-constructor): as std::variant has it
    Body(const Body& other);
    Body(Body&& other) noexcept;
    Body& operator=(const Body& other);
    Body& operator=(Body&& other) noexcept;
    ~Body();

    bool operator==(const Body& other) const;
};

// The registry of event numbers: a number is never changed and never used again. Hundreds are
// families.
enum class EventType : std::uint16_t {
    none = 0,
    child_registered = 100,
    identity_recorded = 101,
    records_joined = 110,
    records_parted = 111,
    re_recorded_from_authority = 112,
    looked_after_started = 200,
    looked_after_ended = 201,
    legal_status_started = 300,
    legal_status_ended = 301,
    application_made = 310,
    application_decided = 311,
    placement_started = 400,
    placement_ended = 401,
    permanence_plan_recorded = 500,
    care_and_support_plan_recorded = 501,
    review_held = 600,
    allocation_started = 700,
    allocation_ended = 701,
    document_attached = 800,
    coverage_declared = 900,
    reference_set_adopted = 901,
    sample_declared = 902,
    return_received = 910,
    return_rows_received = 911,
    actor_registered = 920,
    access_recorded = 1000,
};

// ---- Envelope
// ------------------------------------------------------------------------------------------

// What `occurred` is known to: a month or a year is kept as its first day.
enum class OccurrencePrecision : std::uint8_t { day = 0, instant = 1, month = 2, year = 3 };

// When it was true in the world. A date is a day in London.
struct Occurrence {
    Date date;  // the London day, also where an instant is given
    std::optional<Timestamp> instant;
    OccurrencePrecision precision = OccurrencePrecision::day;
    std::uint16_t sequence =
        0;  // order within the day where the source has one; 0 where it has none

    bool operator==(const Occurrence&) const = default;
};

// Where an imported fact stood.
struct SourceRow {
    std::string system;
    std::string table;
    std::uint32_t row = 0;

    bool operator==(const SourceRow&) const = default;
};

enum class RelationKind : std::uint8_t { none = 0, corrects = 1, annuls = 2, reverses = 3 };

// How this event bears on an earlier event of the same stream (design: corrects, annuls, reverses).
// `corrects`: the body is of the target's type and only the fields named in `fields` count; a named
// field that is empty in the body is removed from the target; the name "occurred" stands for the
// envelope's own. `annuls` and `reverses` carry NoBody; a reversal takes effect on this event's
// `occurred`.
struct Relation {
    RelationKind kind = RelationKind::none;
    EventId target;
    std::vector<std::string> fields;
    std::string authority;  // on whose authority

    bool operator==(const Relation&) const = default;
};

// A file that goes with the event, sealed in a part of its own.
struct Attachment {
    std::string name;
    std::string content;  // at most 1 MiB

    bool operator==(const Attachment&) const = default;
};

struct Event {
    EventId id;
    Occurrence occurred;
    std::optional<Timestamp> learned;  // only imported facts; never later than recorded
    SourceRow source;                  // empty system where recorded here by hand
    StreamId recorded_by;              // the actor; set by the ledger
    std::string reason;                // reason or legal basis, free text
    std::string language;              // of free text: "en", "cy", or empty
    std::optional<CorrelationId> correlation;
    Relation relation;
    Body body;
    std::vector<Attachment> attachments;  // content is empty after a read that did not ask for it

    bool operator==(const Event&) const = default;
};

// An event before the ledger has found its stream: what JSON, CSV and generators make.
struct Submission {
    SubjectReference subject;
    Event event;

    bool operator==(const Submission&) const = default;
};

[[nodiscard]] EventType type_of(const Body& body);

}  // namespace tyst
