#include "ledger/writer.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "ledger/core/hash.h"

namespace tyst {
namespace {

using storage::Batch;
using storage::StreamHead;
using storage::log_rows::IdRow;

constexpr std::size_t kGroupEventsMax = 512;
constexpr std::size_t kGroupBytesMax = std::size_t{1} << 20U;
constexpr std::size_t kCachedHeadsMax = 262'144;  // about 80 bytes each

std::string event_text(const EventId& id) {
    return "event " + to_uuid_text(id.view());
}

}  // namespace

// One caller's append while it waits.
struct Writer::Pending {
    std::vector<SealedEvent> events;
    std::span<const ExpectedRevision> expected;
    std::size_t bytes = 0;
    Result<std::vector<Receipt>> outcome;
    std::optional<HeadsAhead> heads;  // for the first of its events that commits to them
};

struct Writer::Group {
    std::vector<Pending*> members;
    std::size_t events = 0;
    std::size_t bytes = 0;
    std::atomic<std::uint32_t> done = 0;
};

// What the writer gave one event.
struct Writer::Sequenced {
    Receipt receipt;
    std::string entry_bytes;
};

// A group while it is being sequenced: nothing of it counts until its batch is durable.
struct Writer::Work {
    Batch batch;
    std::vector<Hash> leaves;
    std::uint64_t size = 0;
    Timestamp last_recorded;
    StreamHeads heads;
    // As the last entry of the group that carries a root has them.
    std::optional<storage::StoredHeads> stored_heads;
    std::unordered_map<EventId, IdRow, StrongBytesHash> ids;
    std::unordered_map<EventId, Receipt, StrongBytesHash> receipts;
};

Writer::Writer(
    storage::LogStore& log,
    const storage::KeyStore& keys,
    const Clock& clock,
    Start start,
    AfterGroup after_group
)
    : log_(log),
      keys_(keys),
      clock_(clock),
      after_group_(std::move(after_group)),
      stored_subjects_(log.meta().subjects),
      edge_(std::move(start.edge)),
      last_recorded_(start.last_recorded),
      size_(edge_.size()) {}

Timestamp Writer::last_recorded() const {
    const std::scoped_lock lock(edge_mutex_);
    return last_recorded_;
}

TreeHead Writer::head() const {
    const std::scoped_lock lock(edge_mutex_);
    return {edge_.size(), edge_.root()};
}

TileAppender Writer::edge() const {
    const std::scoped_lock lock(edge_mutex_);
    return edge_;
}

Result<std::uint64_t> Writer::events_in(const StreamId& stream) {
    TYST_ASSIGN(const StreamHead head, log_.stream_head(stream));
    return head.events;
}

Result<std::vector<Receipt>> Writer::append(
    std::vector<SealedEvent> events,
    std::span<const ExpectedRevision> expected,
    const Progress& heads_progress
) {
    if (events.size() > kGroupEventsMax) {
        return fail(
            ErrorCode::too_large,
            "append: " + std::to_string(events.size()) + " events, at most " +
                std::to_string(kGroupEventsMax) + " are allowed"
        );
    }
    Pending pending{std::move(events), expected, 0, {}, {}};
    bool commits_heads = false;
    for (const SealedEvent& event : pending.events) {
        pending.bytes += event.bytes;
        commits_heads = commits_heads || event.commits_heads;
    }
    if (commits_heads) {
        // What fails here is mended or told under the lock.
        if (auto ahead = heads_ahead(log_, heads_progress)) {
            pending.heads = std::move(*ahead);
        }
    }
    bool leads = false;
    const std::shared_ptr<Group> group = join(pending, leads);
    if (leads) {
        lead(group);
    } else {
        group->done.wait(0, std::memory_order_acquire);
    }
    return std::move(pending.outcome);
}

std::shared_ptr<Writer::Group> Writer::join(Pending& pending, bool& leads) {
    const std::scoped_lock lock(queue_mutex_);
    const bool fits = open_group_ &&
                      open_group_->events + pending.events.size() <= kGroupEventsMax &&
                      open_group_->bytes + pending.bytes <= kGroupBytesMax;
    if (!fits) {
        open_group_ = std::make_shared<Group>();
        leads = true;
    }
    open_group_->members.push_back(&pending);
    open_group_->events += pending.events.size();
    open_group_->bytes += pending.bytes;
    return open_group_;
}

void Writer::lead(const std::shared_ptr<Group>& group) {
    {
        const std::scoped_lock write_lock(write_mutex_);
        {
            const std::scoped_lock lock(queue_mutex_);
            if (open_group_ == group) {
                open_group_.reset();  // closed: who comes now joins the next one
            }
        }
        write_group(*group);
    }
    group->done.store(1, std::memory_order_release);
    group->done.notify_all();
    after_group_();
}

void Writer::write_group(Group& group) {
    Work work;
    {
        const std::scoped_lock lock(edge_mutex_);
        work.size = edge_.size();
        work.last_recorded = last_recorded_;
    }
    if (failed_) {
        finish_group(
            group,
            work,
            fail(ErrorCode::storage_closed, "closed after a failed write; open the ledger again")
        );
        return;
    }
    for (Pending* pending : group.members) {
        pending->outcome = sequence(*pending, work);
    }
    if (work.leaves.empty()) {
        return;
    }
    TileAppender edge = this->edge();
    std::vector<FullTile> completed;
    for (const Hash& leaf : work.leaves) {
        edge.append(leaf, completed);
    }
    for (const FullTile& tile : completed) {
        storage::LogStore::put_tile(work.batch, tile);
    }
    const std::uint64_t subjects = keys_.subjects();
    if (subjects != stored_subjects_) {
        storage::LogStore::put_subjects(work.batch, subjects);
    }
    if (work.stored_heads) {
        work.stored_heads->put(work.batch);
    }
    const Result<void> written = log_.rows().write(work.batch);
    finish_group(group, work, written);
    if (!written) {
        return;
    }
    stored_subjects_ = subjects;
    const std::scoped_lock lock(edge_mutex_);
    edge_ = std::move(edge);
    last_recorded_ = work.last_recorded;
    size_.store(edge_.size(), std::memory_order_release);
}

void Writer::finish_group(Group& group, Work& work, const Result<void>& written) {
    if (!written) {
        failed_ = true;
        for (Pending* pending : group.members) {
            if (pending->outcome) {
                pending->outcome = std::unexpected(written.error());
            }
        }
        return;
    }
    if (heads_.size() + work.heads.size() > kCachedHeadsMax) {
        heads_.clear();
    }
    for (const auto& [stream, head] : work.heads) {
        heads_[stream] = head;
    }
}

Result<std::vector<Receipt>> Writer::sequence(Pending& pending, Work& work) {
    TYST_ASSIGN(auto known, known_receipts(pending, work));
    if (known) {
        return std::move(*known);
    }
    TYST_TRY(check_expected(pending, work));
    TYST_TRY(check_targets(pending, work));
    TYST_ASSIGN(std::vector<Sequenced> numbered, number(pending, work));
    std::vector<Receipt> receipts;
    receipts.reserve(numbered.size());
    for (std::size_t i = 0; i < numbered.size(); ++i) {
        add_rows(pending.events[i], numbered[i], work);
        receipts.push_back(numbered[i].receipt);
    }
    return receipts;
}

Result<std::optional<std::vector<Receipt>>> Writer::known_receipts(
    const Pending& pending, Work& work
) {
    std::vector<EventId> ids;
    ids.reserve(pending.events.size());
    for (const SealedEvent& event : pending.events) {
        ids.push_back(event.id);
    }
    if (ids.size() > 1) {
        std::vector<EventId> sorted = ids;
        std::sort(sorted.begin(), sorted.end());
        const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
        if (twice != sorted.end()) {
            return fail(ErrorCode::event_id_conflict, event_text(*twice) + ": twice in one append");
        }
    }
    TYST_ASSIGN(auto rows, log_.find_ids(ids));
    std::vector<Receipt> receipts;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto in_group = work.ids.find(ids[i]);
        if (in_group != work.ids.end()) {
            rows[i] = in_group->second;
        }
        if (!rows[i]) {
            continue;
        }
        const SealedEvent& event = pending.events[i];
        if (rows[i]->content != event.content || rows[i]->stream != event.entry.stream) {
            return fail(
                ErrorCode::event_id_conflict,
                event_text(ids[i]) + ": already stands at index " +
                    std::to_string(rows[i]->index.value) + " with other content"
            );
        }
        if (in_group != work.ids.end()) {
            receipts.push_back(work.receipts.at(ids[i]));
        } else {
            TYST_ASSIGN(const Receipt receipt, receipt_of(*rows[i]));
            receipts.push_back(receipt);
        }
    }
    if (receipts.empty()) {
        return std::nullopt;
    }
    if (receipts.size() != ids.size()) {
        return fail(
            ErrorCode::event_id_conflict,
            "append: " + std::to_string(receipts.size()) + " of its " + std::to_string(ids.size()) +
                " events are already recorded, the others are not; an append is taken whole"
        );
    }
    return receipts;
}

Result<Receipt> Writer::receipt_of(const IdRow& row) const {
    TYST_ASSIGN(const std::string bytes, log_.entry_bytes(row.index));
    TYST_ASSIGN(const Entry entry, decode_entry(as_bytes(bytes)));
    if (entry.index != row.index || entry.stream != row.stream || entry.revision != row.revision) {
        return fail(
            ErrorCode::corrupt_id,
            "log/ ids: a row does not fit entry " + std::to_string(row.index.value)
        );
    }
    return Receipt{
        entry.index, entry.stream, entry.revision, entry.recorded, leaf_hash(as_bytes(bytes))
    };
}

Result<void> Writer::check_expected(const Pending& pending, Work& work) {
    for (const ExpectedRevision& expected : pending.expected) {
        TYST_ASSIGN(const StreamHead head, head_of(expected.stream, work));
        if (head.events != expected.events) {
            return fail(
                ErrorCode::revision_conflict,
                "stream " + to_hex(expected.stream.view()) + ": expected " +
                    std::to_string(expected.events) + " events, it has " +
                    std::to_string(head.events)
            );
        }
    }
    return {};
}

Result<void> Writer::check_targets(const Pending& pending, Work& work) {
    for (std::size_t i = 0; i < pending.events.size(); ++i) {
        const SealedEvent& event = pending.events[i];
        if (!event.target) {
            continue;
        }
        const auto refuse = [&](std::string_view reason) {
            return fail(
                ErrorCode::relation_not_allowed,
                event_text(event.id) + ": its target " + to_uuid_text(event.target->view()) + " " +
                    std::string(reason)
            );
        };
        std::optional<StreamId> stream;
        for (std::size_t earlier = 0; earlier < i && !stream; ++earlier) {
            if (pending.events[earlier].id == *event.target) {
                stream = pending.events[earlier].entry.stream;
            }
        }
        if (const auto in_group = work.ids.find(*event.target);
            !stream && in_group != work.ids.end()) {
            stream = in_group->second.stream;
        }
        if (!stream) {
            TYST_ASSIGN(const auto rows, log_.find_ids(std::span(&*event.target, 1)));
            if (!rows[0]) {
                return refuse("is no earlier event of this ledger");
            }
            stream = rows[0]->stream;
        }
        if (*stream != event.entry.stream) {
            return refuse("is in another stream");
        }
    }
    return {};
}

Result<StreamHead> Writer::head_of(const StreamId& stream, Work& work) {
    if (const auto known = work.heads.find(stream); known != work.heads.end()) {
        return known->second;
    }
    if (const auto known = heads_.find(stream); known != heads_.end()) {
        return known->second;
    }
    TYST_ASSIGN(const StreamHead head, log_.stream_head(stream));
    work.heads.emplace(stream, head);
    return head;
}

// Gives every event of an append its numbers. Changes `work` only when the whole append is
// accepted.
Result<std::vector<Writer::Sequenced>> Writer::number(Pending& pending, Work& work) {
    StreamHeads heads;
    std::optional<storage::StoredHeads> stored_heads;
    std::vector<Sequenced> numbered;
    numbered.reserve(pending.events.size());
    std::uint64_t index = work.size;
    std::int64_t recorded = work.last_recorded.microseconds;
    const std::int64_t now = clock_.now().microseconds;
    for (SealedEvent& event : pending.events) {
        Entry& entry = event.entry;
        TYST_ASSIGN(const StreamHead stored, head_of(entry.stream, work));
        StreamHead& head = heads.try_emplace(entry.stream, stored).first->second;
        recorded = std::max(now, recorded + 1);
        if (event.learned && event.learned->microseconds > recorded) {
            return fail(
                ErrorCode::invalid_value,
                event_text(event.id) + ": learned " + to_text(*event.learned) +
                    ": later than it is recorded"
            );
        }
        entry.index = LogIndex{index};
        entry.recorded = Timestamp{recorded};
        entry.revision = StreamRevision{head.events};
        entry.previous = head.events == 0 ? std::nullopt : std::optional(head.last);
        if (event.commits_heads) {
            TYST_ASSIGN(stored_heads, heads_for(entry.index, heads, pending, work));
            entry.stream_heads = stored_heads->root();
        }
        head = {head.events + 1, entry.index};
        ++index;
        TYST_ASSIGN(std::string bytes, encode(entry));
        const Hash leaf = leaf_hash(as_bytes(bytes));
        numbered.push_back(
            {{entry.index, entry.stream, entry.revision, entry.recorded, leaf}, std::move(bytes)}
        );
    }
    for (const auto& [stream, head] : heads) {
        work.heads[stream] = head;
    }
    if (stored_heads) {
        work.stored_heads = std::move(stored_heads);
    }
    work.size = index;
    work.last_recorded = Timestamp{recorded};
    return numbered;
}

// The heads before an entry: of the log, of the group, and of its own append so far.
Result<storage::StoredHeads> Writer::heads_for(
    LogIndex index, const StreamHeads& numbered, Pending& pending, const Work& work
) {
    StreamHeads waiting = work.heads;
    for (const auto& [stream, head] : numbered) {
        waiting[stream] = head;
    }
    return heads_before(index, log_, waiting, std::exchange(pending.heads, std::nullopt));
}

void Writer::add_rows(SealedEvent& event, const Sequenced& sequenced, Work& work) {
    namespace rows = storage::log_rows;
    const Receipt& receipt = sequenced.receipt;
    work.batch.put(rows::kEntries, rows::number_key(receipt.index.value), sequenced.entry_bytes);
    for (SealedPartRow& part : event.rows) {
        rows::number_part_row(part.row, receipt.index, receipt.recorded);
        work.batch.put(
            part.kind == PartKind::attachment ? rows::kAttachments : rows::kSealed,
            rows::part_key({receipt.stream, receipt.revision, part.part}),
            part.row
        );
    }
    IdRow id{receipt.index, receipt.stream, receipt.revision, event.content, {}};
    id.check = rows::id_row_check(event.key->content(), event.id, id);
    work.batch.put(rows::kIds, as_text(event.id.view()), rows::encode(id));
    work.ids.emplace(event.id, id);
    work.receipts.emplace(event.id, receipt);
    work.leaves.push_back(receipt.leaf);
}

}  // namespace tyst
