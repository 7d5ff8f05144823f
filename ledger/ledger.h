#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/core/sealing.h"
#include "ledger/core/stream_heads.h"
#include "schema/clock.h"
#include "schema/entry.h"
#include "schema/error.h"
#include "schema/event.h"
#include "schema/ids.h"
#include "schema/subject.h"

namespace tyst {

struct Policy;  // ledger/core/policy.h
// What opens a root key file that is wrapped. Asked only where it is.
struct RootKeyUnlock {
    std::function<Result<std::string>()> passphrase;  // none: nobody can be asked
    std::filesystem::path wrapping_key_file;          // empty: none
};

// What `create` needs. The directory must not exist or be empty.
struct CreateOptions {
    std::filesystem::path directory;
    std::filesystem::path
        root_key_file;  // outside the directory; made with mode 0600 where it does not exist
    std::filesystem::path lock_directory;  // empty: DIRECTORY/lock
    std::string origin;     // name of the log in checkpoints, for instance "tyst.example/W06000014"
    std::string authority;  // GSS code, for instance "W06000014"
    RootKeyUnlock unlock;   // for a root key file that is there and wrapped
    // Fault tests only: a std::shared_ptr<rocksdb::FileSystem> under both stores.
    std::shared_ptr<void> file_system;
};

struct OpenOptions {
    std::filesystem::path directory;
    std::filesystem::path root_key_file;
    std::filesystem::path lock_directory;  // empty: DIRECTORY/lock
    RootKeyUnlock unlock;
    std::shared_ptr<void> file_system;  // fault tests only, as in CreateOptions
};

// Who records: an OS user or a signed-in account.
struct Actor {
    Code kind;  // codes/actor-kind
    std::string source;
    std::string reference;  // unique within the source, for instance a user id
    std::string name;
};

// Proof that an event was taken: durable, with these numbers, for ever. Inclusion proofs come with
// the next checkpoint.
struct Receipt {
    LogIndex index;
    StreamId stream;
    StreamRevision revision;
    Timestamp recorded;
    Hash leaf;

    bool operator==(const Receipt&) const = default;
};

// "This stream must stand at this revision": `events` is the count of events in it (0: it must be
// empty).
struct ExpectedRevision {
    StreamId stream;
    std::uint64_t events = 0;
};

// An event with its stream found: ready to be sealed.
struct PreparedEvent {
    StreamId stream;
    Event event;  // ids of cited persons and linked streams filled in, `recorded_by` set
};

// One atomic append: all or nothing, at most 512 events.
struct Append {
    std::vector<PreparedEvent> events;
    std::vector<ExpectedRevision> expected;  // also of streams that are only read
};

// An event as it stands in the log.
struct StoredEvent {
    LogIndex index;
    Timestamp recorded;
    StreamId stream;
    StreamRevision revision;
    Event event;
};

struct TreeHead {
    std::uint64_t size = 0;
    Hash root;

    bool operator==(const TreeHead&) const = default;
};

// A key of the log and the checkpoints that it signs: of sizes from `from` to `to`, both included.
struct SigningKeySpan {
    std::string key;         // as a verifier key; its name is the log's origin at that time
    std::uint64_t from = 0;  // one more than the index of the entry that introduced it
    std::optional<std::uint64_t> to;  // the index of the entry that retired it; nothing: it signs

    bool operator==(const SigningKeySpan&) const = default;
};

// How far a long piece of work has come; may be called often, from the thread that called.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

// One fault that `verify` found.
struct Finding {
    std::optional<LogIndex> index;  // nothing where it concerns no entry
    Error error;
};

struct VerifyReport {
    TreeHead head;
    std::uint64_t entries = 0;
    std::uint64_t parts = 0;
    std::uint64_t parts_erased =
        0;  // no key any more: not opened, digest checked where bytes are there
    std::uint64_t checkpoints = 0;
    std::uint64_t stream_heads = 0;  // roots over the heads of all streams, computed again
    std::vector<Finding> findings;   // in index order, at most 100; empty: all holds
};

// How far a slow re-verification has come.
struct ScrubState {
    std::uint64_t size = 0;  // entries that it is to read
    std::uint64_t next = 0;  // entries that it has read
    Hash root;               // of those; means nothing at 0
    std::uint64_t parts = 0;
    std::uint64_t parts_erased = 0;
    std::uint32_t findings = 0;
    std::string first_finding;  // "name number at entry INDEX", never more; empty: none

    bool operator==(const ScrubState&) const = default;
};

// What an entry says in clear.
struct EntrySummary {
    LogIndex index;
    Timestamp recorded;
    StreamId stream;
    StreamRevision revision;
    EntryClass entry_class = EntryClass::child;
};

// Which part of a stored event to open.
enum class ReadDepth : std::uint8_t {
    event_only,        // part 0: people by id only
    with_people,       // names and roles of cited persons too, where their keys exist
    with_attachments,  // the documents too
};

struct ErasureCase;  // ledger/erasure_records.h

// The log of one authority: append-only, sealed, provable. Safe to use from several threads. A
// process may open several ledgers, but one ledger is open in one process only.
//
// Order of things, crash points and threads: docs/architecture.md. Bytes: docs/formats.md.
class Ledger {
  public:
    // Makes an empty ledger with its keys, anchor and first checkpoint. Fails with already_exists
    // where one is there, io_failed.
    [[nodiscard]] static Result<void> create(
        const CreateOptions& options, const Clock& clock, Entropy& entropy
    );

    // Opens for reading and appending. `clock` and `entropy` must outlive the ledger. Fails with
    // ledger_not_found, ledger_in_use (names the pid), wrong_root_key, storage_behind_anchor,
    // storage_behind_lock, root_mismatch, lock_missing, subject_without_key, wrong_passphrase,
    // signing_key_unknown (not introduced by the log), keys_before_erasure, corrupt_*, io_failed.
    [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(
        const OpenOptions& options, const Clock& clock, Entropy& entropy
    );

    virtual ~Ledger() = default;  // waits for running appends, then closes
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    [[nodiscard]] virtual const std::string& origin() const = 0;
    [[nodiscard]] virtual const std::string& authority() const = 0;
    [[nodiscard]] virtual std::string verifier_key() const = 0;  // vkey text of the newest key
    [[nodiscard]] virtual std::filesystem::path directory() const = 0;
    [[nodiscard]] virtual const Clock& clock() const = 0;
    [[nodiscard]] virtual Entropy& entropy() const = 0;

    // ---- subjects ----
    // The stream of a reference; nothing where it is not known here.
    [[nodiscard]] virtual Result<std::optional<StreamId>> find(const SubjectReference& reference
    ) = 0;
    // The same, made with a new key (synced to keys/ before this returns) where it is not known
    // yet.
    [[nodiscard]] virtual Result<StreamId> find_or_create(const SubjectReference& reference) = 0;
    // Many at once with one sync; in the order asked. For bulk work.
    [[nodiscard]] virtual Result<std::vector<StreamId>> find_or_create(
        std::span<const SubjectReference> references
    ) = 0;
    [[nodiscard]] virtual StreamId authority_stream() const = 0;
    // Nothing where the subject is unknown or its key destroyed.
    [[nodiscard]] virtual std::optional<SubjectKind> kind_of(StreamId subject) = 0;
    // The stream of who records. An actor that is new here gets a key of their own, and the event
    // `actor_registered`, durable when this returns. Failures as `append`.
    [[nodiscard]] virtual Result<StreamId> find_or_register(const Actor& actor) = 0;
    // UUIDv8 of a fact that was derived from a received row: the same row gives the same id, for
    // this subject. `occurrence` tells apart several facts of one row. Fails with key_not_found.
    [[nodiscard]] virtual Result<EventId> derived_event_id(
        StreamId subject,
        std::string_view source,
        std::string_view table,
        std::string_view row,
        std::string_view occurrence
    ) = 0;
    [[nodiscard]] virtual EventId new_event_id() = 0;  // UUIDv7

    // ---- writing ----
    // Finds or makes the streams of subject, cited persons and linked records, sets `recorded_by`.
    // The authority's code and "authority", of any source, mean the ledger's own; another authority
    // is invalid_value.
    [[nodiscard]] virtual Result<std::vector<PreparedEvent>> prepare(
        std::vector<Submission> submissions, StreamId actor
    ) = 0;
    // Blocks until durable. One receipt per event, in order; the first receipts again where all ids
    // are known with equal content. Fails with event_id_conflict, revision_conflict, too_large,
    // key_not_found, relation_not_allowed (target unknown or not in this stream or not earlier),
    // storage_closed, io_failed.
    [[nodiscard]] virtual Result<std::vector<Receipt>> append(const Append& append) = 0;
    // For each id, the index of the event that has it.
    [[nodiscard]] virtual Result<std::vector<std::optional<LogIndex>>> find_events(
        std::span<const EventId> ids
    ) = 0;
    // Events now in the stream.
    [[nodiscard]] virtual Result<std::uint64_t> events_in(StreamId stream) = 0;

    // ---- reading ----
    [[nodiscard]] virtual std::uint64_t size() const = 0;  // durable entries
    [[nodiscard]] virtual Timestamp last_recorded() const = 0;
    // Fails with not_found, part_erased (its subject's key is destroyed), subject_without_key (it
    // is gone, and no receipt of an erasure says so), part_digest_mismatch, key_not_committed,
    // corrupt_*.
    [[nodiscard]] virtual Result<StoredEvent> read(LogIndex index, ReadDepth depth) = 0;
    [[nodiscard]] virtual Result<std::vector<StoredEvent>> read_stream(
        StreamId stream, ReadDepth depth
    ) = 0;
    // What entries [from, to) say in clear, in index order; `to` is cut to size().
    [[nodiscard]] virtual Result<std::vector<EntrySummary>> entries(
        std::uint64_t from, std::uint64_t to
    ) = 0;
    // Every stream once, its events in revision order at ReadDepth::event_only, streams in the
    // order of their pseudonyms, from one snapshot of `size` entries (later ones are left out). The
    // pseudonyms are random, so `shard` of `shard_count` equal shares (by first byte) lets several
    // threads share the work. Streams whose key an erasure destroyed are given with `erased` set
    // and no events. Fails with subject_without_key where a key is gone in another way; stops with
    // the visitor's first failure.
    struct StreamContent {
        StreamId stream;
        SubjectKind kind = SubjectKind::child;
        bool erased = false;
        std::vector<StoredEvent> events;
    };
    using StreamVisitor = std::function<Result<void>(StreamContent&&)>;
    [[nodiscard]] virtual Result<void> scan_streams(
        std::uint64_t size, unsigned shard, unsigned shard_count, const StreamVisitor& visit
    ) = 0;

    // ---- proving ----
    [[nodiscard]] virtual TreeHead head() const = 0;
    // The root when the log had that many entries. not_found where it never had, corrupt_tree.
    [[nodiscard]] virtual Result<Hash> root_at(std::uint64_t size) = 0;
    // Re-reads and re-hashes what was written since the last one, signs, swaps it into the lock
    // file, stores it; the signed note. Gives the last one again where nothing was appended. Fails
    // with lock_changed, corrupt_entry, io_failed.
    [[nodiscard]] virtual Result<std::string> checkpoint() = 0;
    // The note signed at that size, with all its signatures. not_found where none was.
    [[nodiscard]] virtual Result<std::string> checkpoint_of(std::uint64_t size) = 0;
    // The sizes at which one was, in rising order.
    [[nodiscard]] virtual Result<std::vector<std::uint64_t>> checkpoint_sizes() = 0;
    // c2sp.org/tlog-proof text for one entry against the newest checkpoint (made where the entry is
    // newer).
    [[nodiscard]] virtual Result<std::string> prove(LogIndex index) = 0;
    // The same against the checkpoint of that size. not_found where there is none, or the entry is
    // beyond it.
    [[nodiscard]] virtual Result<std::string> prove(LogIndex index, std::uint64_t size) = 0;
    // That the log of `to` begins with the log of `from` (RFC 6962); empty where `from` is 0 or
    // `to`. not_found where from > to or the log never had `to`.
    [[nodiscard]] virtual Result<std::vector<Hash>> prove_consistency(
        std::uint64_t from, std::uint64_t to
    ) = 0;
    // Appends stream_heads_committed to the authority's stream: its entry carries, in clear, the
    // root over the heads of all streams before it. Signs a checkpoint that ends with it, whatever
    // others append meanwhile. Costs by the entries since the last root. Failures as `append` and
    // `checkpoint`; heads_mismatch where the entries do not give the last root.
    [[nodiscard]] virtual Result<Receipt> commit_heads(const Code& cause, StreamId actor) = 0;
    // Where a stream stood, or that it had no entry, at a size whose last entry carries a root over
    // the heads. Quick for the last root; an older one is computed again from the entries, once for
    // questions about the same size. Fails with not_found (no such root), heads_mismatch,
    // corrupt_entry.
    [[nodiscard]] virtual Result<HeadProof> prove_head(StreamId stream, std::uint64_t size) = 0;

    // ---- disclosing ----
    // The leaf, byte for byte. not_found, corrupt_entry.
    [[nodiscard]] virtual Result<std::string> entry_bytes(LogIndex index) = 0;
    struct SealedPartCopy {
        StreamId subject;
        Salt salt;
        std::string sealed;  // ciphertext ‖ tag
    };
    // As stored, its digest checked. Needs no key. Fails with not_found, part_erased (its bytes are
    // destroyed), part_digest_mismatch, corrupt_part, corrupt_entry.
    [[nodiscard]] virtual Result<SealedPartCopy> sealed_part(
        LogIndex index, std::uint16_t part
    ) = 0;
    // The one key of that part, checked against the entry's commitment: it opens nothing else.
    // Fails with not_found, part_erased (also where the subject's key alone is destroyed),
    // key_not_committed, corrupt_part, corrupt_entry.
    [[nodiscard]] virtual Result<SecretKey> part_key(LogIndex index, std::uint16_t part) = 0;

    // ---- verifying ----
    // Re-reads all, opens own stream alone. Fails only where the storage cannot be read at all;
    // faults are findings.
    [[nodiscard]] virtual Result<VerifyReport> verify(const Progress& progress) = 0;
    // Re-reads and re-hashes the next `entries` of state.size with their parts, event ids, tiles,
    // stream links and the checkpoints among them; moves `state` on and gives what it found there.
    // Rows that no entry names are seen by verify() alone. Fails only where the storage cannot be
    // read at all.
    [[nodiscard]] virtual Result<std::vector<Finding>> scrub(
        ScrubState& state, std::uint64_t entries
    ) = 0;

    // ---- witnesses and time ----
    // Whom checkpoints must be signed and cosigned by (c2sp.org/tlog-policy): the file `policy` of
    // the ledger's directory, and where there is none, this log without witnesses. invalid_value
    // where the file is no policy or names no key of this log.
    [[nodiscard]] virtual Result<std::string> policy_text() = 0;
    // Puts a policy in its place. invalid_value as above, io_failed, disk_full.
    [[nodiscard]] virtual Result<void> set_policy(std::string_view text) = 0;
    // Appends to the stored note of that size the signature lines of witnesses that the policy
    // names and that have none there yet, each checked before; gives their names in the policy.
    // Lines of others are passed over. not_found where there is no such checkpoint,
    // signature_invalid where a line does not hold or none is of a named witness,
    // corrupt_checkpoint where a line is no signature line or the note would become too large.
    [[nodiscard]] virtual Result<std::vector<std::string>> add_cosignatures(
        std::uint64_t size, std::string_view lines, const Policy& policy
    ) = 0;
    // RFC 3161 responses about the checkpoint of that size, oldest first; what each says is for
    // ledger/timestamps to check.
    [[nodiscard]] virtual Result<std::vector<std::string>> time_stamps_of(std::uint64_t size) = 0;
    // Keeps one more; nothing is done where it is kept already. not_found where there is no such
    // checkpoint, too_large, io_failed.
    [[nodiscard]] virtual Result<void> add_time_stamp(
        std::uint64_t size, std::string_view response
    ) = 0;
    // The sizes that have any, in rising order.
    [[nodiscard]] virtual Result<std::vector<std::uint64_t>> time_stamped_sizes() = 0;

    // ---- signing keys ----
    // Every key that signed or signs, each vouched for by an entry of the log, in the order in
    // which they were introduced; and their verifier keys alone.
    [[nodiscard]] virtual std::vector<SigningKeySpan> signing_keys() const = 0;
    [[nodiscard]] virtual std::vector<std::string> verifier_keys() const = 0;
    // Introduces a new key by an entry that both sign; from the next checkpoint on both sign.
    // already_exists where two keys sign already; otherwise fails as `append`.
    [[nodiscard]] virtual Result<SigningKeySpan> rotate_signing_key(StreamId actor) = 0;
    // From the next checkpoint on the key signs no more, and its secret half is destroyed.
    // not_found where it is no key of this log, already_exists where it is retired, invalid_value
    // where it is the only one that signs; otherwise fails as `append`.
    [[nodiscard]] virtual Result<void> retire_signing_key(
        std::string_view verifier_key, std::string_view cause, StreamId actor
    ) = 0;

    // ---- backup ----
    // How often the root of the key tree was replaced.
    [[nodiscard]] virtual std::uint64_t root_key_generation() const = 0;
    // Copies log/, keys/ and signing/, whole and of one moment, to three directories that must not
    // be there yet. already_exists, io_failed, disk_full.
    struct StoreCopies {
        std::filesystem::path log;
        std::filesystem::path keys;
        std::filesystem::path signing;
    };
    [[nodiscard]] virtual Result<void> copy_stores(const StoreCopies& to) = 0;

    // ---- erasing ----
    // What check_erasure cannot tell of a case, because it takes knowing which streams are one
    // person and what the law asks: check_whole_record in projections/. Called while nothing can be
    // appended; it may read the ledger, and must not append or erase. Its failure is erase's.
    using ErasureCheck = std::function<Result<void>(const ErasureCase& erasure)>;
    // Carries out an erasure that was asked for and approved: asks check_erasure and `whole_record`
    // (which must be given); destroys the keys of the records that the request names and every
    // ciphertext under them; replaces the root of the key tree, lookup key and views key; appends
    // record_erased, the receipt. No view may be open. What a crash leaves half done the next open
    // finishes. Every proof stays as it was. Fails with not_found, erasure_not_allowed (see
    // check_erasure), too_large (the receipt could not hold so many records), key_not_found or
    // wrong_passphrase (the root key does not open), io_failed, disk_full, internal (no check was
    // given); before the keys are destroyed nothing has changed.
    [[nodiscard]] virtual Result<Receipt> erase(
        const EventId& request, StreamId actor, const ErasureCheck& whole_record
    ) = 0;

    // ---- views ----
    // The key under which views are sealed at rest; it changes with each erasure.
    [[nodiscard]] virtual SecretKey views_key() const = 0;

  protected:
    Ledger() = default;
};

}  // namespace tyst
