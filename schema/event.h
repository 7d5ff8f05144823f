#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "schema/bodies/administration.h"
#include "schema/bodies/challenge.h"
#include "schema/bodies/custody.h"
#include "schema/bodies/education.h"
#include "schema/bodies/identity.h"
#include "schema/bodies/legal.h"
#include "schema/bodies/placement.h"
#include "schema/bodies/plan.h"
#include "schema/bodies/review.h"
#include "schema/bodies/safeguarding.h"
#include "schema/bodies/statement.h"
#include "schema/date.h"
#include "schema/event_values.h"
#include "schema/ids.h"
#include "schema/subject.h"

namespace tyst {

// ---- Bodies (schema/bodies/). Each type has one number in EventType for ever; fields are only
// ever added. Optional text and codes are empty where not given; optional events named by id are
// zero.

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
    PersonStatementRecorded,
    LookedAfterStarted,
    LookedAfterEnded,
    LegalStatusStarted,
    LegalStatusEnded,
    ApplicationMade,
    ApplicationDecided,
    AccommodationConsentRecorded,
    LegalStatusVaried,
    CourtStepTaken,
    ProceedingsExtended,
    LegalGatewayHeld,
    PanelDecided,
    PlacementStarted,
    PlacementEnded,
    PlacementChanged,
    PlacementDecided,
    OutOfAreaNotified,
    ParentsPlacementAssessed,
    ParentsPlacementDecided,
    ParentsPlacementConsidered,
    TemporaryApprovalGiven,
    TemporaryApprovalExtended,
    ConnectedPersonDecided,
    PermanencePlanRecorded,
    CareAndSupportPlanRecorded,
    PlacementPlanRecorded,
    HealthPlanRecorded,
    PermanenceStepTaken,
    StepDownPlanRecorded,
    PartFourPlanOpened,
    PartFourPlanClosed,
    PathwayStepRecorded,
    LeaverContactRecorded,
    AdoptionDecisionMade,
    AdoptionMatched,
    AdoptionDisrupted,
    ReviewHeld,
    AllocationStarted,
    AllocationEnded,
    ReviewBooked,
    ReviewReportsReceived,
    ChildConsulted,
    ReviewNotHeld,
    ReviewDecisionActioned,
    EarlyReviewTriggered,
    EarlyReviewDeclined,
    IroMidpointCheckMade,
    VisitMade,
    VisitAttempted,
    EducationPlanRecorded,
    SchoolChanged,
    HealthCheckRecorded,
    StrengthsQuestionnaireScored,
    ChallengeRaised,
    ChallengeEscalated,
    ChallengeAnswered,
    ChallengeResolved,
    CafcassReferralConsidered,
    ComplaintMade,
    AdvocacyRecorded,
    AlertConsidered,
    ReferralReceived,
    AssessmentRecorded,
    StrategyDiscussionHeld,
    EnquiryRecorded,
    ConferenceHeld,
    CoreGroupHeld,
    ProtectionRegistered,
    ProtectionDeregistered,
    MissingStarted,
    MissingEnded,
    ReturnInterviewRecorded,
    DocumentAttached,
    CoverageDeclared,
    ReferenceSetAdopted,
    SampleDeclared,
    ReturnReceived,
    ReturnRowsReceived,
    ActorRegistered,
    AccessRecorded,
    StreamHeadsCommitted,
    EvidencePackCreated,
    EvidencePackHandedOver,
    WithholdingDecided,
    WithholdingConfirmed,
    LegalHoldPlaced,
    LegalHoldLifted,
    ErasureRequested,
    ErasureApproved,
    ErasureRefused,
    RecordErased,
    RootKeyCopyRecorded,
    RootKeyCopyDestroyed,
    SigningKeyIntroduced,
    SigningKeyRetired,
    GenerationStarted,
    RecoveryKeySplit,
    RecoveryDrillHeld,
    BackupTaken,
    ScrubCompleted,
    WitnessQuorumMissed,
    PreviousPermanenceRecorded,
    AdoptersRecorded,
    YearlyOutcomesStated,
    ReturnSent,
    ReturnRowsSent,
    ReturnTotalsKept,
    ReturnFindingExplained,
    TargetSet,
    TargetProgressRecorded>;

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
    person_statement_recorded = 120,
    previous_permanence_recorded = 121,
    looked_after_started = 200,
    looked_after_ended = 201,
    accommodation_consent_recorded = 202,
    legal_status_started = 300,
    legal_status_ended = 301,
    legal_status_varied = 302,
    application_made = 310,
    application_decided = 311,
    court_step_taken = 312,
    proceedings_extended = 313,
    legal_gateway_held = 320,
    panel_decided = 330,
    placement_started = 400,
    placement_ended = 401,
    placement_changed = 402,
    placement_decided = 410,
    out_of_area_notified = 411,
    parents_placement_assessed = 420,
    parents_placement_decided = 421,
    parents_placement_considered = 422,
    temporary_approval_given = 430,
    temporary_approval_extended = 431,
    connected_person_decided = 432,
    permanence_plan_recorded = 500,
    care_and_support_plan_recorded = 501,
    placement_plan_recorded = 502,
    health_plan_recorded = 503,
    permanence_step_taken = 504,
    step_down_plan_recorded = 505,
    part_four_plan_opened = 510,
    part_four_plan_closed = 511,
    pathway_step_recorded = 520,
    leaver_contact_recorded = 521,
    adoption_decision_made = 530,
    adoption_matched = 531,
    adoption_disrupted = 532,
    adopters_recorded = 533,
    education_plan_recorded = 540,
    school_changed = 541,
    health_check_recorded = 550,
    strengths_questionnaire_scored = 551,
    yearly_outcomes_stated = 552,
    review_held = 600,
    review_booked = 601,
    review_reports_received = 602,
    child_consulted = 603,
    review_not_held = 604,
    review_decision_actioned = 605,
    early_review_triggered = 606,
    early_review_declined = 607,
    iro_midpoint_check_made = 608,
    visit_made = 610,
    visit_attempted = 611,
    allocation_started = 700,
    allocation_ended = 701,
    challenge_raised = 710,
    challenge_escalated = 711,
    challenge_answered = 712,
    challenge_resolved = 713,
    cafcass_referral_considered = 714,
    complaint_made = 715,
    advocacy_recorded = 720,
    alert_considered = 730,
    document_attached = 800,
    coverage_declared = 900,
    reference_set_adopted = 901,
    sample_declared = 902,
    return_received = 910,
    return_rows_received = 911,
    return_sent = 912,
    return_rows_sent = 913,
    return_totals_kept = 914,
    return_finding_explained = 915,
    actor_registered = 920,
    target_set = 940,
    target_progress_recorded = 941,
    access_recorded = 1000,
    referral_received = 1100,
    assessment_recorded = 1101,
    strategy_discussion_held = 1110,
    enquiry_recorded = 1111,
    conference_held = 1112,
    core_group_held = 1113,
    protection_registered = 1114,
    protection_deregistered = 1115,
    missing_started = 1120,
    missing_ended = 1121,
    return_interview_recorded = 1122,
    stream_heads_committed = 1200,
    evidence_pack_created = 1210,
    evidence_pack_handed_over = 1211,
    withholding_decided = 1220,
    withholding_confirmed = 1221,
    legal_hold_placed = 1230,
    legal_hold_lifted = 1231,
    erasure_requested = 1240,
    erasure_approved = 1241,
    erasure_refused = 1242,
    record_erased = 1243,
    root_key_copy_recorded = 1250,
    root_key_copy_destroyed = 1251,
    signing_key_introduced = 1260,
    signing_key_retired = 1261,
    generation_started = 1265,
    recovery_key_split = 1270,
    recovery_drill_held = 1271,
    backup_taken = 1280,
    scrub_completed = 1285,
    witness_quorum_missed = 1290,
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
