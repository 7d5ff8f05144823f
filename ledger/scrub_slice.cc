#include <algorithm>
#include <optional>
#include <utility>

#include "ledger/core/hash.h"
#include "ledger/erasure_check.h"
#include "ledger/stored_ledger.h"
#include "ledger/verification.h"

namespace tyst {
namespace {

using storage::log_rows::number_key;

// The edge of the tree at `size`: its open leaves hashed again, the rest from stored tiles.
Result<TileAppender> edge_at(const storage::LogStore& log, std::uint64_t size) {
    std::vector<Hash> leaves;
    for (std::uint64_t index = size - size % kTileHashes; index < size; ++index) {
        TYST_ASSIGN(const std::string bytes, log.entry_bytes(LogIndex{index}));
        leaves.push_back(leaf_hash(as_bytes(bytes)));
    }
    storage::StoredTiles tiles(log);
    return TileAppender::restore(size, leaves, tiles);
}

// Checks some entries after others, each by itself and against what it refers to.
class SliceScan {
  public:
    SliceScan(
        const VerifyInput& input,
        const SigningChain& chain,
        const std::optional<Checkpoint>& published,
        EventReader& reader,
        ScrubState& state
    )
        : input_(input),
          chain_(chain),
          published_(published),
          reader_(reader),
          state_(state),
          keys_(input.keys, kKeys) {}

    void run(std::uint64_t end) {
        begin_tree();
        begin_times();
        if (state_.next == 0) {
            check_checkpoint(0);
        }
        storage::Cursor cursor =
            input_.log.rows().cursor(storage::log_rows::kEntries, storage::Scan::whole);
        cursor.seek(number_key(state_.next));
        while (state_.next < end) {
            const LogIndex index{state_.next};
            if (cursor.valid() && cursor.key() == number_key(index.value)) {
                take(index, as_bytes(cursor.value()));
                cursor.next();
            } else {
                const auto status = cursor.valid() ? Result<void>() : cursor.status();
                report(
                    index, ErrorCode::corrupt_entry, status ? "missing" : status.error().context
                );
                append_leaf(Hash{});
            }
            ++state_.next;
            check_checkpoint(state_.next);
        }
        state_.root = tree_ ? tree_->root() : Hash{};
        if (state_.next == state_.size) {
            check_head();
        }
    }

  private:
    static constexpr std::size_t kKeys = 64;

    void report(LogIndex index, ErrorCode code, const std::string& reason) {
        input_.findings.add(index, code, place_of(index) + ": " + reason);
    }

    // Without a tree the entries are still read; the root is not known to the next slice either.
    void begin_tree() {
        auto edge = edge_at(input_.log, state_.next);
        if (!edge) {
            input_.findings.add(std::nullopt, edge.error());
            return;
        }
        tree_ = std::move(*edge);
        if (state_.next > 0 && !state_.root.is_zero() && tree_->root() != state_.root) {
            input_.findings.add(
                std::nullopt,
                ErrorCode::root_mismatch,
                "the first " + std::to_string(state_.next) +
                    " entries give another root than when they were read before"
            );
        }
    }
    void begin_times() {
        if (state_.next > 0) {
            if (const auto before = input_.log.entry(LogIndex{state_.next - 1})) {
                last_recorded_ = before->recorded;
            }
        }
    }

    void take(LogIndex index, Bytes bytes) {
        append_leaf(leaf_hash(bytes));
        const auto entry = decode_entry(bytes);
        if (!entry || entry->index != index) {
            report(
                index,
                entry ? ErrorCode::corrupt_entry : entry.error().code,
                entry ? "holds another index" : entry.error().context
            );
            return;
        }
        if (entry->recorded <= last_recorded_) {
            report(index, ErrorCode::stream_broken, "not recorded after the entry before it");
        }
        last_recorded_ = entry->recorded;
        check_link(*entry);
        for (const Part& part : entry->parts) {
            ++state_.parts;
            state_.parts_erased += input_.erased.contains(part.subject) ? 1U : 0U;
        }
        const std::size_t findings = input_.findings.count();
        check_parts_of(input_, keys_, *entry);
        if (input_.findings.count() == findings) {
            check_id(*entry);
        }
    }

    // The row that leads from the event's id to the entry. The id stands in the event alone, so the
    // event is opened; one whose key is destroyed keeps its id to itself.
    void check_id(const Entry& entry) {
        if (input_.erased.contains(entry.stream)) {
            return;
        }
        const auto stored = reader_.read(entry.index, ReadDepth::event_only);
        if (!stored) {
            if (stored.error().code != ErrorCode::part_erased) {
                input_.findings.add(entry.index, stored.error());
            }
            return;
        }
        const EventId& id = stored->event.id;
        const auto rows = input_.log.find_ids(std::span(&id, 1));
        if (!rows) {
            report(entry.index, ErrorCode::corrupt_id, rows.error().context);
            return;
        }
        const std::optional<storage::log_rows::IdRow>& row = rows->front();
        if (!row) {
            report(entry.index, ErrorCode::corrupt_id, "no event id leads to it");
            return;
        }
        const auto subject = keys_.key_of(entry.stream);
        const bool as_written =
            row->index == entry.index && row->stream == entry.stream &&
            row->revision == entry.revision && subject &&
            storage::log_rows::id_row_check((*subject)->content(), id, *row) == row->check;
        if (!as_written) {
            report(entry.index, ErrorCode::corrupt_id, "the row of its event id is not as written");
        }
    }

    void append_leaf(const Hash& leaf) {
        if (!tree_) {
            return;
        }
        completed_.clear();
        tree_->append(leaf, completed_);
        for (const FullTile& tile : completed_) {
            const auto stored = input_.log.full_tile(tile.id);
            if (!stored || !std::ranges::equal(*stored, tile.hashes)) {
                input_.findings.add(
                    std::nullopt,
                    ErrorCode::corrupt_tree,
                    tile_path(tile.id) + ": does not follow from the entries"
                );
            }
        }
    }

    // The entry before it in its stream, by the index that it names.
    void check_link(const Entry& entry) {
        const bool is_first = entry.revision.value == 0;
        bool follows = is_first && !entry.previous;
        if (!is_first && entry.previous && *entry.previous < entry.index) {
            const auto before = input_.log.entry(*entry.previous);
            follows = before && before->stream == entry.stream &&
                      before->revision.value + 1 == entry.revision.value;
        }
        if (!follows) {
            report(
                entry.index,
                ErrorCode::stream_broken,
                "is revision " + std::to_string(entry.revision.value) +
                    " of its stream and does not follow the one before"
            );
        }
    }

    void check_checkpoint(std::uint64_t size) {
        const auto note = input_.log.checkpoint(size);
        if (note && !*note) {
            return;
        }
        const std::string where = "log/ checkpoints " + std::to_string(size);
        const auto checkpoint =
            note ? chain_.open(**note) : Result<Checkpoint>(std::unexpected(note.error()));
        if (!checkpoint || checkpoint->size != size) {
            input_.findings.add(
                std::nullopt,
                ErrorCode::corrupt_checkpoint,
                where + ": " + (checkpoint ? "stands at a wrong size" : checkpoint.error().context)
            );
        } else if (published_ && contradict(*checkpoint, *published_)) {
            input_.findings.add(
                std::nullopt,
                ErrorCode::checkpoints_contradict,
                where + " and lock/checkpoint: the log signed two roots at one size"
            );
        } else if (tree_ && checkpoint->root != tree_->root()) {
            input_.findings.add(
                std::nullopt, ErrorCode::root_mismatch, where + ": the entries give another root"
            );
        }
    }

    // At the end: what was read is what the writer goes on from.
    void check_head() {
        LedgerTiles tiles(input_.log, input_.edge);
        TreeReader reader(tiles);
        const auto expected = root_at(reader, state_.size);
        if (!expected) {
            input_.findings.add(std::nullopt, expected.error());
        } else if (tree_ && tree_->root() != *expected) {
            input_.findings.add(
                std::nullopt,
                ErrorCode::root_mismatch,
                "the entries give another root than the head"
            );
        }
    }

    const VerifyInput& input_;
    const SigningChain& chain_;
    const std::optional<Checkpoint>& published_;
    EventReader& reader_;
    ScrubState& state_;
    RecentKeys keys_;
    std::optional<TileAppender> tree_;
    std::vector<FullTile> completed_;
    Timestamp last_recorded_{INT64_MIN};
};

// Number and place only: this text goes into the log.
std::string short_text(const Finding& finding) {
    return std::string(name(finding.error.code)) + " " +
           std::to_string(static_cast<unsigned>(finding.error.code)) +
           (finding.index ? " at entry " + std::to_string(finding.index->value) : "");
}

}  // namespace

Result<std::vector<Finding>> StoredLedger::scrub(ScrubState& state, std::uint64_t entries) {
    const std::shared_lock not_erasing(erasing_mutex_);
    const TileAppender edge = writer_.edge();
    if (state.size > edge.size() || state.next > state.size) {
        return fail(
            ErrorCode::not_found,
            "scrub: wants entry " + std::to_string(std::max(state.size, state.next)) +
                " of a log of " + std::to_string(edge.size())
        );
    }
    TYST_ASSIGN(auto erased, stores_.keys->erased());
    const SigningChain chain = checkpointer_.signer().chain();
    Findings findings;
    VerifyInput input{*stores_.log, *stores_.keys, edge, std::move(erased), {}, findings};
    const auto published = chain.open(stores_.lock->checkpoint());
    if (!published) {
        findings.add(
            std::nullopt, ErrorCode::corrupt_lock, "lock/checkpoint: " + published.error().context
        );
    }
    SliceScan(input, chain, published ? std::optional(*published) : std::nullopt, reader_, state)
        .run(state.next + std::min(entries, state.size - state.next));
    if (state.next == state.size) {
        check_erasures(input, reader_, authority_stream_);  // once a pass: no entry is its place
    }
    std::vector<Finding> found = findings.take();
    if (!found.empty() && state.first_finding.empty()) {
        state.first_finding = short_text(found.front());
    }
    state.findings += static_cast<std::uint32_t>(found.size());
    return found;
}

}  // namespace tyst
