#pragma once

#include "ledger/ledger.h"

namespace tyst::test {

// A ledger whose appends fail after some of them, as if the machine had stopped there; everything
// else goes to the real one.
class InterruptedLedger final : public Ledger {
  public:
    InterruptedLedger(Ledger& real, int appends) : real_(real), appends_left_(appends) {}

    const std::string& origin() const override { return real_.origin(); }
    const std::string& authority() const override { return real_.authority(); }
    std::string verifier_key() const override { return real_.verifier_key(); }
    std::filesystem::path directory() const override { return real_.directory(); }
    const Clock& clock() const override { return real_.clock(); }
    Entropy& entropy() const override { return real_.entropy(); }

    Result<std::optional<StreamId>> find(const SubjectReference& reference) override;
    Result<StreamId> find_or_create(const SubjectReference& reference) override;
    Result<std::vector<StreamId>> find_or_create(std::span<const SubjectReference> references
    ) override;
    StreamId authority_stream() const override { return real_.authority_stream(); }
    std::optional<SubjectKind> kind_of(StreamId subject) override;
    Result<StreamId> find_or_register(const Actor& actor) override;
    Result<EventId> derived_event_id(
        StreamId subject,
        std::string_view source,
        std::string_view table,
        std::string_view row,
        std::string_view occurrence
    ) override;
    EventId new_event_id() override { return real_.new_event_id(); }

    Result<std::vector<PreparedEvent>> prepare(std::vector<Submission> submissions, StreamId actor)
        override;
    Result<std::vector<Receipt>> append(const Append& append) override;
    Result<std::vector<std::optional<LogIndex>>> find_events(std::span<const EventId> ids) override;
    Result<std::uint64_t> events_in(StreamId stream) override;

    std::uint64_t size() const override { return real_.size(); }
    Timestamp last_recorded() const override { return real_.last_recorded(); }
    Result<StoredEvent> read(LogIndex index, ReadDepth depth) override;
    Result<std::vector<StoredEvent>> read_stream(StreamId stream, ReadDepth depth) override;
    Result<std::vector<EntrySummary>> entries(std::uint64_t from, std::uint64_t to) override;
    Result<void> scan_streams(
        std::uint64_t size, unsigned shard, unsigned shard_count, const StreamVisitor& visit
    ) override;

    TreeHead head() const override { return real_.head(); }
    Result<Hash> root_at(std::uint64_t size) override { return real_.root_at(size); }
    Result<std::string> checkpoint() override { return real_.checkpoint(); }
    Result<std::string> prove(LogIndex index) override { return real_.prove(index); }
    Result<std::string> checkpoint_of(std::uint64_t size) override {
        return real_.checkpoint_of(size);
    }
    Result<std::vector<std::uint64_t>> checkpoint_sizes() override {
        return real_.checkpoint_sizes();
    }
    Result<std::string> prove(LogIndex index, std::uint64_t size) override {
        return real_.prove(index, size);
    }
    Result<std::vector<Hash>> prove_consistency(std::uint64_t from, std::uint64_t to) override {
        return real_.prove_consistency(from, to);
    }
    Result<Receipt> commit_heads(const Code& cause, StreamId actor) override {
        return real_.commit_heads(cause, actor);
    }
    Result<HeadProof> prove_head(StreamId stream, std::uint64_t size) override {
        return real_.prove_head(stream, size);
    }
    Result<std::string> entry_bytes(LogIndex index) override { return real_.entry_bytes(index); }
    Result<SealedPartCopy> sealed_part(LogIndex index, std::uint16_t part) override {
        return real_.sealed_part(index, part);
    }
    Result<SecretKey> part_key(LogIndex index, std::uint16_t part) override {
        return real_.part_key(index, part);
    }
    Result<VerifyReport> verify(const Progress& progress) override;
    Result<std::vector<Finding>> scrub(ScrubState& state, std::uint64_t entries) override {
        return real_.scrub(state, entries);
    }
    Result<std::string> policy_text() override { return real_.policy_text(); }
    Result<void> set_policy(std::string_view text) override { return real_.set_policy(text); }
    Result<std::vector<std::string>> add_cosignatures(
        std::uint64_t size, std::string_view lines, const Policy& policy
    ) override {
        return real_.add_cosignatures(size, lines, policy);
    }
    Result<std::vector<std::string>> time_stamps_of(std::uint64_t size) override {
        return real_.time_stamps_of(size);
    }
    Result<void> add_time_stamp(std::uint64_t size, std::string_view response) override {
        return real_.add_time_stamp(size, response);
    }
    Result<std::vector<std::uint64_t>> time_stamped_sizes() override {
        return real_.time_stamped_sizes();
    }
    std::vector<SigningKeySpan> signing_keys() const override { return real_.signing_keys(); }
    std::vector<std::string> verifier_keys() const override { return real_.verifier_keys(); }
    Result<SigningKeySpan> rotate_signing_key(StreamId actor) override {
        return real_.rotate_signing_key(actor);
    }
    Result<void> retire_signing_key(
        std::string_view verifier_key, std::string_view cause, StreamId actor
    ) override {
        return real_.retire_signing_key(verifier_key, cause, actor);
    }
    std::uint64_t root_key_generation() const override { return real_.root_key_generation(); }
    Result<void> copy_stores(const StoreCopies& to) override { return real_.copy_stores(to); }
    Result<Receipt> erase(const EventId& request, StreamId actor, const ErasureCheck& whole_record)
        override {
        return real_.erase(request, actor, whole_record);
    }
    SecretKey views_key() const override { return real_.views_key(); }

  private:
    Ledger& real_;
    int appends_left_;
};

}  // namespace tyst::test
