#include "ledger/checkpointer.h"

#include <string_view>
#include <utility>
#include <vector>

#include "ledger/core/hash.h"
#include "ledger/stored_ledger.h"

namespace tyst {
namespace {

using namespace std::chrono_literals;

constexpr auto kAnchorPause = 40ms;  // with the writing of it, below the 50 ms that are promised
constexpr auto kCheckpointPause = 1000ms;

}  // namespace

Checkpointer::Checkpointer(
    storage::LogStore& log,
    storage::LockDirectory& lock,
    const Writer& writer,
    std::unique_ptr<Signer> signer,
    Start start
)
    : log_(log),
      lock_(lock),
      writer_(writer),
      signer_(std::move(signer)),
      last_(std::move(start.last)),
      checked_(std::move(start.checked)),
      checkpoint_size_(last_.size),
      anchored_(lock.anchor().size),
      checkpoint_time_(std::chrono::steady_clock::now()) {}

Checkpointer::~Checkpointer() {
    if (thread_.joinable()) {
        {
            const std::scoped_lock lock(wake_mutex_);
            stopping_ = true;
        }
        wake_.notify_all();
        thread_.join();
        follow(true);
    }
}

void Checkpointer::start() {
    thread_ = std::thread([this] { run(); });
}

void Checkpointer::group_written() {
    if (idle_.exchange(false)) {
        // The empty section makes sure that the thread is waiting, not about to.
        {
            const std::scoped_lock lock(wake_mutex_);
        }
        wake_.notify_one();
    }
}

void Checkpointer::run() {
    std::unique_lock lock(wake_mutex_);
    while (!stopping_) {
        lock.unlock();
        follow(false);
        lock.lock();
        // Groups that come within the pause share one anchor.
        wake_.wait_for(lock, kAnchorPause, [this] { return stopping_; });
        idle_.store(true);
        const auto news = [this] {
            return stopping_ || (!failed_.load() && writer_.size() != anchored_);
        };
        if (!failed_.load() && writer_.size() != checkpoint_size_.load()) {
            wake_.wait_until(lock, checkpoint_time_ + kCheckpointPause, news);
        } else {
            wake_.wait(lock, news);
        }
        idle_.store(false);
    }
}

void Checkpointer::follow(bool last_time) {
    if (failed_.load()) {
        return;
    }
    if (auto anchored = anchor(); !anchored) {
        give_up(anchored.error());
        return;
    }
    const Time now = std::chrono::steady_clock::now();
    if (last_time || checkpoint_due(now)) {
        checkpoint_time_ = now;
        if (auto made = checkpoint(); !made) {
            give_up(made.error());
        }
    }
}

bool Checkpointer::checkpoint_due(Time now) const {
    return writer_.size() != checkpoint_size_.load() && now >= checkpoint_time_ + kCheckpointPause;
}

Result<void> Checkpointer::anchor() {
    if (writer_.size() == anchored_) {
        return {};
    }
    const TreeHead head = writer_.head();
    TYST_TRY(lock_.write_anchor({signer_->origin(), head.size, head.root}));
    anchored_ = head.size;
    return {};
}

void Checkpointer::give_up(const Error& error) {
    const std::scoped_lock lock(failure_mutex_);
    failure_ = error;
    failed_.store(true);
}

Result<void> Checkpointer::health() const {
    if (!failed_.load()) {
        return {};
    }
    const std::scoped_lock lock(failure_mutex_);
    return fail(
        ErrorCode::storage_closed,
        "closed because the last anchor or checkpoint failed (" +
            failure_.value_or(Error{}).context + ")"
    );
}

Checkpoint Checkpointer::last() const {
    const std::scoped_lock lock(checkpoint_mutex_);
    return last_;
}

Result<void> Checkpointer::change_keys(const std::function<Result<void>(Signer&)>& change) {
    const std::scoped_lock lock(checkpoint_mutex_);
    return change(*signer_);
}

Result<std::string> Checkpointer::checkpoint() {
    const std::scoped_lock lock(checkpoint_mutex_);
    const TreeHead head = writer_.head();
    if (head.size == last_.size) {
        return lock_.checkpoint();
    }
    return sign_next(head);
}

Result<std::string> Checkpointer::checkpoint_at(std::uint64_t size) {
    const std::scoped_lock lock(checkpoint_mutex_);
    TYST_ASSIGN(const auto stored, log_.checkpoint(size));
    if (stored) {
        return *stored;
    }
    TYST_ASSIGN(const TreeHead head, head_at(size));
    if (size > last_.size) {
        return sign_next(head);
    }
    // What it covers was read again before the last one was signed.
    TYST_ASSIGN(std::string note, signer_->sign({signer_->origin(), head.size, head.root}));
    TYST_TRY(log_.put_checkpoint(size, note));
    return note;
}

Result<TreeHead> Checkpointer::head_at(std::uint64_t size) const {
    const TileAppender edge = writer_.edge();
    LedgerTiles tiles(log_, edge);
    TreeReader reader(tiles);
    TYST_ASSIGN(const Hash root, root_at(reader, size));
    return TreeHead{size, root};
}

// Needs checkpoint_mutex_, and a head beyond the last checkpoint.
Result<std::string> Checkpointer::sign_next(const TreeHead& head) {
    CompactRange checked = checked_;
    TYST_TRY(recheck(head.size, checked));
    if (checked.root() != head.root) {
        return fail(
            ErrorCode::corrupt_entry,
            "entries from " + std::to_string(last_.size) + " to " + std::to_string(head.size) +
                ": read again, they do not give the root that was computed when they were written"
        );
    }
    const Checkpoint next{signer_->origin(), head.size, head.root};
    TYST_ASSIGN(std::string note, signer_->sign(next));
    TYST_TRY(lock_.swap_checkpoint(note));
    last_ = next;
    checked_ = std::move(checked);
    checkpoint_size_.store(head.size);
    TYST_TRY(log_.put_checkpoint(head.size, note));
    return note;
}

// A guard against faults in memory between the hash and the disk: what is signed has been read
// back.
Result<void> Checkpointer::recheck(std::uint64_t size, CompactRange& checked) const {
    storage::Cursor cursor =
        log_.rows().cursor(storage::log_rows::kEntries, storage::Scan::few_rows);
    cursor.seek(storage::log_rows::number_key(checked.size()));
    for (; checked.size() < size; cursor.next()) {
        const std::uint64_t index = checked.size();
        if (!cursor.valid() || cursor.key() != storage::log_rows::number_key(index)) {
            TYST_TRY(cursor.status());
            return fail(ErrorCode::corrupt_entry, place_of(LogIndex{index}) + ": missing");
        }
        const Bytes bytes = as_bytes(cursor.value());
        const auto entry = decode_entry(bytes);
        if (!entry) {
            return fail_in(place_of(LogIndex{index}), entry.error());
        }
        TYST_TRY(recheck_parts(*entry));
        checked.append(leaf_hash(bytes));
    }
    return {};
}

Result<void> Checkpointer::recheck_parts(const Entry& entry) const {
    for (std::size_t part = 0; part < entry.parts.size(); ++part) {
        const storage::log_rows::PartPlace place{
            entry.stream, entry.revision, static_cast<std::uint16_t>(part)
        };
        const auto family = entry.parts[part].kind == PartKind::attachment
                                ? storage::log_rows::kAttachments
                                : storage::log_rows::kSealed;
        TYST_ASSIGN(const auto value, log_.rows().get(family, storage::log_rows::part_key(place)));
        const std::string where = place_of(entry.index) + " part " + std::to_string(part);
        if (!value) {
            return fail(ErrorCode::corrupt_part, where + ": missing");
        }
        TYST_ASSIGN(const auto row, storage::log_rows::parse_part_row(*value));
        // An erasure may have come before its checkpoint; `log verify` sees whether it did.
        if (!row.is_cut() && sha256(as_bytes(row.sealed)) != entry.parts[part].digest) {
            return fail(
                ErrorCode::part_digest_mismatch, where + ": has another digest than its entry"
            );
        }
        if (row.index != entry.index || row.recorded != entry.recorded ||
            row.subject != entry.parts[part].subject) {
            return fail(ErrorCode::corrupt_part, where + ": is not what was written");
        }
    }
    return {};
}

}  // namespace tyst
