#include <algorithm>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ledger/core/hash.h"
#include "ledger/erasure_records.h"
#include "ledger/own_event.h"
#include "ledger/root_copies.h"
#include "ledger/storage/erasure_journal.h"
#include "ledger/storage/log_erasure.h"
#include "ledger/stored_ledger.h"

// How StoredLedger destroys a record. Order, and what a crash leaves: docs/architecture.md,
// "Erasure".
namespace tyst {
namespace {

using storage::ErasureJournal;

std::set<StreamId> subjects_of(const ErasureJournal& journal) {
    std::set<StreamId> subjects;
    for (const ErasureJournal::Destroyed& destroyed : journal.destroyed) {
        subjects.insert(destroyed.subject);
    }
    return subjects;
}

// Where the stream stands, from rows that an erasure leaves.
Result<ErasedSubject> erased_subject(
    const storage::LogStore& log, const ErasureJournal::Destroyed& destroyed
) {
    namespace rows = storage::log_rows;
    ErasedSubject subject{destroyed.subject, destroyed.key, 0, 0, 0};
    TYST_ASSIGN(const storage::StreamHead head, log.stream_head(destroyed.subject));
    if (head.events == 0) {
        return subject;  // known by what others' events say of it alone
    }
    TYST_ASSIGN(
        const auto first,
        log.rows().get(rows::kSealed, rows::part_key({destroyed.subject, StreamRevision{0}, 0}))
    );
    if (!first) {
        return fail(
            ErrorCode::corrupt_part,
            "stream " + to_hex(destroyed.subject.view()) + ": its first row is missing"
        );
    }
    TYST_ASSIGN(const rows::PartRow row, rows::parse_part_row(*first));
    subject.events = head.events;
    subject.first = row.index.value;
    subject.last = head.last.value;
    return subject;
}

// A record that was never here, or is gone already: nothing is wrong with the ledger.
bool is_about_the_record(const Error& error) {
    return error.code == ErrorCode::key_not_found || error.code == ErrorCode::part_erased;
}

}  // namespace

Result<Receipt> StoredLedger::erase(
    const EventId& request, StreamId actor, const ErasureCheck& whole_record
) {
    if (!whole_record) {
        return fail(ErrorCode::internal, "erasure: without a check of the whole record");
    }
    TYST_TRY(checkpointer_.health());
    const std::unique_lock alone(erasing_mutex_);
    ErasureJournal journal;
    {
        // So that no hold is placed and nothing is appended between the check and the destruction.
        const AppendGate::Closed closed(append_gate_);
        TYST_ASSIGN(ErasureJournal order, order_erasure(request, actor, whole_record));
        TYST_ASSIGN(journal, stores_.keys->destroy(std::move(order)));
    }
    return finish_erasure(journal);
}

Result<ErasureJournal> StoredLedger::order_erasure(
    const EventId& request, StreamId actor, const ErasureCheck& whole_record
) {
    TYST_ASSIGN(const std::vector<ErasureCase> cases, erasure_cases(*this));
    const auto found = std::ranges::find(cases, request, &ErasureCase::request);
    if (found == cases.end()) {
        return fail(
            ErrorCode::not_found,
            "erasure: no request " + to_uuid_text(request.view()) + " is recorded"
        );
    }
    const Timestamp now = clock_.now();
    ErasureJournal order;
    auto checked = check_erasure(*this, *found, london_date(now));
    if (!checked) {
        return is_about_the_record(checked.error())
                   ? fail(ErrorCode::erasure_not_allowed, "erasure: " + checked.error().context)
                   : std::unexpected(checked.error());
    }
    order.holds_checked = *checked;
    TYST_TRY(whole_record(*found));
    for (const StreamId& subject : found->asked.subjects) {
        if (subject == authority_stream_) {
            return fail(
                ErrorCode::erasure_not_allowed,
                "erasure: names the ledger's own stream, which stays"
            );
        }
        if (const auto key = stores_.keys->key_of(subject); !key) {
            return is_about_the_record(key.error())
                       ? fail(ErrorCode::erasure_not_allowed, "erasure: " + key.error().context)
                       : std::unexpected(key.error());
        }
        order.destroyed.push_back({subject, {}});
    }
    order.receipt = new_event_id();
    order.request = request;
    order.approval = found->approval->id;  // check_erasure saw it
    order.actor = actor;
    order.destroyed_at = now;
    TYST_TRY(check_receipt(order));
    return order;
}

Result<Receipt> StoredLedger::finish_erasure(const ErasureJournal& journal) {
    TYST_ASSIGN(
        const std::uint64_t parts,
        storage::erase_parts(*stores_.log, subjects_of(journal), journal.root_generation)
    );
    TYST_TRY(stores_.keys->rewrite_files());
    TYST_ASSIGN(const Receipt receipt, append_erasure(journal, parts));
    TYST_TRY(checkpointer_.checkpoint());
    TYST_TRY(stores_.keys->end_erasure());
    return receipt;
}

Result<PreparedEvent> StoredLedger::receipt_of(
    const ErasureJournal& journal, std::uint64_t parts, std::vector<std::string> root_copies
) {
    RecordErased body;
    body.request = journal.request;
    body.approval = journal.approval;
    for (const ErasureJournal::Destroyed& destroyed : journal.destroyed) {
        TYST_ASSIGN(const ErasedSubject subject, erased_subject(*stores_.log, destroyed));
        body.erased.push_back(subject);
    }
    body.parts = parts;
    body.root_generation = journal.root_generation;
    body.old_root = journal.old_root;
    body.new_root = journal.new_root;
    body.holds_checked = journal.holds_checked;
    body.root_copies = std::move(root_copies);
    PreparedEvent prepared = own_event(*this, std::move(body), journal.actor);
    prepared.event.id = journal.receipt;
    prepared.event.occurred.date = london_date(journal.destroyed_at);
    return prepared;
}

// Seals the longest receipt that this erasure can come to, and throws it away: once the keys are
// gone, a receipt that does not fit would keep the ledger closed for good.
Result<void> StoredLedger::check_receipt(ErasureJournal order) {
    order.root_generation = stores_.keys->root_generation() + 1;
    // Zeros would be left out of the encoding.
    constexpr std::uint8_t kAnyByte = 0xFF;
    for (ErasureJournal::Destroyed& destroyed : order.destroyed) {
        destroyed.key.bytes.fill(kAnyByte);
    }
    order.old_root.bytes.fill(kAnyByte);
    order.new_root.bytes.fill(kAnyByte);
    const std::vector<std::string> longest(
        kRootCopiesMax + 1, std::string(kRootCopyTextBytesMax, 'x')
    );
    TYST_ASSIGN(const PreparedEvent receipt, receipt_of(order, UINT64_MAX, longest));
    const auto sealed = sealer_.seal(std::span(&receipt, 1));
    if (!sealed && sealed.error().code == ErrorCode::too_large) {
        return fail_in(
            "erasure: its receipt cannot hold so many records; request them in several parts",
            sealed.error()
        );
    }
    return sealed ? Result<void>() : std::unexpected(sealed.error());
}

// Once: where a crash came after it was appended, it stands already.
Result<Receipt> StoredLedger::append_erasure(const ErasureJournal& journal, std::uint64_t parts) {
    TYST_ASSIGN(const auto known, find_events(std::span(&journal.receipt, 1)));
    if (known.front()) {
        TYST_ASSIGN(const std::string bytes, stores_.log->entry_bytes(*known.front()));
        TYST_ASSIGN(const Entry entry, decode_entry(as_bytes(bytes)));
        return Receipt{
            entry.index, entry.stream, entry.revision, entry.recorded, leaf_hash(as_bytes(bytes))
        };
    }
    TYST_ASSIGN(
        auto copies,
        known_root_copies(*this, journal.root_generation - 1, london_date(journal.destroyed_at))
    );
    TYST_ASSIGN(PreparedEvent prepared, receipt_of(journal, parts, std::move(copies)));
    TYST_ASSIGN(const auto receipts, append({{std::move(prepared)}, {}}));
    return receipts.front();
}

}  // namespace tyst
