#include "ledger/erasure_check.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/erasure_receipts.h"
#include "ledger/storage/erasure_journal.h"

namespace tyst {
namespace {

namespace rows = storage::log_rows;

// The events of the authority's stream, each held against its entry: one that was exchanged must
// not vouch for anything. Nothing where any cannot be read.
std::optional<std::vector<StoredEvent>> read_own_stream(
    const VerifyInput& input, EventReader& reader, const StreamId& authority
) {
    const std::size_t before = input.findings.count();
    std::vector<StoredEvent> events;
    storage::Cursor cursor = input.log.rows().cursor(rows::kSealed, storage::Scan::few_rows);
    const std::string prefix(as_text(authority.view()));
    for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
        const auto place = rows::parse_part_key(cursor.key());
        const auto row = rows::parse_part_row(cursor.value());
        if (!place || !row) {
            input.findings.add(std::nullopt, place ? row.error() : place.error());
            continue;
        }
        if (place->part > 0 || row->index.value >= input.edge.size()) {
            continue;
        }
        auto stored = reader.read(row->index, ReadDepth::event_only);
        if (!stored) {
            input.findings.add(row->index, stored.error());
        } else if (stored->stream != authority || stored->revision != place->revision) {
            input.findings.add(
                row->index,
                ErrorCode::corrupt_part,
                place_of(row->index) + ": a row of the authority's stream leads to it"
            );
        } else {
            events.push_back(*std::move(stored));
        }
    }
    if (const auto status = cursor.status(); !cursor.valid() && !status) {
        input.findings.add(std::nullopt, status.error());
    }
    return input.findings.count() == before ? std::optional(std::move(events)) : std::nullopt;
}

std::string name_of(const StreamId& subject) {
    return "subject " + to_hex(subject.view());
}

// Where to look; nothing where no entry is of it.
std::optional<LogIndex> last_entry_of(const VerifyInput& input, const StreamId& subject) {
    const auto head = input.log.stream_head(subject);
    return head && head->events > 0 ? std::optional(head->last) : std::nullopt;
}

void check_root_generation(
    const VerifyInput& input,
    const ErasureReceipts& receipts,
    const std::optional<storage::ErasureJournal>& under_way
) {
    const std::uint64_t expected =
        under_way ? under_way->root_generation : receipts.root_generation;
    const std::uint64_t found = input.keys.root_generation();
    if (found != expected) {
        input.findings.add(
            std::nullopt,
            ErrorCode::keys_before_erasure,
            "keys/ lies under root " + std::to_string(found) +
                " of the key tree, the receipts of erasures lead to root " +
                std::to_string(expected)
        );
    }
}

}  // namespace

void check_erasures(const VerifyInput& input, EventReader& reader, const StreamId& authority) {
    const auto events = read_own_stream(input, reader, authority);
    if (!events) {
        return;
    }
    const auto under_way = input.keys.erasure_under_way();
    if (!under_way) {
        input.findings.add(std::nullopt, under_way.error());
        return;
    }
    const ErasureReceipts receipts = erasure_receipts(*events);
    for (const Finding& fault : receipts.faults) {
        input.findings.add(fault.index, fault.error);
    }
    std::set<StreamId> without_receipt_yet;
    if (*under_way) {
        for (const storage::ErasureJournal::Destroyed& destroyed : (*under_way)->destroyed) {
            without_receipt_yet.insert(destroyed.subject);
        }
    }
    for (const StreamId& subject : input.erased) {
        if (!receipts.destroyed.contains(subject) && !without_receipt_yet.contains(subject)) {
            input.findings.add(
                last_entry_of(input, subject),
                ErrorCode::subject_without_key,
                name_of(subject) +
                    ": its key is gone from keys/, and no record_erased in the log names it: "
                    "nobody asked for that. Put keys/ back from a backup"
            );
        }
    }
    for (const auto& [subject, receipt] : receipts.destroyed) {
        if (!input.erased.contains(subject)) {
            input.findings.add(
                receipt,
                ErrorCode::keys_before_erasure,
                place_of(receipt) + ": record_erased names " + name_of(subject) +
                    ", whose key is not destroyed"
            );
        }
    }
    check_root_generation(input, receipts, *under_way);
}

}  // namespace tyst
