#pragma once

#include "schema/event_wire.h"

// One function per body, which goes both ways. Inside the event codec only.
namespace tyst::coding {

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ErasedSubject>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Stream, stream);
    TYST_CODE(Key, key);
    TYST_CODE(Events, events);
    TYST_CODE(First, first);
    TYST_CODE(Last, last);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, StreamHeadsCommitted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Cause, cause);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, EvidencePackCreated>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Kind, kind);
    TYST_CODE(Manifest, manifest);
    TYST_CODE(Size, size);
    TYST_CODE(Root, root);
    TYST_CODE(Question, question);
    TYST_CODE(Purpose, purpose);
    TYST_CODE(Recipient, recipient);
    TYST_CODE(Language, language);
    TYST_CODE(Children, children);
    TYST_CODE(Events, events);
    TYST_CODE(Withheld, withheld);
    TYST_CODE(Certificate, certificate);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, EvidencePackHandedOver>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Pack, pack);
    TYST_CODE(How, how);
    TYST_CODE(ReceivedBy, received_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, WithholdingDecided>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(About, about);
    TYST_CODE(What, what);
    TYST_CODE(Ground, ground);
    TYST_CODE(Explanation, explanation);
    TYST_CODE(DecidedBy, decided_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, WithholdingConfirmed>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Decision, decision);
    TYST_CODE(ConfirmedBy, confirmed_by);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LegalHoldPlaced>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Scope, scope);
    TYST_CODE(Cause, cause);
    TYST_CODE(Authority, authority);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, LegalHoldLifted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Hold, hold);
    TYST_CODE(Cause, cause);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ErasureRequested>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Subjects, subjects);
    TYST_CODE(Ground, ground);
    TYST_CODE(Rule, rule);
    TYST_CODE(Due, due);
    TYST_CODE(NotBefore, not_before);
    TYST_CODE(Explanation, explanation);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ErasureApproved>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Request, request);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ErasureRefused>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Request, request);
    TYST_CODE(Explanation, explanation);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, RecordErased>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Request, request);
    TYST_CODE(Approval, approval);
    TYST_CODE(Erased, erased);
    TYST_CODE(Parts, parts);
    TYST_CODE(RootGeneration, root_generation);
    TYST_CODE(OldRoot, old_root);
    TYST_CODE(NewRoot, new_root);
    TYST_CODE(HoldsChecked, holds_checked);
    TYST_CODE(RootCopies, root_copies);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, RootKeyCopyRecorded>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Place, place);
    TYST_CODE(Holder, holder);
    TYST_CODE(Generation, generation);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, RootKeyCopyDestroyed>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Copy, copy);
    TYST_CODE(How, how);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, SigningKeyIntroduced>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(NewKey, new_key);
    TYST_CODE(OldKey, old_key);
    TYST_CODE(Statement, statement);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, SigningKeyRetired>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Key, key);
    TYST_CODE(Cause, cause);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, GenerationStarted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(PreviousOrigin, previous_origin);
    TYST_CODE(PreviousCheckpoint, previous_checkpoint);
    TYST_CODE(Kept, kept);
    TYST_CODE(Cause, cause);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, RecoveryKeySplit>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Holders, holders);
    TYST_CODE(PublicKey, public_key);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, RecoveryDrillHeld>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Outcome, outcome);
    TYST_CODE(Holders, holders);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, BackupTaken>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Size, size);
    TYST_CODE(Root, root);
    TYST_CODE(Place, place);
    TYST_CODE(KeysExpire, keys_expire);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, ScrubCompleted>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Size, size);
    TYST_CODE(Root, root);
    TYST_CODE(Parts, parts);
    TYST_CODE(PartsErased, parts_erased);
    TYST_CODE(Findings, findings);
    TYST_CODE(FirstFinding, first_finding);
}

template <class Coder, class Wire, class Plain>
    requires std::is_same_v<std::remove_const_t<Plain>, WitnessQuorumMissed>
void code(Coder& coder, Wire wire, Plain& plain) {
    TYST_CODE(Size, size);
    TYST_CODE(Root, root);
    TYST_CODE(Needed, needed);
    TYST_CODE(Got, got);
    TYST_CODE(Missing, missing);
}

template <>
struct WireOf<StreamHeadsCommitted> {
    using Type = wire::StreamHeadsCommitted;
};

template <>
struct WireOf<EvidencePackCreated> {
    using Type = wire::EvidencePackCreated;
};

template <>
struct WireOf<EvidencePackHandedOver> {
    using Type = wire::EvidencePackHandedOver;
};

template <>
struct WireOf<WithholdingDecided> {
    using Type = wire::WithholdingDecided;
};

template <>
struct WireOf<WithholdingConfirmed> {
    using Type = wire::WithholdingConfirmed;
};

template <>
struct WireOf<LegalHoldPlaced> {
    using Type = wire::LegalHoldPlaced;
};

template <>
struct WireOf<LegalHoldLifted> {
    using Type = wire::LegalHoldLifted;
};

template <>
struct WireOf<ErasureRequested> {
    using Type = wire::ErasureRequested;
};

template <>
struct WireOf<ErasureApproved> {
    using Type = wire::ErasureApproved;
};

template <>
struct WireOf<ErasureRefused> {
    using Type = wire::ErasureRefused;
};

template <>
struct WireOf<RecordErased> {
    using Type = wire::RecordErased;
};

template <>
struct WireOf<RootKeyCopyRecorded> {
    using Type = wire::RootKeyCopyRecorded;
};

template <>
struct WireOf<RootKeyCopyDestroyed> {
    using Type = wire::RootKeyCopyDestroyed;
};

template <>
struct WireOf<SigningKeyIntroduced> {
    using Type = wire::SigningKeyIntroduced;
};

template <>
struct WireOf<SigningKeyRetired> {
    using Type = wire::SigningKeyRetired;
};

template <>
struct WireOf<GenerationStarted> {
    using Type = wire::GenerationStarted;
};

template <>
struct WireOf<RecoveryKeySplit> {
    using Type = wire::RecoveryKeySplit;
};

template <>
struct WireOf<RecoveryDrillHeld> {
    using Type = wire::RecoveryDrillHeld;
};

template <>
struct WireOf<BackupTaken> {
    using Type = wire::BackupTaken;
};

template <>
struct WireOf<ScrubCompleted> {
    using Type = wire::ScrubCompleted;
};

template <>
struct WireOf<WitnessQuorumMissed> {
    using Type = wire::WitnessQuorumMissed;
};

}  // namespace tyst::coding
