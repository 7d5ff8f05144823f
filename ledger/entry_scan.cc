#include <algorithm>
#include <span>
#include <utility>

#include "ledger/core/hash.h"
#include "ledger/verification.h"

namespace tyst {
namespace {

constexpr std::uint64_t kProgressStep = 10'000;

}  // namespace

EntryScan::EntryScan(const VerifyInput& input, std::vector<PromisedRoot> promised)
    : input_(input),
      size_(input.edge.size()),
      promised_(std::move(promised)),
      part_sums_(size_),
      id_sums_(size_) {
    std::stable_sort(
        promised_.begin(),
        promised_.end(),
        [](const PromisedRoot& left, const PromisedRoot& right) { return left.size < right.size; }
    );
}

void EntryScan::run(const Progress& progress) {
    storage::Cursor cursor =
        input_.log.rows().cursor(storage::log_rows::kEntries, storage::Scan::whole);
    cursor.seek_to_first();
    check_promises();
    for (std::uint64_t index = 0; index < size_; ++index) {
        if (!cursor.valid()) {
            const auto status = cursor.status();
            input_.findings.add(
                LogIndex{index},
                status ? Error{ErrorCode::corrupt_entry, place_of({index}) + ": missing"}
                       : status.error()
            );
            return;  // nothing behind it can be read
        }
        if (cursor.key() == storage::log_rows::number_key(index)) {
            take({index}, as_bytes(cursor.value()));
            cursor.next();
        } else {
            input_.findings.add(
                {{index}}, ErrorCode::corrupt_entry, place_of({index}) + ": missing"
            );
            tree_.append(Hash{}, completed_);
            heads_known_ = false;
        }
        check_promises();
        if (progress && (index + 1) % kProgressStep == 0) {
            progress(index + 1, size_);
        }
    }
    report_tree();
    if (progress) {
        progress(size_, size_);
    }
}

void EntryScan::take(LogIndex index, Bytes bytes) {
    ++entries_;
    completed_.clear();
    tree_.append(leaf_hash(bytes), completed_);
    for (const FullTile& tile : completed_) {
        compare_tile(tile);
    }
    const auto entry = decode_entry(bytes);
    if (!entry) {
        input_.findings.add(
            index, entry.error().code, place_of(index) + ": " + entry.error().context
        );
        heads_known_ = false;
        return;
    }
    if (entry->index != index) {
        input_.findings.add(
            index, ErrorCode::corrupt_entry, place_of(index) + ": holds another index"
        );
        heads_known_ = false;
        return;
    }
    check_heads(*entry);
    check_chain(*entry);
    check_parts(*entry);
    id_sums_.add(
        index, fingerprint_of(input_.secret, IdFacts{index, entry->stream, entry->revision})
    );
}

// Behind an entry that cannot be read nobody can tell any more.
void EntryScan::check_heads(const Entry& entry) {
    if (!entry.stream_heads || !heads_known_) {
        return;
    }
    ++stream_heads_;
    if (heads_.root() != *entry.stream_heads) {
        input_.findings.add(
            entry.index,
            ErrorCode::heads_mismatch,
            place_of(entry.index) +
                ": carries a root over the heads of all streams that the entries before it do not "
                "give"
        );
    }
}

void EntryScan::check_chain(const Entry& entry) {
    if (entry.recorded <= last_recorded_) {
        input_.findings.add(
            entry.index,
            ErrorCode::stream_broken,
            place_of(entry.index) + ": not recorded after the entry before it"
        );
    }
    last_recorded_ = entry.recorded;
    const auto head = heads_.set({entry.stream, entry.revision.value + 1, entry.index});
    const std::uint64_t events = head ? head->events : 0;
    const auto previous = head ? std::optional(head->last) : std::nullopt;
    if (entry.revision.value != events || entry.previous != previous) {
        input_.findings.add(
            entry.index,
            ErrorCode::stream_broken,
            place_of(entry.index) + ": is revision " + std::to_string(entry.revision.value) +
                " of its stream, where " + std::to_string(events) + " must come"
        );
    }
}

void EntryScan::check_parts(const Entry& entry) {
    for (std::size_t part = 0; part < entry.parts.size(); ++part) {
        ++parts_;
        if (input_.erased.contains(entry.parts[part].subject)) {
            ++parts_erased_;
        }
        const PartFacts facts = expected_part(input_, entry, part);
        part_sums_.add(entry.index, fingerprint_of(input_.secret, facts));
    }
}

void EntryScan::check_promises() {
    const std::size_t first = next_promise_;
    while (next_promise_ < promised_.size() && promised_[next_promise_].size == tree_.size()) {
        ++next_promise_;
    }
    const auto here = std::span(promised_).subspan(first, next_promise_ - first);
    for (const PromisedRoot& promise : here) {
        if (promise.root == tree_.root()) {
            continue;
        }
        const auto other = std::ranges::find_if(here, [&](const PromisedRoot& each) {
            return each.is_signed && promise.is_signed && each.root != promise.root;
        });
        if (other != here.end()) {
            input_.findings.add(
                std::nullopt,
                ErrorCode::checkpoints_contradict,
                promise.witness + " and " + other->witness + ": the log signed two roots at size " +
                    std::to_string(promise.size) + "; keep both checkpoints, they are evidence"
            );
            continue;
        }
        input_.findings.add(
            std::nullopt,
            ErrorCode::root_mismatch,
            promise.witness + ": the entries give another root at size " +
                std::to_string(promise.size)
        );
    }
}

void EntryScan::compare_tile(const FullTile& tile) {
    const auto stored = input_.log.full_tile(tile.id);
    if (!stored) {
        input_.findings.add(
            tile.id.level == 0 ? std::optional(LogIndex{tile.id.number * kTileHashes})
                               : std::nullopt,
            stored.error()
        );
        return;
    }
    for (std::size_t place = 0; place < kTileHashes; ++place) {
        if ((*stored)[place] != tile.hashes[place]) {
            tile_faults_.push_back({tile.id, place});
        }
    }
}

// Where entries and tiles disagree, the root tells which of the two was changed.
void EntryScan::report_tree() {
    const auto open = tree_.open_hashes(0);
    const auto expected = input_.edge.open_hashes(0);
    for (std::size_t place = 0; place < open.size(); ++place) {
        if (open[place] != expected[place]) {
            const LogIndex index{size_ - open.size() + place};
            input_.findings.add(
                index, ErrorCode::corrupt_entry, place_of(index) + ": is not what was hashed"
            );
        }
    }
    const bool entries_changed = tree_.root() != input_.edge.root();
    if (entries_changed) {
        input_.findings.add(
            std::nullopt, ErrorCode::root_mismatch, "the entries give another root than the head"
        );
    }
    for (const TileFault& fault : tile_faults_) {
        const std::string where = tile_path(fault.tile) + " hash " + std::to_string(fault.place);
        const LogIndex index{fault.tile.number * kTileHashes + fault.place};
        if (fault.tile.level == 0) {
            input_.findings.add(
                index,
                entries_changed ? ErrorCode::corrupt_entry : ErrorCode::corrupt_tree,
                place_of(index) + ": differs from " + where
            );
        } else if (!entries_changed) {
            input_.findings.add(
                std::nullopt, ErrorCode::corrupt_tree, where + ": does not follow from the entries"
            );
        }
    }
}

}  // namespace tyst
