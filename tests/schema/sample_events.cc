#include "tests/schema/sample_events.h"

#include <algorithm>
#include <stdexcept>

namespace tyst {
namespace {

template <class Id>
Id filled(std::uint8_t byte) {
    Id id;
    id.bytes.fill(byte);
    return id;
}

PersonCitation person(std::uint8_t number, const char* reference, const char* role) {
    return {
        .person = filled<StreamId>(number),
        .source = "sample",
        .reference = reference,
        .name = std::string("Synthetic Person ") + reference,
        .role = role,
    };
}

SubjectLink link(std::uint8_t number, SubjectKind kind, const char* reference) {
    const Compartment compartment =
        kind == SubjectKind::child ? Compartment::child_case : Compartment::none;
    return {
        .stream = filled<StreamId>(number),
        .reference = {kind, compartment, "sample", reference},
    };
}

Event with(Body body) {
    Event event;
    event.id = filled<EventId>(0xe1);
    event.occurred.date = Date::of(2019, 3, 1);
    event.recorded_by = filled<StreamId>(0xac);
    event.reason = "A sample of this type";
    event.language = "en";
    event.source = {"sample", "episodes", 12};
    event.learned = Timestamp{1'552'000'000'000'000};
    event.body = std::move(body);
    return event;
}

std::vector<Body> care_bodies() {
    return {
        ChildRegistered{"sample", "V0001"},
        IdentityRecorded{
            Date::of(2008, 2, 29),
            "known",
            "female",
            "WBRI",
            "Synthetic",
            "Child",
            "cy",
            "A123456789012",
            false,
            Date::of(2018, 1, 2),
            true,
            Date::of(2018, 5, 6),
            std::nullopt
        },
        RecordsJoined{link(0x61, SubjectKind::child, "V0002"), "same birth date and school"},
        RecordsParted{link(0x61, SubjectKind::child, "V0002"), "two sisters"},
        ReRecordedFromAuthority{"W06000015", "C0001", "tyst.example/W06000015"},
        LookedAfterStarted{"transferred-in", "interim-care-order", "N1", "W06000015"},
        LookedAfterEnded{"turned-18", "adult-services"},
        LegalStatusStarted{
            "care-order", Date::of(2026, 2, 28), "Synthetic Family Court", "ZZ19C00001", "1"
        },
        LegalStatusEnded{"interim-care-order", filled<EventId>(0xe2), "superseded"},
        ApplicationMade{"care-order", "authority", "Synthetic Family Court", "ZZ19C00001"},
        ApplicationDecided{filled<EventId>(0xe3), "granted"},
    };
}

std::vector<Body> placement_and_review_bodies() {
    ReviewHeld review{"PN1", true, person(0x71, "IRO03", "chair"), {}, std::nullopt, std::nullopt};
    review.decisions = {
        {"1", "Contact twice a month", person(0x72, "SW12", "social worker"), Date::of(2019, 5, 1)},
        {"2", "Ask the school", person(0x71, "IRO03", "reviewing officer"), Date::of(2019, 4, 1)},
        {"3", "Nothing more", std::nullopt, std::nullopt},
    };
    return {
        PlacementStarted{
            "foster",
            "unrelated",
            "own",
            "own-authority",
            "placed-with-consent",
            true,
            true,
            person(0x73, "FC007", "foster carer"),
            "SC000001",
            "ZZ1 1AA",
            "ZZ2 2BB"
        },
        PlacementEnded{filled<EventId>(0xe4), "care-plan"},
        PermanencePlanRecorded{
            {"long-term-foster", "adoption"}, person(0x71, "IRO03", "reviewing officer")
        },
        CareAndSupportPlanRecorded{
            "part-6", 3, person(0x72, "SW12", "social worker"), std::nullopt, {}
        },
        std::move(review),
        AllocationStarted{"iro", person(0x71, "IRO03", "reviewing officer"), "Team East"},
        AllocationEnded{filled<EventId>(0xe5), "left-post"},
        DocumentAttached{
            "court-order",
            "Care order",
            "application/pdf",
            filled<Hash>(0xd1),
            4096,
            filled<EventId>(0xe6)
        },
    };
}

std::vector<Body> administrative_bodies() {
    ReturnReceived received{"ssda903", 2018, Date::of(2018, 5, 24), {}, {}};
    received.files = {{"episodes.csv", "episodes", 2, {"CHILD", "DECOM"}}};
    received.rows_of_no_child = {{"episodes", 3, {"", "01/04/2017"}}};
    return {
        CoverageDeclared{
            "sample", {"placement", "review"}, Date::of(2014, 4, 1), Date::of(2019, 3, 31)
        },
        ReferenceSetAdopted{
            "codes", "1", filled<Hash>(0xd2), {{"codes/sex.toml", filled<Hash>(0xd3)}}
        },
        SampleDeclared{"vale-2019", 7, Date::of(2019, 3, 31)},
        std::move(received),
        ReturnRowsReceived{
            link(0x62, SubjectKind::received_return, "2018"),
            {{"episodes", 2, {"V0001", "01/04/2017"}}, {"header", 5, {"V0001", "F"}}}
        },
        ActorRegistered{"os-user", "synthetic-user"},
        AccessRecorded{
            "audit",
            "caseload",
            "team=East",
            {filled<StreamId>(0x63), filled<StreamId>(0x64)},
            2,
            filled<Hash>(0xd4)
        },
    };
}

std::vector<Body> more_identity_bodies() {
    return {
        PersonStatementRecorded{
            "I want to see my sister more often",
            filled<EventId>(0xea),
            person(0x72, "SW12", "helped by")
        },
    };
}

std::vector<Body> more_legal_bodies() {
    return {
        AccommodationConsentRecorded{
            "given", "parent", true, Date::of(2019, 5, 1), person(0x72, "SW12", "by")
        },
        LegalStatusVaried{
            filled<EventId>(0xea),
            "extended",
            Date::of(2019, 5, 1),
            "Synthetic court",
            "Synthetic case number"
        },
        CourtStepTaken{
            "letter-before-proceedings",
            filled<EventId>(0xea),
            "Synthetic court",
            "Synthetic case number"
        },
        ProceedingsExtended{filled<EventId>(0xea), Date::of(2019, 5, 1), "Synthetic reasons"},
        LegalGatewayHeld{
            "legal-gateway",
            "continue-plan",
            "met",
            "Synthetic rationale",
            "Synthetic alternatives",
            "planned",
            {{person(0x72, "SW12", "person"), "chair"}}
        },
        PanelDecided{
            "placement",
            "start-of-care",
            "agreed",
            true,
            "Synthetic rationale",
            person(0x72, "SW12", "decided by"),
            filled<EventId>(0xea)
        },
    };
}

std::vector<Body> more_placement_bodies() {
    return {
        PlacementChanged{filled<EventId>(0xea), true, "care-plan", person(0x72, "SW12", "carer")},
        PlacementDecided{"foster", true, "Synthetic reasons", person(0x72, "SW12", "decided by")},
        OutOfAreaNotified{filled<EventId>(0xea), "W06000001", "Synthetic content"},
        ParentsPlacementAssessed{
            filled<EventId>(0xea), "suitable", person(0x72, "SW12", "assessed by")
        },
        ParentsPlacementDecided{
            filled<EventId>(0xea), "approved", person(0x72, "SW12", "decided by")
        },
        ParentsPlacementConsidered{
            "keep-for-now", "Synthetic reasons", person(0x72, "SW12", "decided by")
        },
        TemporaryApprovalGiven{
            filled<EventId>(0xea),
            Date::of(2019, 5, 1),
            person(0x72, "SW12", "carer"),
            person(0x72, "SW12", "approved by")
        },
        TemporaryApprovalExtended{
            filled<EventId>(0xea),
            Date::of(2019, 5, 1),
            "Synthetic reasons",
            person(0x72, "SW12", "approved by")
        },
        ConnectedPersonDecided{
            filled<EventId>(0xea),
            "approved",
            person(0x72, "SW12", "carer"),
            person(0x72, "SW12", "decided by")
        },
    };
}

std::vector<Body> more_plan_bodies() {
    return {
        PlacementPlanRecorded{filled<EventId>(0xea), true, true, person(0x72, "SW12", "author")},
        HealthPlanRecorded{person(0x72, "SW12", "author")},
        PermanenceStepTaken{filled<EventId>(0xea), "family-finding", "Synthetic note"},
        StepDownPlanRecorded{"kinship-order", person(0x72, "SW12", "author")},
        PartFourPlanOpened{person(0x72, "SW12", "author")},
        PartFourPlanClosed{filled<EventId>(0xea), "needs-met"},
        PathwayStepRecorded{"assessment", person(0x72, "SW12", "author")},
        LeaverContactRecorded{"yes", "higher-education-full", true, "with-parents"},
        AdoptionDecisionMade{
            "should-be-placed", "needs-changed", person(0x72, "SW12", "decided by")
        },
        AdoptionMatched{person(0x72, "SW12", "adopters"), person(0x72, "SW12", "decided by")},
        AdoptionDisrupted{filled<EventId>(0xea), "Synthetic reasons"},
    };
}

std::vector<Body> more_review_bodies() {
    return {
        ReviewBooked{Date::of(2019, 5, 1), person(0x72, "SW12", "chair")},
        ReviewReportsReceived{"social-worker", person(0x72, "SW12", "author")},
        ChildConsulted{"review", "spoken"},
        ReviewNotHeld{Date::of(2019, 5, 1), "adjourned", "Synthetic reasons"},
        ReviewDecisionActioned{filled<EventId>(0xea), "1", "done", "Synthetic note"},
        EarlyReviewTriggered{"absent", "Synthetic note", person(0x72, "SW12", "raised by")},
        EarlyReviewDeclined{filled<EventId>(0xea), "Synthetic reasons", person(0x72, "SW12", "by")},
        IroMidpointCheckMade{"Synthetic note", person(0x72, "SW12", "by")},
        VisitMade{"statutory", true, true, filled<EventId>(0xea), person(0x72, "SW12", "visitor")},
        VisitAttempted{"nobody-there", person(0x72, "SW12", "visitor")},
    };
}

std::vector<Body> more_education_bodies() {
    return {
        EducationPlanRecorded{"personal-education-plan", "made", person(0x72, "SW12", "author")},
        SchoolChanged{"entering-care", "Synthetic school"},
        HealthCheckRecorded{"assessment", "done"},
        StrengthsQuestionnaireScored{14, "carer"},
    };
}

std::vector<Body> statement_bodies() {
    return {
        PreviousPermanenceRecorded{"adoption", "WAL", "zz/06/2011"},
        AdoptersRecorded{true, 2, "man-and-woman", "married"},
        YearlyOutcomesStated{
            2019, false, true, true, false, true, false, true, false, true, 14, "other"
        },
        ReturnSent{
            "ssda903",
            2019,
            Date::of(2019, 6, 3),
            "first-stated",
            4096,
            filled<Hash>(0xd6),
            {{"header.csv", "header", 1, {"CHILD", "SEX"}}},
            {{"header", 2, {"", "1"}}}
        },
        ReturnRowsSent{
            link(0x62, SubjectKind::received_return, "2019"), {{"header", 2, {"V0001", "2"}}}
        },
        ReturnTotalsKept{
            filled<EventId>(0xea), {{"looked-after", 281}, {"rows.header", 1}}, filled<Hash>(0xd7)
        },
        ReturnFindingExplained{
            "ssda903",
            2019,
            "355",
            "1",
            "episodes",
            "2018-05-01",
            filled<Hash>(0xd8),
            "Synthetic explanation",
            person(0x72, "SW12", "explained by")
        },
        TargetSet{
            "action-9",
            "Fewer children placed with parents",
            "Llai o blant gyda'u rhieni",
            "placement.parents",
            "at-most",
            Date::of(2015, 6, 30),
            52,
            32,
            Date::of(2016, 7, 31),
            Date::of(2016, 8, 31),
            person(0x72, "SW12", "owner")
        },
        TargetProgressRecorded{
            "action-7", "on-course", "Synthetic statement", person(0x72, "SW12", "said by")
        },
    };
}

std::vector<Body> more_challenge_bodies() {
    return {
        ChallengeRaised{
            "informal",
            "Synthetic concern",
            Date::of(2019, 5, 1),
            person(0x72, "SW12", "raised by"),
            person(0x72, "SW12", "raised with")
        },
        ChallengeEscalated{
            filled<EventId>(0xea),
            "informal",
            Date::of(2019, 5, 1),
            person(0x72, "SW12", "raised with")
        },
        ChallengeAnswered{
            filled<EventId>(0xea), "Synthetic answer", person(0x72, "SW12", "answered by")
        },
        ChallengeResolved{filled<EventId>(0xea), "put-right"},
        CafcassReferralConsidered{filled<EventId>(0xea), "referred", "Synthetic reasons"},
        ComplaintMade{"local-resolution", "Synthetic concern"},
        AdvocacyRecorded{"offered", person(0x72, "SW12", "advocate")},
        AlertConsidered{
            "D3", "Synthetic reasons", Date::of(2019, 5, 1), person(0x72, "SW12", "by")
        },
    };
}

std::vector<Body> more_safeguarding_bodies() {
    return {
        ReferralReceived{"family"},
        AssessmentRecorded{"started", filled<EventId>(0xea)},
        StrategyDiscussionHeld{"enquiry"},
        EnquiryRecorded{"started", "conference"},
        ConferenceHeld{"initial", "registered", person(0x72, "SW12", "chair")},
        CoreGroupHeld{person(0x72, "SW12", "chair")},
        ProtectionRegistered{{"neglect"}},
        ProtectionDeregistered{filled<EventId>(0xea), "risk-reduced"},
        MissingStarted{"missing"},
        MissingEnded{filled<EventId>(0xea)},
        ReturnInterviewRecorded{filled<EventId>(0xea), "held"},
    };
}

std::vector<Body> custody_bodies() {
    return {
        StreamHeadsCommitted{"pack"},
        EvidencePackCreated{
            "inspection",
            filled<Hash>(0xd5),
            4096,
            filled<Hash>(0xd6),
            "{\"children\":1}",
            "Inspection of a synthetic service",
            "Synthetic inspectorate",
            "cy",
            {filled<StreamId>(0x63)},
            12,
            1,
            filled<Hash>(0xd7)
        },
        EvidencePackHandedOver{filled<EventId>(0xea), "in-person", "Synthetic inspector"},
        WithholdingDecided{
            filled<EventId>(0xea),
            "text",
            "third-party",
            "About another synthetic person",
            person(0x72, "SW12", "by")
        },
        WithholdingConfirmed{filled<EventId>(0xea), person(0x71, "IRO03", "by")},
        LegalHoldPlaced{"record", "Synthetic inquiry", "Synthetic court"},
        LegalHoldLifted{filled<EventId>(0xea), "Inquiry closed"},
        ErasureRequested{
            {filled<StreamId>(0x63)},
            "retention-ended",
            "looked-after-child@1",
            Date::of(2083, 2, 28),
            Date::of(2083, 6, 1),
            "Retention ended"
        },
        ErasureApproved{filled<EventId>(0xea)},
        ErasureRefused{filled<EventId>(0xea), "A hold is about to be placed"},
        RecordErased{
            filled<EventId>(0xea),
            filled<EventId>(0xeb),
            {{filled<StreamId>(0x63), filled<Hash>(0xd8), 12, 100, 4000}},
            14,
            1,
            filled<Hash>(0xd9),
            filled<Hash>(0xda),
            1,
            {"recovery envelope: replaced"}
        },
        RootKeyCopyRecorded{"Synthetic safe 2", "Synthetic officer", 0},
        RootKeyCopyDestroyed{filled<EventId>(0xea), "Shredded before two people"},
        SigningKeyIntroduced{
            "tyst.example/W06000014+33d7b496+AeHTu4Q3hEIMHNqc6fASMrK3rKNx280NI+oO5xCFkkSx",
            "tyst.example/W06000014+33d7b496+AeHTu4Q3hEIMHNqc6fASMrK3rKNx280NI+oO5xCFkkSx",
            "A synthetic note\n"
        },
        SigningKeyRetired{
            "tyst.example/W06000014+33d7b496+AeHTu4Q3hEIMHNqc6fASMrK3rKNx280NI+oO5xCFkkSx",
            "Replaced"
        },
        GenerationStarted{"tyst.example/W06000014", "A synthetic checkpoint\n", 4000, "Disk lost"},
        RecoveryKeySplit{{"Synthetic holder A", "Synthetic holder B"}, filled<Hash>(0xdb)},
        RecoveryDrillHeld{"opened", {"Synthetic holder A", "Synthetic holder B"}},
        BackupTaken{4096, filled<Hash>(0xd6), "Synthetic backup 7", Date::of(2019, 4, 1)},
        ScrubCompleted{4096, filled<Hash>(0xd6), 5000, 3, 1, "corrupt_part 401 at index 17"},
        WitnessQuorumMissed{4096, filled<Hash>(0xd6), 2, 1, {"witness.example/one"}}
    };
}

}  // namespace

std::vector<Event> sample_events() {
    std::vector<Event> events;
    for (auto bodies :
         {care_bodies(),
          placement_and_review_bodies(),
          administrative_bodies(),
          more_identity_bodies(),
          more_legal_bodies(),
          more_placement_bodies(),
          more_plan_bodies(),
          more_review_bodies(),
          more_education_bodies(),
          more_challenge_bodies(),
          more_safeguarding_bodies(),
          custody_bodies(),
          statement_bodies()}) {
        for (Body& body : bodies) {
            events.push_back(with(std::move(body)));
        }
    }
    return events;
}

Event sample_event(EventType type) {
    for (const Event& event : sample_events()) {
        if (type_of(event.body) == type) {
            return event;
        }
    }
    throw std::logic_error("no sample of this type");
}

std::vector<Event> sample_additions() {
    Event placement = sample_event(EventType::placement_started);
    std::get<PlacementStarted>(placement.body).emergency = true;
    Event plan = sample_event(EventType::care_and_support_plan_recorded);
    std::get<CareAndSupportPlanRecorded>(plan.body).significant_change = true;
    std::get<CareAndSupportPlanRecorded>(plan.body).considered_at = filled<EventId>(0xeb);
    Event review = sample_event(EventType::review_held);
    std::get<ReviewHeld>(review.body).legal_help_needed = true;
    std::get<ReviewHeld>(review.body).rights_breached = false;
    Event identity = sample_event(EventType::identity_recorded);
    std::get<IdentityRecorded>(identity.body).death_date = Date::of(2018, 6, 7);
    return {placement, plan, review, identity};
}

std::vector<Event> sample_relations() {
    PlacementStarted placement;
    placement.setting = "foster";
    placement.carer_relationship = "kin";
    Event correction = with(placement);
    correction.relation = {
        RelationKind::corrects,
        filled<EventId>(0xe7),
        {"occurred", "setting", "carer_relationship", "location"},
        "Team manager"
    };
    Event annulment = with(NoBody{});
    annulment.relation = {RelationKind::annuls, filled<EventId>(0xe8), {}, ""};
    Event reversal = with(NoBody{});
    reversal.relation = {RelationKind::reverses, filled<EventId>(0xe9), {}, "Court of Appeal"};
    return {correction, annulment, reversal};
}

}  // namespace tyst
