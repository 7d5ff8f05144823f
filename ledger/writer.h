#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "ledger/core/tile.h"
#include "ledger/event_sealer.h"
#include "ledger/heads_commit.h"
#include "ledger/ledger.h"
#include "ledger/storage/key_store.h"
#include "ledger/storage/log_store.h"
#include "schema/clock.h"
#include "schema/error.h"

namespace tyst {

// Sequences appends and makes them durable, a group at a time. There is no writer thread: the first
// caller to join a group becomes its leader, waits until the group before it is written, closes the
// group, sequences and writes it with one sync, and wakes the others. So one group at a time is
// written, callers who come meanwhile form the next one, and a lone caller never changes threads
// (docs/decisions/0004-group-commit.md).
class Writer {
  public:
    struct Start {
        TileAppender edge;
        Timestamp last_recorded;
    };
    // Called after each durable group, outside the locks of the writer; must be quick.
    using AfterGroup = std::function<void()>;

    Writer(
        storage::LogStore& log,
        const storage::KeyStore& keys,
        const Clock& clock,
        Start start,
        AfterGroup after_group
    );

    // Blocks until the append is durable or refused. Failures as Ledger::append. Any thread. Where
    // an event commits to the heads of all streams, most entries since the last such one are read
    // on the caller's thread before others have to wait for this append; `heads_progress` tells how
    // far that is.
    [[nodiscard]] Result<std::vector<Receipt>> append(
        std::vector<SealedEvent> events,
        std::span<const ExpectedRevision> expected,
        const Progress& heads_progress
    );

    [[nodiscard]] std::uint64_t size() const { return size_.load(std::memory_order_acquire); }
    [[nodiscard]] Timestamp last_recorded() const;
    [[nodiscard]] TreeHead head() const;
    // A copy of the tree's right edge as of the last durable group.
    [[nodiscard]] TileAppender edge() const;
    // Events in a stream, durable ones only.
    [[nodiscard]] Result<std::uint64_t> events_in(const StreamId& stream);

  private:
    struct Pending;
    struct Group;
    struct Sequenced;
    struct Work;

    [[nodiscard]] std::shared_ptr<Group> join(Pending& pending, bool& leads);
    void lead(const std::shared_ptr<Group>& group);
    void write_group(Group& group);
    void finish_group(Group& group, Work& work, const Result<void>& written);
    void commit(Work& work);

    // The first receipts, where all ids are known and equal; nothing where all are new.
    Result<std::optional<std::vector<Receipt>>> known_receipts(const Pending& pending, Work& work);
    Result<Receipt> receipt_of(const storage::log_rows::IdRow& row) const;
    Result<void> check_expected(const Pending& pending, Work& work);
    Result<void> check_targets(const Pending& pending, Work& work);
    Result<storage::StreamHead> head_of(const StreamId& stream, Work& work);
    Result<std::vector<Receipt>> sequence(Pending& pending, Work& work);
    Result<std::vector<Sequenced>> number(Pending& pending, Work& work);
    Result<storage::StoredHeads> heads_for(
        LogIndex index, const StreamHeads& numbered, Pending& pending, const Work& work
    );
    void add_rows(SealedEvent& event, const Sequenced& sequenced, Work& work);

    storage::LogStore& log_;
    const storage::KeyStore& keys_;
    const Clock& clock_;
    AfterGroup after_group_;

    std::mutex queue_mutex_;  // guards open_group_ and what is in it until it is closed
    std::shared_ptr<Group> open_group_;

    std::mutex write_mutex_;  // held by the leader; guards the next three
    StreamHeads heads_;
    std::uint64_t stored_subjects_;
    bool failed_ = false;

    mutable std::mutex edge_mutex_;  // guards the next two
    TileAppender edge_;
    Timestamp last_recorded_;
    std::atomic<std::uint64_t> size_;
};

}  // namespace tyst
