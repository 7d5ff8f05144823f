@0xdb9d9c2418353efe;
# An event: the plaintext of part 0 of an entry, and the details of cited people in parts of their
# own. docs/formats.md, "Event"; docs/events.md shows each type as JSON.
#
# Rules that keep old bytes readable for ever:
#   - fields are only ever added at the end of a struct, never retyped, renumbered or reused;
#   - a default never changes; where nothing was said, the field's default stands (so that its bytes
#     are zero): noDate, noTime, Tristate.unsaid, empty text, empty data;
#   - bodyType is a number of the registry in schema/event.h; `body` points to the struct of that
#     type. A reader that does not know the number can still carry the bytes.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("tyst::wire");

const noDate :Int32 = -2147483648;
const noTime :Int64 = -9223372036854775808;

enum Tristate {
  unsaid @0;
  no @1;
  yes @2;
}

struct Event {
  id @0 :Data;                        # 16 bytes
  version @1 :UInt16;                 # of the whole event; 1
  bodyType @2 :UInt16;                # EventType; 0 without a body
  body @3 :AnyPointer;
  occurredDate @4 :Int32;             # days since 1970-01-01, the day in London
  occurredInstant @5 :Int64 = -9223372036854775808;  # microseconds since 1970-01-01T00:00:00Z
  occurredPrecision @6 :UInt8;        # 0 day, 1 instant, 2 month, 3 year
  occurredSequence @7 :UInt16;        # order within the day; 0 where the source has none
  learned @8 :Int64 = -9223372036854775808;
  sourceSystem @9 :Text;
  sourceTable @10 :Text;
  sourceRow @11 :UInt32;
  recordedBy @12 :Data;               # 16 bytes
  reason @13 :Text;
  language @14 :Text;
  correlation @15 :Data;              # 16 bytes or none
  relationKind @16 :UInt8;            # 0 none, 1 corrects, 2 annuls, 3 reverses
  relationTarget @17 :Data;           # 16 bytes or none
  relationFields @18 :List(Text);
  relationAuthority @19 :Text;
  attachments @20 :List(Text);        # names; the contents are parts of their own, in this order
}

# The details of one cited person, under that person's key.
struct PersonPart {
  citations @0 :List(PersonDetails);
}

struct PersonDetails {
  place @0 :Text;                     # where the event cites the person: "carer", "decisions[2].responsible"
  source @1 :Text;
  reference @2 :Text;
  name @3 :Text;
  role @4 :Text;
}

# ---- bodies. A cited person and a linked stream stand as 16 bytes: their pseudonym. Codes are text.

struct ChildRegistered {
  source @0 :Text;
  reference @1 :Text;
}

struct IdentityRecorded {
  birthDate @0 :Int32 = -2147483648;
  birthDateCertainty @1 :Text;
  sex @2 :Text;
  ethnicity @3 :Text;
  givenName @4 :Text;
  familyName @5 :Text;
  languagePreference @6 :Text;
  uniquePupilNumber @7 :Text;
  unaccompaniedAsylumSeeking @8 :Tristate;
  asylumStatusCeased @9 :Int32 = -2147483648;
  mother @10 :Tristate;
  ownChildBorn @11 :Int32 = -2147483648;
  deathDate @12 :Int32 = -2147483648;
}

struct RecordsJoined {
  other @0 :Data;
  basis @1 :Text;
}

struct RecordsParted {
  other @0 :Data;
  basis @1 :Text;
}

struct ReRecordedFromAuthority {
  authority @0 :Text;
  theirReference @1 :Text;
  theirOrigin @2 :Text;
}

struct LookedAfterStarted {
  route @0 :Text;
  legalStatus @1 :Text;
  categoryOfNeed @2 :Text;
  transferredFrom @3 :Text;
}

struct LookedAfterEnded {
  route @0 :Text;
  reason @1 :Text;
}

struct LegalStatusStarted {
  status @0 :Text;
  expires @1 :Int32 = -2147483648;
  court @2 :Text;
  caseNumber @3 :Text;
  orderReference @4 :Text;
}

struct LegalStatusEnded {
  status @0 :Text;
  started @1 :Data;
  reason @2 :Text;
}

struct ApplicationMade {
  application @0 :Text;
  applicant @1 :Text;
  court @2 :Text;
  caseNumber @3 :Text;
}

struct ApplicationDecided {
  application @0 :Data;
  outcome @1 :Text;
}

struct PlacementStarted {
  setting @0 :Text;
  carerRelationship @1 :Text;
  provider @2 :Text;
  location @3 :Text;
  adoptionStage @4 :Text;
  intendedTo18 @5 :Tristate;
  temporary @6 :Bool;
  carer @7 :Data;
  providerReference @8 :Text;
  homePostcode @9 :Text;
  placementPostcode @10 :Text;
  emergency @11 :Bool;
}

struct PlacementEnded {
  started @0 :Data;
  reason @1 :Text;
}

struct PermanencePlanRecorded {
  routes @0 :List(Text);
  agreedBy @1 :Data;
}

struct CareAndSupportPlanRecorded {
  kind @0 :Text;
  version @1 :UInt32;
  author @2 :Data;
  significantChange @3 :Tristate;
  consideredAt @4 :Data;
}

struct ReviewDecision {
  id @0 :Text;
  text @1 :Text;
  responsible @2 :Data;
  by @3 :Int32 = -2147483648;
}

struct ReviewHeld {
  participation @0 :Text;
  childSeenAlone @1 :Tristate;
  chair @2 :Data;
  decisions @3 :List(ReviewDecision);
  legalHelpNeeded @4 :Tristate;
  rightsBreached @5 :Tristate;
}

struct AllocationStarted {
  role @0 :Text;
  worker @1 :Data;
  team @2 :Text;
}

struct AllocationEnded {
  started @0 :Data;
  reason @1 :Text;
}

struct DocumentAttached {
  kind @0 :Text;
  title @1 :Text;
  mediaType @2 :Text;
  digest @3 :Data;
  size @4 :UInt64;
  about @5 :Data;
}

struct CoverageDeclared {
  source @0 :Text;
  facts @1 :List(Text);
  from @2 :Int32 = -2147483648;
  to @3 :Int32 = -2147483648;
}

struct ReferenceFile {
  path @0 :Text;
  digest @1 :Data;
}

struct ReferenceSetAdopted {
  name @0 :Text;
  version @1 :Text;
  digest @2 :Data;
  files @3 :List(ReferenceFile);
}

struct SampleDeclared {
  name @0 :Text;
  seed @1 :UInt64;
  today @2 :Int32 = -2147483648;
}

struct ReceivedRow {
  table @0 :Text;
  line @1 :UInt32;
  values @2 :List(Text);
}

struct ReceivedFile {
  name @0 :Text;
  table @1 :Text;
  rows @2 :UInt32;
  columns @3 :List(Text);
}

struct ReturnReceived {
  form @0 :Text;
  year @1 :UInt32;
  received @2 :Int32 = -2147483648;
  files @3 :List(ReceivedFile);
  rowsOfNoChild @4 :List(ReceivedRow);
}

struct ReturnRowsReceived {
  receivedReturn @0 :Data;
  rows @1 :List(ReceivedRow);
}

struct ActorRegistered {
  kind @0 :Text;
  name @1 :Text;
}

struct AccessRecorded {
  basis @0 :Text;
  what @1 :Text;
  filters @2 :Text;
  children @3 :List(Data);
  count @4 :UInt32;
  digest @5 :Data;
}

# ---- the whole catalogue of events

struct MeetingAttendee {
  person @0 :Data;
  role @1 :Text;
}

struct PersonStatementRecorded {
  statement @0 :Text;
  about @1 :Data;
  helpedBy @2 :Data;
}

struct AccommodationConsentRecorded {
  decision @0 :Text;
  giver @1 :Text;
  parentalResponsibility @2 :Tristate;
  until @3 :Int32 = -2147483648;
  by @4 :Data;
}

struct LegalStatusVaried {
  started @0 :Data;
  variation @1 :Text;
  expires @2 :Int32 = -2147483648;
  court @3 :Text;
  caseNumber @4 :Text;
}

struct CourtStepTaken {
  step @0 :Text;
  application @1 :Data;
  court @2 :Text;
  caseNumber @3 :Text;
}

struct ProceedingsExtended {
  application @0 :Data;
  until @1 :Int32 = -2147483648;
  reasons @2 :Text;
}

struct LegalGatewayHeld {
  kind @0 :Text;
  decision @1 :Text;
  threshold @2 :Text;
  rationale @3 :Text;
  alternatives @4 :Text;
  timing @5 :Text;
  attendees @6 :List(MeetingAttendee);
}

struct PanelDecided {
  panel @0 :Text;
  matter @1 :Text;
  decision @2 :Text;
  emergency @3 :Tristate;
  rationale @4 :Text;
  decidedBy @5 :Data;
  about @6 :Data;
}

struct PlacementChanged {
  started @0 :Data;
  intendedTo18 @1 :Tristate;
  reason @2 :Text;
  carer @3 :Data;
}

struct PlacementDecided {
  setting @0 :Text;
  nominatedOfficerApproval @1 :Tristate;
  reasons @2 :Text;
  decidedBy @3 :Data;
}

struct OutOfAreaNotified {
  placement @0 :Data;
  authority @1 :Text;
  content @2 :Text;
}

struct ParentsPlacementAssessed {
  placement @0 :Data;
  outcome @1 :Text;
  assessedBy @2 :Data;
}

struct ParentsPlacementDecided {
  placement @0 :Data;
  decision @1 :Text;
  decidedBy @2 :Data;
}

struct ParentsPlacementConsidered {
  decision @0 :Text;
  reasons @1 :Text;
  decidedBy @2 :Data;
}

struct TemporaryApprovalGiven {
  placement @0 :Data;
  until @1 :Int32 = -2147483648;
  carer @2 :Data;
  approvedBy @3 :Data;
}

struct TemporaryApprovalExtended {
  approval @0 :Data;
  until @1 :Int32 = -2147483648;
  reasons @2 :Text;
  approvedBy @3 :Data;
}

struct ConnectedPersonDecided {
  placement @0 :Data;
  decision @1 :Text;
  carer @2 :Data;
  decidedBy @3 :Data;
}

struct PlacementPlanRecorded {
  placement @0 :Data;
  signedOff @1 :Tristate;
  iroInformed @2 :Tristate;
  author @3 :Data;
}

struct HealthPlanRecorded {
  author @0 :Data;
}

struct PermanenceStepTaken {
  plan @0 :Data;
  step @1 :Text;
  note @2 :Text;
}

struct StepDownPlanRecorded {
  kind @0 :Text;
  author @1 :Data;
}

struct PartFourPlanOpened {
  author @0 :Data;
}

struct PartFourPlanClosed {
  started @0 :Data;
  reason @1 :Text;
}

struct PathwayStepRecorded {
  step @0 :Text;
  author @1 :Data;
}

struct LeaverContactRecorded {
  inTouch @0 :Text;
  activity @1 :Text;
  suitableAccommodation @2 :Tristate;
  accommodation @3 :Text;
}

struct AdoptionDecisionMade {
  decision @0 :Text;
  reason @1 :Text;
  decidedBy @2 :Data;
}

struct AdoptionMatched {
  adopters @0 :Data;
  decidedBy @1 :Data;
}

struct AdoptionDisrupted {
  placement @0 :Data;
  reasons @1 :Text;
}

struct ReviewBooked {
  heldOn @0 :Int32 = -2147483648;
  chair @1 :Data;
}

struct ReviewReportsReceived {
  report @0 :Text;
  author @1 :Data;
}

struct ChildConsulted {
  matter @0 :Text;
  manner @1 :Text;
}

struct ReviewNotHeld {
  heldOn @0 :Int32 = -2147483648;
  outcome @1 :Text;
  reasons @2 :Text;
}

struct ReviewDecisionActioned {
  review @0 :Data;
  decision @1 :Text;
  outcome @2 :Text;
  note @3 :Text;
}

struct EarlyReviewTriggered {
  cause @0 :Text;
  note @1 :Text;
  raisedBy @2 :Data;
}

struct EarlyReviewDeclined {
  trigger @0 :Data;
  reasons @1 :Text;
  by @2 :Data;
}

struct IroMidpointCheckMade {
  note @0 :Text;
  by @1 :Data;
}

struct VisitMade {
  kind @0 :Text;
  childSeen @1 :Tristate;
  childSeenAlone @2 :Tristate;
  placement @3 :Data;
  visitor @4 :Data;
}

struct VisitAttempted {
  reason @0 :Text;
  visitor @1 :Data;
}

struct EducationPlanRecorded {
  kind @0 :Text;
  step @1 :Text;
  author @2 :Data;
}

struct SchoolChanged {
  reason @0 :Text;
  school @1 :Text;
}

struct HealthCheckRecorded {
  check @0 :Text;
  outcome @1 :Text;
}

struct StrengthsQuestionnaireScored {
  score @0 :UInt32;
  completedBy @1 :Text;
}

struct ChallengeRaised {
  stage @0 :Text;
  concern @1 :Text;
  answerDue @2 :Int32 = -2147483648;
  raisedBy @3 :Data;
  raisedWith @4 :Data;
}

struct ChallengeEscalated {
  challenge @0 :Data;
  stage @1 :Text;
  answerDue @2 :Int32 = -2147483648;
  raisedWith @3 :Data;
}

struct ChallengeAnswered {
  challenge @0 :Data;
  answer @1 :Text;
  answeredBy @2 :Data;
}

struct ChallengeResolved {
  challenge @0 :Data;
  outcome @1 :Text;
}

struct CafcassReferralConsidered {
  challenge @0 :Data;
  decision @1 :Text;
  reasons @2 :Text;
}

struct ComplaintMade {
  stage @0 :Text;
  concern @1 :Text;
}

struct AdvocacyRecorded {
  step @0 :Text;
  advocate @1 :Data;
}

struct AlertConsidered {
  rule @0 :Text;
  reasons @1 :Text;
  nextLook @2 :Int32 = -2147483648;
  by @3 :Data;
}

struct ReferralReceived {
  referrer @0 :Text;
}

struct AssessmentRecorded {
  step @0 :Text;
  referral @1 :Data;
}

struct StrategyDiscussionHeld {
  decision @0 :Text;
}

struct EnquiryRecorded {
  step @0 :Text;
  outcome @1 :Text;
}

struct ConferenceHeld {
  kind @0 :Text;
  outcome @1 :Text;
  chair @2 :Data;
}

struct CoreGroupHeld {
  chair @0 :Data;
}

struct ProtectionRegistered {
  categories @0 :List(Text);
}

struct ProtectionDeregistered {
  started @0 :Data;
  reason @1 :Text;
}

struct MissingStarted {
  kind @0 :Text;
}

struct MissingEnded {
  started @0 :Data;
}

struct ReturnInterviewRecorded {
  missing @0 :Data;
  outcome @1 :Text;
}

# ---- how the record itself is kept

struct StreamHeadsCommitted {
  cause @0 :Text;
}

struct EvidencePackCreated {
  kind @0 :Text;
  manifest @1 :Data;
  size @2 :UInt64;
  root @3 :Data;
  question @4 :Text;
  purpose @5 :Text;
  recipient @6 :Text;
  language @7 :Text;
  children @8 :List(Data);
  events @9 :UInt32;
  withheld @10 :UInt32;
  certificate @11 :Data;
}

struct EvidencePackHandedOver {
  pack @0 :Data;
  how @1 :Text;
  receivedBy @2 :Text;
}

struct WithholdingDecided {
  about @0 :Data;
  what @1 :Text;
  ground @2 :Text;
  explanation @3 :Text;
  decidedBy @4 :Data;
}

struct WithholdingConfirmed {
  decision @0 :Data;
  confirmedBy @1 :Data;
}

struct LegalHoldPlaced {
  scope @0 :Text;
  cause @1 :Text;
  authority @2 :Text;
}

struct LegalHoldLifted {
  hold @0 :Data;
  cause @1 :Text;
}

struct ErasureRequested {
  subjects @0 :List(Data);
  ground @1 :Text;
  rule @2 :Text;
  due @3 :Int32 = -2147483648;
  notBefore @4 :Int32 = -2147483648;
  explanation @5 :Text;
}

struct ErasureApproved {
  request @0 :Data;
}

struct ErasureRefused {
  request @0 :Data;
  explanation @1 :Text;
}

struct ErasedSubject {
  stream @0 :Data;
  key @1 :Data;
  events @2 :UInt64;
  first @3 :UInt64;
  last @4 :UInt64;
}

struct RecordErased {
  request @0 :Data;
  approval @1 :Data;
  erased @2 :List(ErasedSubject);
  parts @3 :UInt64;
  rootGeneration @4 :UInt64;
  oldRoot @5 :Data;
  newRoot @6 :Data;
  holdsChecked @7 :UInt32;
  rootCopies @8 :List(Text);
}

struct RootKeyCopyRecorded {
  place @0 :Text;
  holder @1 :Text;
  generation @2 :UInt64;
}

struct RootKeyCopyDestroyed {
  copy @0 :Data;
  how @1 :Text;
}

struct SigningKeyIntroduced {
  newKey @0 :Text;
  oldKey @1 :Text;
  statement @2 :Text;
}

struct SigningKeyRetired {
  key @0 :Text;
  cause @1 :Text;
}

struct GenerationStarted {
  previousOrigin @0 :Text;
  previousCheckpoint @1 :Text;
  kept @2 :UInt64;
  cause @3 :Text;
}

struct RecoveryKeySplit {
  holders @0 :List(Text);
  publicKey @1 :Data;
}

struct RecoveryDrillHeld {
  outcome @0 :Text;
  holders @1 :List(Text);
}

struct BackupTaken {
  size @0 :UInt64;
  root @1 :Data;
  place @2 :Text;
  keysExpire @3 :Int32 = -2147483648;
}

struct ScrubCompleted {
  size @0 :UInt64;
  root @1 :Data;
  parts @2 :UInt64;
  partsErased @3 :UInt64;
  findings @4 :UInt32;
  firstFinding @5 :Text;
}

struct WitnessQuorumMissed {
  size @0 :UInt64;
  root @1 :Data;
  needed @2 :UInt32;
  got @3 :UInt32;
  missing @4 :List(Text);
}

struct PreviousPermanenceRecorded {
  order @0 :Text;
  authority @1 :Text;
  ordered @2 :Text;
}

struct AdoptersRecorded {
  fosterCarer @0 :Tristate;
  number @1 :UInt32;
  sexes @2 :Text;
  relationship @3 :Text;
}

struct YearlyOutcomesStated {
  year @0 :UInt32;
  convicted @1 :Tristate;
  healthCheck @2 :Tristate;
  immunisations @3 :Tristate;
  teethCheck @4 :Tristate;
  healthAssessment @5 :Tristate;
  substanceMisuse @6 :Tristate;
  interventionReceived @7 :Tristate;
  interventionOffered @8 :Tristate;
  questionnaireScored @9 :Tristate;
  questionnaireScore @10 :UInt32;
  questionnaireMissing @11 :Text;
}

struct ReturnSent {
  form @0 :Text;
  year @1 :UInt32;
  sent @2 :Int32 = -2147483648;
  policy @3 :Text;
  size @4 :UInt64;
  root @5 :Data;
  files @6 :List(ReceivedFile);
  rowsOfNoChild @7 :List(ReceivedRow);
}

struct ReturnRowsSent {
  sentReturn @0 :Data;
  rows @1 :List(ReceivedRow);
}

struct StatedTotal {
  id @0 :Text;
  value @1 :UInt64;
}

struct ReturnTotalsKept {
  statement @0 :Data;
  totals @1 :List(StatedTotal);
  rules @2 :Data;
}

struct ReturnFindingExplained {
  form @0 :Text;
  year @1 :UInt32;
  rule @2 :Text;
  ruleVersion @3 :Text;
  table @4 :Text;
  row @5 :Text;
  data @6 :Data;
  explanation @7 :Text;
  explainedBy @8 :Data;
}

struct TargetSet {
  action @0 :Text;
  textEn @1 :Text;
  textCy @2 :Text;
  figure @3 :Text;
  direction @4 :Text;
  baselineDay @5 :Int32 = -2147483648;
  baseline @6 :UInt64;
  target @7 :UInt64;
  targetDay @8 :Int32 = -2147483648;
  due @9 :Int32 = -2147483648;
  owner @10 :Data;
}

struct TargetProgressRecorded {
  action @0 :Text;
  state @1 :Text;
  statement @2 :Text;
  saidBy @3 :Data;
}
