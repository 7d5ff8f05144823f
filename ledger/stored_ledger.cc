#include "ledger/stored_ledger.h"

#include <algorithm>
#include <utility>

#include "schema/event_people.h"

namespace tyst {
namespace {

constexpr std::uint8_t kVersionMask = 0x0f;
constexpr std::uint8_t kVersion7 = 0x70;
constexpr std::uint8_t kVersion8 = 0x80;
constexpr std::uint8_t kVariantMask = 0x3f;
constexpr std::uint8_t kVariant = 0x80;

void stamp_version(EventId& id, std::uint8_t version) {
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & kVersionMask) | version);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & kVariantMask) | kVariant);
}

SubjectReference reference_of(const PersonCitation& citation) {
    return {SubjectKind::worker, Compartment::none, citation.source, citation.reference};
}

// Calls visit(reference, stream) for every stream of a submission that has to be found.
template <class Visit>
void visit_unfound(Submission& submission, StreamId& stream, Visit&& visit) {
    visit(submission.subject, stream);
    visit_people(submission.event, [&](const std::string&, PersonCitation& citation) {
        if (citation.person.is_zero()) {
            visit(reference_of(citation), citation.person);
        }
    });
    visit_links(submission.event, [&](const std::string&, SubjectLink& link) {
        if (link.stream.is_zero() && !link.reference.reference.empty()) {
            visit(link.reference, link.stream);
        }
    });
}

void append_with_length(std::string& target, std::string_view text) {
    storage::append_u32(target, static_cast<std::uint32_t>(text.size()));
    target.append(text);
}

// A ledger is of one authority, whatever system names it: its code and "authority" both mean it.
Result<void> name_own_authority(std::vector<SubjectReference>& references, const std::string& own) {
    for (SubjectReference& reference : references) {
        if (reference.kind != SubjectKind::authority) {
            continue;
        }
        if (reference.reference != own && reference.reference != "authority") {
            return fail(
                ErrorCode::invalid_value, "subject: this ledger is of authority " + own + " only"
            );
        }
        reference = authority_reference(own);
    }
    return {};
}

}  // namespace

Result<std::vector<Hash>> LedgerTiles::tile(const TileId& id) {
    if (id.number < full_tiles(edge_.size(), id.level)) {
        return log_.full_tile(id);
    }
    const auto open = edge_.open_hashes(id.level);
    return std::vector<Hash>(open.begin(), open.end());
}

StoredLedger::StoredLedger(Start start, const Clock& clock, Entropy& entropy)
    : directory_(std::move(start.directory)),
      stores_(std::move(start.stores)),
      clock_(clock),
      entropy_(entropy),
      authority_stream_(start.authority_stream),
      sealer_(*stores_.keys, entropy),
      erasures_(*stores_.log, *stores_.keys, authority_stream_),
      reader_(*stores_.log, *stores_.keys, &erasures_),
      writer_(
          *stores_.log,
          *stores_.keys,
          clock,
          std::move(start.writer),
          [this] { checkpointer_.group_written(); }
      ),
      checkpointer_(
          *stores_.log,
          *stores_.lock,
          writer_,
          std::move(start.signer),
          std::move(start.checkpointer)
      ) {
    checkpointer_.start();
}

StoredLedger::~StoredLedger() = default;

Result<std::optional<StreamId>> StoredLedger::find(const SubjectReference& reference) {
    return stores_.keys->find(reference);
}

Result<StreamId> StoredLedger::find_or_create(const SubjectReference& reference) {
    TYST_ASSIGN(const auto streams, stores_.keys->find_or_create(std::span(&reference, 1)));
    return streams.front();
}

Result<std::vector<StreamId>> StoredLedger::find_or_create(
    std::span<const SubjectReference> references
) {
    return stores_.keys->find_or_create(references);
}

std::optional<SubjectKind> StoredLedger::kind_of(StreamId subject) {
    const auto key = stores_.keys->key_of(subject);
    return key ? std::optional((*key)->kind()) : std::nullopt;
}

Result<StreamId> StoredLedger::find_or_register(const Actor& actor) {
    TYST_ASSIGN(
        const StreamId stream,
        find_or_create({SubjectKind::actor, Compartment::none, actor.source, actor.reference})
    );
    TYST_ASSIGN(const std::uint64_t events, events_in(stream));
    if (events > 0) {
        return stream;
    }
    Event event;
    event.id = new_event_id();
    event.occurred.date = london_date(clock_.now());
    event.recorded_by = stream;
    event.body = ActorRegistered{actor.kind, actor.name};
    const auto receipts = append({{{stream, std::move(event)}}, {{stream, 0}}});
    // Somebody else may have registered the same actor a moment ago.
    if (!receipts && receipts.error().code != ErrorCode::revision_conflict) {
        return std::unexpected(receipts.error());
    }
    return stream;
}

Result<EventId> StoredLedger::derived_event_id(
    StreamId subject,
    std::string_view source,
    std::string_view table,
    std::string_view row,
    std::string_view occurrence
) {
    TYST_ASSIGN(const auto key, stores_.keys->key_of(subject));
    std::string message;
    for (const std::string_view part : {source, table, row, occurrence}) {
        append_with_length(message, part);
    }
    const Hash mac = key->derived_ids().mac(as_bytes(message));
    EventId id = *EventId::from(mac.view().first(EventId::kSize));
    stamp_version(id, kVersion8);
    return id;
}

EventId StoredLedger::new_event_id() {
    EventId id;
    entropy_.fill(id.bytes);
    constexpr std::int64_t kMicrosecondsPerMillisecond = 1000;
    const auto milliseconds = static_cast<std::uint64_t>(
        std::max<std::int64_t>(0, clock_.now().microseconds) / kMicrosecondsPerMillisecond
    );
    for (std::size_t byte = 0; byte < 6; ++byte) {
        id.bytes[byte] = static_cast<std::uint8_t>(milliseconds >> (8 * (5 - byte)));
    }
    stamp_version(id, kVersion7);
    return id;
}

Result<std::vector<PreparedEvent>> StoredLedger::prepare(
    std::vector<Submission> submissions, StreamId actor
) {
    std::vector<PreparedEvent> prepared(submissions.size());
    std::vector<SubjectReference> references;
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        visit_unfound(
            submissions[i],
            prepared[i].stream,
            [&](const SubjectReference& reference, StreamId&) { references.push_back(reference); }
        );
    }
    TYST_TRY(name_own_authority(references, authority()));
    TYST_ASSIGN(const auto streams, stores_.keys->find_or_create(references));
    auto next = streams.begin();
    for (std::size_t i = 0; i < submissions.size(); ++i) {
        visit_unfound(
            submissions[i],
            prepared[i].stream,
            [&](const SubjectReference&, StreamId& stream) { stream = *next++; }
        );
        prepared[i].event = std::move(submissions[i].event);
        prepared[i].event.recorded_by = actor;
        if (prepared[i].event.id.is_zero()) {
            prepared[i].event.id = new_event_id();
        }
    }
    return prepared;
}

Result<std::vector<Receipt>> StoredLedger::append(
    const Append& append, const Progress& heads_progress
) {
    TYST_TRY(checkpointer_.health());
    // From sealing on: an event must not be written under a key that was destroyed meanwhile.
    const auto passing = append_gate_.pass();
    TYST_ASSIGN(std::vector<SealedEvent> sealed, sealer_.seal(append.events));
    return writer_.append(std::move(sealed), append.expected, heads_progress);
}

Result<std::vector<std::optional<LogIndex>>> StoredLedger::find_events(std::span<const EventId> ids
) {
    TYST_ASSIGN(const auto rows, stores_.log->find_ids(ids));
    std::vector<std::optional<LogIndex>> found(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (rows[i]) {
            found[i] = rows[i]->index;
        }
    }
    return found;
}

Result<std::uint64_t> StoredLedger::events_in(StreamId stream) {
    return writer_.events_in(stream);
}

Result<StoredEvent> StoredLedger::read(LogIndex index, ReadDepth depth) {
    return reader_.read(index, depth);
}

Result<std::vector<StoredEvent>> StoredLedger::read_stream(StreamId stream, ReadDepth depth) {
    return reader_.read_stream(stream, size(), depth);
}

Result<std::vector<EntrySummary>> StoredLedger::entries(std::uint64_t from, std::uint64_t to) {
    std::vector<EntrySummary> summaries;
    storage::Cursor cursor =
        stores_.log->rows().cursor(storage::log_rows::kEntries, storage::Scan::whole);
    to = std::min(to, size());
    cursor.seek(storage::log_rows::number_key(from));
    for (std::uint64_t index = from; index < to; ++index, cursor.next()) {
        if (!cursor.valid() || cursor.key() != storage::log_rows::number_key(index)) {
            TYST_TRY(cursor.status());
            return fail(
                ErrorCode::corrupt_entry, "entry " + std::to_string(index) + ": not in the log"
            );
        }
        auto entry = decode_entry(as_bytes(cursor.value()));
        if (!entry) {
            return fail_in("entry " + std::to_string(index), entry.error());
        }
        summaries.push_back(
            {entry->index, entry->recorded, entry->stream, entry->revision, entry->entry_class}
        );
    }
    return summaries;
}

Result<void> StoredLedger::scan_streams(
    std::uint64_t size, unsigned shard, unsigned shard_count, const StreamVisitor& visit
) {
    return reader_.scan(size, shard, shard_count, visit);
}

Result<Hash> StoredLedger::root_at(std::uint64_t size) {
    const TileAppender edge = writer_.edge();
    if (size > edge.size()) {
        return fail(ErrorCode::not_found, "size " + std::to_string(size) + ": the log is shorter");
    }
    LedgerTiles tiles(*stores_.log, edge);
    TreeReader reader(tiles);
    return tyst::root_at(reader, size);
}

}  // namespace tyst
