#include "ledger/heads_commit.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tyst {
namespace {

// Times that heads_ahead() follows a log that grows while it reads.
constexpr int kFollowsMax = 8;

Result<HeadsAhead> as_of_last_root(const storage::LogStore& log) {
    TYST_ASSIGN(storage::StoredHeads heads, storage::StoredHeads::load(log));
    const std::optional<LogIndex> since = heads.last();
    // The entry with the last root is not below it itself.
    return HeadsAhead{std::move(heads), since, since.value_or(LogIndex{}).value};
}

Result<void> read_heads(
    const storage::LogStore& log, std::uint64_t from, std::uint64_t to, StreamHeads& changed
) {
    return log.visit_entries(from, to, [&](const Entry& entry) -> Result<void> {
        changed[entry.stream] = {entry.revision.value + 1, entry.index};
        return {};
    });
}

std::vector<StreamHeadRecord> records_of(const StreamHeads& changed) {
    std::vector<StreamHeadRecord> records;
    records.reserve(changed.size());
    for (const auto& [stream, head] : changed) {
        records.push_back({stream, head.events, head.last});
    }
    return records;
}

// Takes in the entries up to `end`, slice by slice.
Result<void> take_in(
    HeadsAhead& ahead, std::uint64_t end, const storage::LogStore& log, const Progress& progress
) {
    StreamHeads changed;
    while (ahead.taken < end) {
        const std::uint64_t slice_end = std::min(end, ahead.taken + kHeadsSlice);
        TYST_TRY(read_heads(log, ahead.taken, slice_end, changed));
        ahead.taken = slice_end;
        if (progress) {
            progress(ahead.taken, end);
        }
    }
    return ahead.heads.update(records_of(changed), LogIndex{end});
}

Result<storage::StoredHeads> try_heads_before(
    LogIndex index,
    const storage::LogStore& log,
    const StreamHeads& waiting,
    std::optional<HeadsAhead> ahead
) {
    TYST_ASSIGN(HeadsAhead fresh, as_of_last_root(log));
    // Another root may have been written since it was begun.
    HeadsAhead used = ahead && ahead->since == fresh.since ? std::move(*ahead) : std::move(fresh);
    TYST_ASSIGN(const std::uint64_t stored, log.size());
    StreamHeads changed;
    TYST_TRY(read_heads(log, used.taken, stored, changed));
    for (const auto& [stream, head] : waiting) {
        if (head.events > 0 && head.last.value >= stored) {
            changed[stream] = head;
        }
    }
    TYST_TRY(used.heads.update(records_of(changed), index));
    return std::move(used.heads);
}

}  // namespace

Result<HeadsAhead> heads_ahead(const storage::LogStore& log, const Progress& progress) {
    TYST_ASSIGN(HeadsAhead ahead, as_of_last_root(log));
    for (int follow = 0; follow < kFollowsMax; ++follow) {
        TYST_ASSIGN(const std::uint64_t end, log.size());
        if (end - ahead.taken < kHeadsSlice) {
            break;
        }
        TYST_TRY(take_in(ahead, end, log, progress));
    }
    return ahead;
}

Result<storage::StoredHeads> heads_before(
    LogIndex index,
    storage::LogStore& log,
    const StreamHeads& waiting,
    std::optional<HeadsAhead> ahead
) {
    auto heads = try_heads_before(index, log, waiting, std::move(ahead));
    if (heads || heads.error().code != ErrorCode::heads_mismatch) {
        return heads;
    }
    TYST_TRY(storage::StoredHeads::rebuild(log));
    return try_heads_before(index, log, waiting, std::nullopt);
}

}  // namespace tyst
