#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/policy.h"
#include "schema/date.h"
#include "schema/error.h"
#include "schema/ids.h"

// Checks a pack with nothing but the pack: no ledger, no network. docs/evidence.md, "Verifying".
namespace tyst {

// What can be wrong with a pack, each by its name; names stay for ever.
enum class PackFault : std::uint8_t {
    archive,                // no ZIP archive in the form of a pack
    manifest_form,          // no manifest at the end, or not in its form
    member_unlisted,        // a file that the manifest does not name in that place
    member_missing,         // a file of the manifest that is not there
    member_changed,         // a file with another digest than the manifest says
    member_unknown,         // a file below log/ or schema/ that no pack has
    checkpoint_form,        // no checkpoint
    checkpoint_signature,   // not signed by a key that is believed
    quorum_missed,          // fewer witnesses cosigned than the given policy asks for
    entry_form,             // no entry, or of another index than its name says
    proof_missing,          // an entry without a proof, or a proof without an entry
    proof_invalid,          // a proof that does not prove its entry, or against another checkpoint
    heads_missing,          // the last entry is not there or has no root over the heads
    head_invalid,           // a stream's head is not proved
    stream_broken,          // revisions or links of a stream do not follow one another
    stream_incomplete,      // fewer or other entries than the stream's head says
    part_unaccounted,       // a part that is neither disclosed nor withheld, or both
    part_unexpected,        // a part, key or ground that no entry has
    part_digest,            // sealed bytes with another digest than the entry says
    key_commitment,         // a key that the entry does not commit to
    part_opening,           // right digest and key, but tag, length or padding do not hold
    event_form,             // an opened part that is no event, person or document
    event_text,             // events.ndjson shows something else than was sealed
    consistency_invalid,    // the log does not continue the earlier one
    receipt_form,           // no receipt
    receipt_proof,          // its entry is not proved to be in the log
    receipt_opening,        // its part does not open to the creation of a pack
    receipt_manifest,       // it is for another manifest
    receipt_statement,      // it states another size, root, children or counts
    policy_invalid,         // log/policy is none, or names no key that signed the checkpoint
    cosignature_invalid,    // a line of a witness that a policy names does not hold
    time_stamp_invalid,     // about other bytes, or its signature or certificate does not hold
    key_statement_invalid,  // not signed by both keys, or not what its entry says
    earlier_form,           // the caller's earlier checkpoint is none, or no believed key signed it
    earlier_unproved,       // the pack has no proof from its size
    earlier_contradicted,   // the log had another root at its size: what was told before changed
    checkpoints_contradict,  // it has the pack's own size and another root: two logs were shown
    proof_other_index,       // a proof of another entry's place than its name says
};
// "member_changed" and so on.
[[nodiscard]] std::string_view name(PackFault fault);

struct PackFinding {
    PackFault fault = PackFault::archive;
    std::string place;   // a file of the pack, or "receipt"
    std::string reason;  // without personal data
};
inline constexpr std::size_t kPackFindingsMax = 100;

// Whom the checkpoint's signatures are believed of. Both empty: the keys that the pack itself
// names, which shows that it agrees with itself and not who made it.
struct PackTrust {
    std::vector<std::string> verifier_keys;
    std::string policy;  // c2sp.org/tlog-policy text: its logs are believed, its quorum must be met
    std::string time_stamp_authority;  // PEM: time-stamps must lead to one of these certificates
    // A checkpoint that the caller kept: the log must still begin with what it was then.
    std::string earlier_checkpoint;
};

// What a policy comes to on the checkpoint.
struct JudgedPolicy {
    QuorumReport quorum;
    std::vector<Cosignature> cosignatures;  // of its witnesses, each verified
};

// A time-stamp on the checkpoint whose imprint and signature hold.
struct PackTimeStamp {
    std::string file;
    Timestamp time;                     // by the authority's clock
    std::uint32_t signature_lines = 0;  // of the checkpoint, that it covers
    bool authority_given = false;  // leads to a certificate of the caller; else to its own alone
};

struct PackReport {
    std::string origin;
    std::uint64_t size = 0;
    Hash root;
    std::vector<std::string> signers;  // verifier keys whose signature holds
    bool keys_were_given = false;
    std::uint64_t files = 0;
    std::uint64_t entries = 0;
    std::vector<StreamId> streams;     // shown complete up to the checkpoint
    std::uint64_t single_entries = 0;  // of other streams: nothing is said about their neighbours
    std::uint64_t parts_opened = 0;
    std::uint64_t events_compared = 0;  // with events.ndjson
    std::uint64_t parts_withheld = 0;
    std::uint64_t consistent_from = 0;           // earlier sizes that it continues
    std::vector<std::string> followed_keys;      // believed because statements lead to them
    std::optional<JudgedPolicy> policy_of_pack;  // log/policy: the authority's word
    std::optional<JudgedPolicy> policy_given;    // the caller's
    std::vector<PackTimeStamp> time_stamps;
    bool authority_was_given = false;
    Hash manifest;
    std::optional<std::uint64_t> continues;  // the size of the caller's earlier checkpoint
    std::optional<LogIndex> created;  // the entry that committed to the manifest; needs a receipt
    bool receipt_was_given = false;
    std::vector<PackFinding> findings;  // at most kPackFindingsMax; empty: all holds
    std::uint64_t findings_more = 0;

    // What holds and what nothing here can show, a sentence each; established is empty where there
    // are findings.
    [[nodiscard]] std::vector<std::string> established() const;
    [[nodiscard]] std::vector<std::string> not_established() const;

  private:
    void say_established_of_others(std::vector<std::string>& said) const;
    void say_not_established_of_others(std::vector<std::string>& said) const;
};

// `receipt` is the text of PACK.zip.receipt. Fails with invalid_value for keys, a policy or
// certificates that cannot be read; every fault of the pack itself is a finding. Bounded work for
// any bytes; one thread.
[[nodiscard]] Result<PackReport> verify_pack(
    std::string_view zip, const std::optional<std::string>& receipt, const PackTrust& trust
);

}  // namespace tyst
