#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "ledger/core/checkpoint.h"
#include "ledger/core/merkle.h"
#include "ledger/signer.h"
#include "ledger/storage/lock_directory.h"
#include "ledger/storage/log_store.h"
#include "ledger/writer.h"
#include "schema/error.h"

namespace tyst {

// Follows the writer: an anchor within 50 ms of each group, a signed checkpoint at most every
// second, both once more at the end. One thread of its own; all functions may be called from any
// thread.
class Checkpointer {
  public:
    struct Start {
        Checkpoint last;       // the one in the lock directory
        CompactRange checked;  // the tree at its size
    };
    Checkpointer(
        storage::LogStore& log,
        storage::LockDirectory& lock,
        const Writer& writer,
        std::unique_ptr<Signer> signer,
        Start start
    );
    // Stops the thread, then writes the last anchor and checkpoint.
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    void start();
    void group_written();  // cheap: called after every group

    // As Ledger::checkpoint: re-reads what was written since the last one, signs it, swaps it into
    // the lock directory, stores it.
    [[nodiscard]] Result<std::string> checkpoint();
    // A checkpoint of that size, which the log must have reached; signed now where none was. One
    // that is older than the last is only stored: the lock directory keeps the last. corrupt_tree,
    // and as checkpoint().
    [[nodiscard]] Result<std::string> checkpoint_at(std::uint64_t size);
    [[nodiscard]] Checkpoint last() const;
    // What believes checkpoints of this log, and names its keys.
    [[nodiscard]] const Signer& signer() const { return *signer_; }
    // Changes keys while no checkpoint is made, so that none of a size at which a key no longer
    // signs carries its line.
    [[nodiscard]] Result<void> change_keys(const std::function<Result<void>(Signer&)>& change);
    // What went wrong in the thread; the ledger takes no more appends then, because nobody could
    // tell any more whether it is whole.
    [[nodiscard]] Result<void> health() const;

  private:
    using Time = std::chrono::steady_clock::time_point;

    void run();
    void follow(bool last_time);
    [[nodiscard]] bool checkpoint_due(Time now) const;
    Result<void> anchor();
    [[nodiscard]] Result<TreeHead> head_at(std::uint64_t size) const;
    Result<std::string> sign_next(const TreeHead& head);
    Result<void> recheck(std::uint64_t size, CompactRange& checked) const;
    Result<void> recheck_parts(const Entry& entry) const;
    void give_up(const Error& error);

    storage::LogStore& log_;
    storage::LockDirectory& lock_;
    const Writer& writer_;
    const std::unique_ptr<Signer> signer_;

    mutable std::mutex checkpoint_mutex_;  // held while a checkpoint is made; guards the next two
    Checkpoint last_;
    CompactRange checked_;
    std::atomic<std::uint64_t> checkpoint_size_;

    std::uint64_t anchored_;  // of the thread alone
    Time checkpoint_time_;    // of the thread alone

    mutable std::mutex failure_mutex_;
    std::optional<Error> failure_;
    std::atomic<bool> failed_ = false;

    std::mutex wake_mutex_;
    std::condition_variable wake_;
    std::atomic<bool> idle_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace tyst
