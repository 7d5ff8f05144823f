#include "ledger/stored_ledger.h"

namespace tyst {

Result<VerifyReport> StoredLedger::verify(const Progress& progress) {
    VerifyReport report;
    report.head = head();
    CompactRange range;
    TYST_ASSIGN(const auto all, entries(0, report.head.size));
    for (const EntrySummary& summary : all) {
        TYST_ASSIGN(const std::string bytes, stores_.log->entry_bytes(summary.index));
        range.append(leaf_hash(as_bytes(bytes)));
        if (progress) {
            progress(++report.entries, report.head.size);
        }
    }
    if (range.root() != report.head.root) {
        report.findings.push_back({std::nullopt, {ErrorCode::root_mismatch, "entries"}});
    }
    return report;
}

}  // namespace tyst
