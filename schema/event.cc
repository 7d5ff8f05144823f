#include "schema/event.h"

#include <utility>

namespace tyst {

Body::Body() = default;
Body::Body(const Body& other) = default;
Body::Body(Body&& other) noexcept = default;
Body& Body::operator=(const Body& other) = default;
Body& Body::operator=(Body&& other) noexcept = default;
Body::~Body() = default;

template <class Alternative>
    requires kIsAlternative<Alternative, BodyAlternatives>
Body::Body(Alternative alternative)
    : BodyAlternatives(std::in_place_type<Alternative>, std::move(alternative)) {}

bool Body::operator==(const Body& other) const {
    return static_cast<const BodyAlternatives&>(*this) ==
           static_cast<const BodyAlternatives&>(other);
}

template Body::Body(NoBody);
template Body::Body(ChildRegistered);
template Body::Body(IdentityRecorded);
template Body::Body(RecordsJoined);
template Body::Body(RecordsParted);
template Body::Body(ReRecordedFromAuthority);
template Body::Body(PersonStatementRecorded);
template Body::Body(LookedAfterStarted);
template Body::Body(LookedAfterEnded);
template Body::Body(LegalStatusStarted);
template Body::Body(LegalStatusEnded);
template Body::Body(ApplicationMade);
template Body::Body(ApplicationDecided);
template Body::Body(AccommodationConsentRecorded);
template Body::Body(LegalStatusVaried);
template Body::Body(CourtStepTaken);
template Body::Body(ProceedingsExtended);
template Body::Body(LegalGatewayHeld);
template Body::Body(PanelDecided);
template Body::Body(PlacementStarted);
template Body::Body(PlacementEnded);
template Body::Body(PlacementChanged);
template Body::Body(PlacementDecided);
template Body::Body(OutOfAreaNotified);
template Body::Body(ParentsPlacementAssessed);
template Body::Body(ParentsPlacementDecided);
template Body::Body(ParentsPlacementConsidered);
template Body::Body(TemporaryApprovalGiven);
template Body::Body(TemporaryApprovalExtended);
template Body::Body(ConnectedPersonDecided);
template Body::Body(PermanencePlanRecorded);
template Body::Body(CareAndSupportPlanRecorded);
template Body::Body(PlacementPlanRecorded);
template Body::Body(HealthPlanRecorded);
template Body::Body(PermanenceStepTaken);
template Body::Body(StepDownPlanRecorded);
template Body::Body(PartFourPlanOpened);
template Body::Body(PartFourPlanClosed);
template Body::Body(PathwayStepRecorded);
template Body::Body(LeaverContactRecorded);
template Body::Body(AdoptionDecisionMade);
template Body::Body(AdoptionMatched);
template Body::Body(AdoptionDisrupted);
template Body::Body(ReviewHeld);
template Body::Body(AllocationStarted);
template Body::Body(AllocationEnded);
template Body::Body(ReviewBooked);
template Body::Body(ReviewReportsReceived);
template Body::Body(ChildConsulted);
template Body::Body(ReviewNotHeld);
template Body::Body(ReviewDecisionActioned);
template Body::Body(EarlyReviewTriggered);
template Body::Body(EarlyReviewDeclined);
template Body::Body(IroMidpointCheckMade);
template Body::Body(VisitMade);
template Body::Body(VisitAttempted);
template Body::Body(EducationPlanRecorded);
template Body::Body(SchoolChanged);
template Body::Body(HealthCheckRecorded);
template Body::Body(StrengthsQuestionnaireScored);
template Body::Body(ChallengeRaised);
template Body::Body(ChallengeEscalated);
template Body::Body(ChallengeAnswered);
template Body::Body(ChallengeResolved);
template Body::Body(CafcassReferralConsidered);
template Body::Body(ComplaintMade);
template Body::Body(AdvocacyRecorded);
template Body::Body(AlertConsidered);
template Body::Body(ReferralReceived);
template Body::Body(AssessmentRecorded);
template Body::Body(StrategyDiscussionHeld);
template Body::Body(EnquiryRecorded);
template Body::Body(ConferenceHeld);
template Body::Body(CoreGroupHeld);
template Body::Body(ProtectionRegistered);
template Body::Body(ProtectionDeregistered);
template Body::Body(MissingStarted);
template Body::Body(MissingEnded);
template Body::Body(ReturnInterviewRecorded);
template Body::Body(DocumentAttached);
template Body::Body(CoverageDeclared);
template Body::Body(ReferenceSetAdopted);
template Body::Body(SampleDeclared);
template Body::Body(ReturnReceived);
template Body::Body(ReturnRowsReceived);
template Body::Body(ActorRegistered);
template Body::Body(AccessRecorded);
template Body::Body(StreamHeadsCommitted);
template Body::Body(EvidencePackCreated);
template Body::Body(EvidencePackHandedOver);
template Body::Body(WithholdingDecided);
template Body::Body(WithholdingConfirmed);
template Body::Body(LegalHoldPlaced);
template Body::Body(LegalHoldLifted);
template Body::Body(ErasureRequested);
template Body::Body(ErasureApproved);
template Body::Body(ErasureRefused);
template Body::Body(RecordErased);
template Body::Body(RootKeyCopyRecorded);
template Body::Body(RootKeyCopyDestroyed);
template Body::Body(SigningKeyIntroduced);
template Body::Body(SigningKeyRetired);
template Body::Body(GenerationStarted);
template Body::Body(RecoveryKeySplit);
template Body::Body(RecoveryDrillHeld);
template Body::Body(BackupTaken);
template Body::Body(ScrubCompleted);
template Body::Body(WitnessQuorumMissed);
template Body::Body(PreviousPermanenceRecorded);
template Body::Body(AdoptersRecorded);
template Body::Body(YearlyOutcomesStated);
template Body::Body(ReturnSent);
template Body::Body(ReturnRowsSent);
template Body::Body(ReturnTotalsKept);
template Body::Body(ReturnFindingExplained);
template Body::Body(TargetSet);
template Body::Body(TargetProgressRecorded);

}  // namespace tyst
