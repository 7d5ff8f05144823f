#include "ledger/heads_commit.h"

#include <vector>

namespace tyst {
namespace {

Result<storage::StoredHeads> try_heads_before(
    LogIndex index, const storage::LogStore& log, const StreamHeads& waiting
) {
    TYST_ASSIGN(storage::StoredHeads heads, storage::StoredHeads::load(log));
    TYST_ASSIGN(const std::uint64_t stored, log.size());
    StreamHeads changed;
    TYST_TRY(log.visit_entries(
        heads.last().value_or(LogIndex{}).value,
        stored,
        [&](const Entry& entry) -> Result<void> {
            changed[entry.stream] = {entry.revision.value + 1, entry.index};
            return {};
        }
    ));
    for (const auto& [stream, head] : waiting) {
        if (head.events > 0 && head.last.value >= stored) {
            changed[stream] = head;
        }
    }
    std::vector<StreamHeadRecord> records;
    records.reserve(changed.size());
    for (const auto& [stream, head] : changed) {
        records.push_back({stream, head.events, head.last});
    }
    TYST_TRY(heads.update(records, index));
    return heads;
}

}  // namespace

Result<storage::StoredHeads> heads_before(
    LogIndex index, storage::LogStore& log, const StreamHeads& waiting
) {
    auto heads = try_heads_before(index, log, waiting);
    if (heads || heads.error().code != ErrorCode::heads_mismatch) {
        return heads;
    }
    TYST_TRY(storage::StoredHeads::rebuild(log));
    return try_heads_before(index, log, waiting);
}

}  // namespace tyst
