#include "ledger/receipted_erasures.h"

#include <algorithm>
#include <cstdint>

#include "ledger/erasure_receipts.h"

namespace tyst {

Result<void> ReceiptedErasures::require(const StreamId& subject) {
    const std::scoped_lock lock(mutex_);
    if (named_.contains(subject)) {
        return {};
    }
    // In this order: an erasure appends its receipt before it ends.
    TYST_ASSIGN(const auto under_way, keys_.erasure_under_way());
    const bool is_under_way =
        under_way && std::ranges::any_of(under_way->destroyed, [&](const auto& destroyed) {
            return destroyed.subject == subject;
        });
    if (is_under_way) {
        return {};
    }
    TYST_ASSIGN(
        const auto events, reader_.read_stream(authority_, UINT64_MAX, ReadDepth::event_only)
    );
    for (const auto& [named, receipt] : erasure_receipts(events).destroyed) {
        named_.insert(named);
    }
    if (named_.contains(subject)) {
        return {};
    }
    return fail(
        ErrorCode::subject_without_key,
        "subject " + to_hex(subject.view()) +
            ": its key is gone from keys/, and no record_erased in the log names it, so that this "
            "is no erasure. Run `log verify`, and put keys/ back from a backup"
    );
}

}  // namespace tyst
