#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/event_values.h"

// How the record itself is kept: proofs of completeness, evidence packs, what is withheld, holds
// and erasure, keys, backups, witnesses.
namespace tyst {

// The entry itself carries, in clear, the root over the heads of all streams before it
// (docs/formats.md, "Stream heads"); the event says why it was made. Authority stream.
struct StreamHeadsCommitted {
    Code cause;  // codes/heads-cause
    bool operator==(const StreamHeadsCommitted&) const = default;
};

// Commits to a pack before it leaves: its manifest cannot be exchanged afterwards. Authority
// stream.
struct EvidencePackCreated {
    Code kind;               // codes/pack-kind
    Hash manifest;           // SHA-256 of the file MANIFEST.sha256
    std::uint64_t size = 0;  // entries that the pack answers for
    Hash root;               // of the tree at that size
    std::string question;    // as JSON, children by stream: the pack has references
    std::string purpose;
    std::string recipient;
    Code language;                   // codes/language
    std::vector<StreamId> children;  // sorted
    std::uint32_t events = 0;        // disclosed
    std::uint32_t withheld = 0;      // parts withheld with a reason
    Hash certificate;  // SHA-256 of the recipient's certificate, where it was sealed to one
    bool operator==(const EvidencePackCreated&) const = default;
};

// Authority stream.
struct EvidencePackHandedOver {
    EventId pack;  // its evidence_pack_created
    Code how;      // codes/handover-way
    std::string received_by;
    bool operator==(const EvidencePackHandedOver&) const = default;
};

// One of the two decisions that keep something from a reader; counts from its confirmation on.
// Child's stream.
struct WithholdingDecided {
    EventId about;            // the event of which something is withheld
    Code what;                // codes/withheld-part
    Code ground;              // codes/withholding-ground
    std::string explanation;  // shown where the removed words stood
    std::optional<PersonCitation> decided_by;
    bool operator==(const WithholdingDecided&) const = default;
};

// By another actor than the decision's. Child's stream.
struct WithholdingConfirmed {
    EventId decision;
    std::optional<PersonCitation> confirmed_by;
    bool operator==(const WithholdingConfirmed&) const = default;
};

// Nothing that a hold covers is destroyed. The stream of the record held, or the authority's for
// all records.
struct LegalHoldPlaced {
    Code scope;  // codes/hold-scope
    std::string cause;
    std::string authority;  // on whose order
    bool operator==(const LegalHoldPlaced&) const = default;
};

// Same stream as the hold.
struct LegalHoldLifted {
    EventId hold;
    std::string cause;
    bool operator==(const LegalHoldLifted&) const = default;
};

// The first of two persons. Authority stream, so that it outlives the record.
struct ErasureRequested {
    std::vector<StreamId> subjects;  // sorted; all compartments that are to go
    Code ground;                     // codes/erasure-ground
    std::string rule;                // retention rule and version
    std::optional<Date> due;         // first day on which the rule allows it
    Date not_before;                 // first day on which it may be carried out
    std::string explanation;
    bool operator==(const ErasureRequested&) const = default;
};

// The second person. Authority stream.
struct ErasureApproved {
    EventId request;
    bool operator==(const ErasureApproved&) const = default;
};

// Refused or withdrawn. Authority stream.
struct ErasureRefused {
    EventId request;
    std::string explanation;
    bool operator==(const ErasureRefused&) const = default;
};

// One stream whose key was destroyed.
struct ErasedSubject {
    StreamId stream;
    Hash key;  // commitment to the destroyed key
    std::uint64_t events = 0;
    std::uint64_t first = 0;  // index of its first entry
    std::uint64_t last = 0;   // and of its last
    bool operator==(const ErasedSubject&) const = default;
};

// The erasure receipt. Authority stream.
struct RecordErased {
    EventId request;
    EventId approval;
    std::vector<ErasedSubject> erased;
    std::uint64_t parts = 0;            // sealed parts whose ciphertext was deleted
    std::uint64_t root_generation = 0;  // of the new root of the key tree
    Hash old_root;                      // commitment to the root that was destroyed
    Hash new_root;                      // commitment to the one that took its place
    std::uint32_t holds_checked = 0;    // holds that were looked at; none covered the record
    std::vector<std::string>
        root_copies;  // known copies of the old root: where, and what became of them
    bool operator==(const RecordErased&) const = default;
};

// A copy of the root key that an erasure must reach. Authority stream.
struct RootKeyCopyRecorded {
    std::string place;
    std::string holder;
    std::uint64_t generation = 0;
    bool operator==(const RootKeyCopyRecorded&) const = default;
};

// Authority stream.
struct RootKeyCopyDestroyed {
    EventId copy;
    std::string how;
    bool operator==(const RootKeyCopyDestroyed&) const = default;
};

// A new key for checkpoints, signed by the old and the new one. Authority stream.
struct SigningKeyIntroduced {
    std::string new_key;  // as a verifier key
    std::string old_key;
    std::string statement;  // a note that names both keys, signed by both
    bool operator==(const SigningKeyIntroduced&) const = default;
};

// Authority stream.
struct SigningKeyRetired {
    std::string key;
    std::string cause;
    bool operator==(const SigningKeyRetired&) const = default;
};

// First event of a log that goes on after a restore that lost entries. Authority stream.
struct GenerationStarted {
    std::string previous_origin;
    std::string previous_checkpoint;  // the newest one known of the old log, as it stood
    std::uint64_t kept = 0;           // entries of the old log that were kept
    std::string cause;
    bool operator==(const GenerationStarted&) const = default;
};

// Authority stream.
struct RecoveryKeySplit {
    std::vector<std::string> holders;
    Hash public_key;
    bool operator==(const RecoveryKeySplit&) const = default;
};

// Authority stream.
struct RecoveryDrillHeld {
    Code outcome;  // codes/drill-outcome
    std::vector<std::string> holders;
    bool operator==(const RecoveryDrillHeld&) const = default;
};

// Authority stream.
struct BackupTaken {
    std::uint64_t size = 0;  // entries in it
    Hash root;
    std::string place;
    std::optional<Date> keys_expire;  // day on which its copy of the keys is to be destroyed
    bool operator==(const BackupTaken&) const = default;
};

// Authority stream.
struct ScrubCompleted {
    std::uint64_t size = 0;  // entries read again
    Hash root;               // what they gave
    std::uint64_t parts = 0;
    std::uint64_t parts_erased = 0;
    std::uint32_t findings = 0;  // 0: all holds
    std::string first_finding;   // name and number of its error, and where
    bool operator==(const ScrubCompleted&) const = default;
};

// Authority stream.
struct WitnessQuorumMissed {
    std::uint64_t size = 0;  // of the checkpoint that was published without its witnesses
    Hash root;
    std::uint32_t needed = 0;
    std::uint32_t got = 0;
    std::vector<std::string> missing;  // names of the witnesses that did not answer
    bool operator==(const WitnessQuorumMissed&) const = default;
};

}  // namespace tyst
