#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

#include "ledger/append_gate.h"
#include "ledger/checkpointer.h"
#include "ledger/event_reader.h"
#include "ledger/event_sealer.h"
#include "ledger/ledger.h"
#include "ledger/receipted_erasures.h"
#include "ledger/storage/erasure_journal.h"
#include "ledger/storage/key_store.h"
#include "ledger/storage/lock_directory.h"
#include "ledger/storage/log_store.h"
#include "ledger/writer.h"

namespace tyst {

// The three stores of an open ledger.
struct Stores {
    std::unique_ptr<storage::LockDirectory> lock;
    std::unique_ptr<storage::KeyStore> keys;
    std::unique_ptr<storage::LogStore> log;
};

// The tree as it is stored: full tiles from `log/`, open ones from the right edge.
class LedgerTiles final : public TileSource {
  public:
    LedgerTiles(const storage::LogStore& log, const TileAppender& edge) : log_(log), edge_(edge) {}
    Result<std::vector<Hash>> tile(const TileId& id) override;

  private:
    const storage::LogStore& log_;
    const TileAppender& edge_;
};

// The ledger's own stream: coverage, reference sets, sample labels.
[[nodiscard]] SubjectReference authority_reference(const std::string& authority);

// The one implementation of Ledger: wires sealing, writing, reading and proving together.
class StoredLedger final : public Ledger {
  public:
    struct Start {
        std::filesystem::path directory;
        Stores stores;
        Writer::Start writer;
        Checkpointer::Start checkpointer;
        std::unique_ptr<Signer> signer;
        StreamId authority_stream;
    };
    StoredLedger(Start start, const Clock& clock, Entropy& entropy);
    ~StoredLedger() override;

    const std::string& origin() const override { return stores_.log->meta().origin; }
    const std::string& authority() const override { return stores_.log->meta().authority; }
    std::string verifier_key() const override { return signing_keys().back().key; }
    std::filesystem::path directory() const override { return directory_; }
    const Clock& clock() const override { return clock_; }
    Entropy& entropy() const override { return entropy_; }

    Result<std::optional<StreamId>> find(const SubjectReference& reference) override;
    Result<StreamId> find_or_create(const SubjectReference& reference) override;
    Result<std::vector<StreamId>> find_or_create(std::span<const SubjectReference> references
    ) override;
    StreamId authority_stream() const override { return authority_stream_; }
    std::optional<SubjectKind> kind_of(StreamId subject) override;
    Result<StreamId> find_or_register(const Actor& actor) override;
    Result<EventId> derived_event_id(
        StreamId subject,
        std::string_view source,
        std::string_view table,
        std::string_view row,
        std::string_view occurrence
    ) override;
    EventId new_event_id() override;

    Result<std::vector<PreparedEvent>> prepare(std::vector<Submission> submissions, StreamId actor)
        override;
    Result<std::vector<Receipt>> append(const Append& append) override {
        return this->append(append, {});
    }
    // As Writer::append.
    Result<std::vector<Receipt>> append(const Append& append, const Progress& heads_progress);
    Result<std::vector<std::optional<LogIndex>>> find_events(std::span<const EventId> ids) override;
    Result<std::uint64_t> events_in(StreamId stream) override;

    std::uint64_t size() const override { return writer_.size(); }
    Timestamp last_recorded() const override { return writer_.last_recorded(); }
    Result<StoredEvent> read(LogIndex index, ReadDepth depth) override;
    Result<std::vector<StoredEvent>> read_stream(StreamId stream, ReadDepth depth) override;
    Result<std::vector<EntrySummary>> entries(std::uint64_t from, std::uint64_t to) override;
    Result<void> scan_streams(
        std::uint64_t size, unsigned shard, unsigned shard_count, const StreamVisitor& visit
    ) override;

    TreeHead head() const override { return writer_.head(); }
    Result<Hash> root_at(std::uint64_t size) override;
    Result<std::string> checkpoint() override { return checkpointer_.checkpoint(); }
    Result<std::string> checkpoint_of(std::uint64_t size) override;
    Result<std::vector<std::uint64_t>> checkpoint_sizes() override;
    Result<std::string> prove(LogIndex index) override;
    Result<std::string> prove(LogIndex index, std::uint64_t size) override;
    Result<std::vector<Hash>> prove_consistency(std::uint64_t from, std::uint64_t to) override;
    Result<Receipt> commit_heads(const Code& cause, StreamId actor) override {
        return commit_heads(cause, actor, {});
    }
    // Tells how many entries it has read; others may append meanwhile.
    Result<Receipt> commit_heads(const Code& cause, StreamId actor, const Progress& progress);
    Result<HeadProof> prove_head(StreamId stream, std::uint64_t size) override;
    Result<std::string> entry_bytes(LogIndex index) override;
    Result<SealedPartCopy> sealed_part(LogIndex index, std::uint16_t part) override;
    Result<SecretKey> part_key(LogIndex index, std::uint16_t part) override;
    Result<VerifyReport> verify(const Progress& progress) override;
    Result<std::vector<Finding>> scrub(ScrubState& state, std::uint64_t entries) override;

    Result<std::string> policy_text() override;
    Result<void> set_policy(std::string_view text) override;
    Result<std::vector<std::string>> add_cosignatures(
        std::uint64_t size, std::string_view lines, const Policy& policy
    ) override;
    Result<std::vector<std::string>> time_stamps_of(std::uint64_t size) override;
    Result<void> add_time_stamp(std::uint64_t size, std::string_view response) override;
    Result<std::vector<std::uint64_t>> time_stamped_sizes() override;

    std::vector<SigningKeySpan> signing_keys() const override {
        return checkpointer_.signer().chain().spans();
    }
    std::vector<std::string> verifier_keys() const override;
    Result<SigningKeySpan> rotate_signing_key(StreamId actor) override;
    Result<void> retire_signing_key(
        std::string_view verifier_key, std::string_view cause, StreamId actor
    ) override;

    std::uint64_t root_key_generation() const override { return stores_.keys->root_generation(); }
    Result<void> copy_stores(const StoreCopies& to) override;

    // Goes on under another origin with a key of its own: the entry that starts the generation, the
    // one that introduces the key, then a first checkpoint. For a restore, whose ledger nobody else
    // has open yet.
    Result<void> start_generation(
        const std::string& origin, const GenerationStarted& started, StreamId actor
    );

    Result<Receipt> erase(const EventId& request, StreamId actor, const ErasureCheck& whole_record)
        override;
    // Ends an erasure whose keys are destroyed: its ciphertext, its receipt. To be repeated until
    // it succeeds; by erase(), or by who opens the ledger, before anybody else has it. Failures as
    // Ledger::erase.
    [[nodiscard]] Result<Receipt> finish_erasure(const storage::ErasureJournal& journal);
    SecretKey views_key() const override { return stores_.keys->views_key(); }

  private:
    Result<std::string> proof_against(LogIndex index, std::string note);
    [[nodiscard]] Result<HeadProof> stored_head_proof(const StreamId& stream, LogIndex carrier)
        const;
    [[nodiscard]] Signer::AppendEvent appending_for(StreamId actor);
    [[nodiscard]] Result<storage::ErasureJournal> order_erasure(
        const EventId& request, StreamId actor, const ErasureCheck& whole_record
    );
    [[nodiscard]] Result<void> check_receipt(storage::ErasureJournal order);
    [[nodiscard]] Result<PreparedEvent> receipt_of(
        const storage::ErasureJournal& journal,
        std::uint64_t parts,
        std::vector<std::string> root_copies
    );
    [[nodiscard]] Result<Receipt> append_erasure(
        const storage::ErasureJournal& journal, std::uint64_t parts
    );

    const std::filesystem::path directory_;
    Stores stores_;
    const Clock& clock_;
    Entropy& entropy_;
    const StreamId authority_stream_;
    EventSealer sealer_;
    ReceiptedErasures erasures_;
    EventReader reader_;
    Writer writer_;
    Checkpointer checkpointer_;

    std::mutex older_heads_mutex_;  // guards the next two: the older map that was asked for last
    std::shared_ptr<StreamHeadsMap> older_heads_;
    LogIndex older_heads_at_;
    AppendGate append_gate_;  // closed while an erasure is checked and keys are destroyed
    // Held alone by an erasure, shared by who compares or copies both stores. Taken before the
    // gate.
    std::shared_mutex erasing_mutex_;
    std::mutex witnessing_mutex_;  // held while lines or time-stamps are added
};

// The tree's right edge, from the entries and the full tiles.
[[nodiscard]] Result<TileAppender> restored_edge(const storage::LogStore& log, std::uint64_t size);
// As Ledger::open.
[[nodiscard]] Result<std::unique_ptr<StoredLedger>> open_stored_ledger(
    const OpenOptions& options, const Clock& clock, Entropy& entropy
);

}  // namespace tyst
