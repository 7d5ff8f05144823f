#include "tests/ledger/intake/interrupted_ledger.h"

#include <utility>

namespace tyst::test {

Result<std::optional<StreamId>> InterruptedLedger::find(const SubjectReference& reference) {
    return real_.find(reference);
}

Result<StreamId> InterruptedLedger::find_or_create(const SubjectReference& reference) {
    return real_.find_or_create(reference);
}

Result<std::vector<StreamId>> InterruptedLedger::find_or_create(
    std::span<const SubjectReference> references
) {
    return real_.find_or_create(references);
}

std::optional<SubjectKind> InterruptedLedger::kind_of(StreamId subject) {
    return real_.kind_of(subject);
}

Result<StreamId> InterruptedLedger::find_or_register(const Actor& actor) {
    return real_.find_or_register(actor);
}

Result<EventId> InterruptedLedger::derived_event_id(
    StreamId subject,
    std::string_view source,
    std::string_view table,
    std::string_view row,
    std::string_view occurrence
) {
    return real_.derived_event_id(subject, source, table, row, occurrence);
}

Result<std::vector<PreparedEvent>> InterruptedLedger::prepare(
    std::vector<Submission> submissions, StreamId actor
) {
    return real_.prepare(std::move(submissions), actor);
}

Result<std::vector<Receipt>> InterruptedLedger::append(const Append& append) {
    if (appends_left_ == 0) return fail(ErrorCode::io_failed, "interrupted");
    --appends_left_;
    return real_.append(append);
}

Result<std::vector<std::optional<LogIndex>>> InterruptedLedger::find_events(
    std::span<const EventId> ids
) {
    return real_.find_events(ids);
}

Result<std::uint64_t> InterruptedLedger::events_in(StreamId stream) {
    return real_.events_in(stream);
}

Result<StoredEvent> InterruptedLedger::read(LogIndex index, ReadDepth depth) {
    return real_.read(index, depth);
}

Result<std::vector<StoredEvent>> InterruptedLedger::read_stream(StreamId stream, ReadDepth depth) {
    return real_.read_stream(stream, depth);
}

Result<std::vector<EntrySummary>> InterruptedLedger::entries(std::uint64_t from, std::uint64_t to) {
    return real_.entries(from, to);
}

Result<void> InterruptedLedger::scan_streams(
    std::uint64_t size, unsigned shard, unsigned shard_count, const StreamVisitor& visit
) {
    return real_.scan_streams(size, shard, shard_count, visit);
}

Result<VerifyReport> InterruptedLedger::verify(const Progress& progress) {
    return real_.verify(progress);
}

}  // namespace tyst::test
