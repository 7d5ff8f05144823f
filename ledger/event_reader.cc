#include "ledger/event_reader.h"

#include <algorithm>
#include <utility>

#include "ledger/receipted_erasures.h"
#include "schema/event_codec.h"
#include "schema/event_people.h"

namespace tyst {
namespace {

using storage::Cursor;
using storage::Scan;
using storage::SubjectKey;
using storage::log_rows::PartPlace;
using storage::log_rows::PartRow;

constexpr unsigned kFirstBytes = 256;
constexpr std::size_t kEventsUsual = 64;  // of one child; more only cost a larger move

// What is known of a stream without its key: nothing but what its entries say in clear. The
// authority's own stream is never erased.
SubjectKind kind_in_clear(EntryClass entry_class) {
    switch (entry_class) {
        case EntryClass::child:
            return SubjectKind::child;
        case EntryClass::authority:
            return SubjectKind::received_return;
        case EntryClass::access:
            return SubjectKind::actor_reading;
        case EntryClass::system:
            return SubjectKind::worker;
    }
    return SubjectKind::worker;
}

std::string place_text(LogIndex index, std::uint16_t part) {
    return "entry " + std::to_string(index.value) + " part " + std::to_string(part);
}

// Opens the row and reads its event to the end of `events`.
Result<void> add_event(
    const PartPlace& place,
    const PartRow& row,
    const SubjectKey& key,
    PartOpener& opener,
    std::vector<StoredEvent>& events
) {
    const auto content = opener.open_by_tag(key.sealing(), row.salt, as_bytes(row.sealed));
    if (!content) {
        return fail_in(place_text(row.index, place.part), content.error());
    }
    StoredEvent& stored =
        events.emplace_back(row.index, row.recorded, place.stream, place.revision, Event());
    if (const auto decoded = decode_event_into(*content, stored.event); !decoded) {
        return fail_in(place_text(row.index, place.part), decoded.error());
    }
    return {};
}

// The persons that an event cites, each once, in the order of their parts from 1 on.
std::vector<StreamId> people_of(const Event& event) {
    std::vector<StreamId> people;
    visit_people(event, [&](const std::string&, const PersonCitation& citation) {
        if (std::find(people.begin(), people.end(), citation.person) == people.end()) {
            people.push_back(citation.person);
        }
    });
    return people;
}

Result<void> add_attachment(
    Event& event, std::size_t place, Bytes content, std::string_view where
) {
    if (place >= event.attachments.size()) {
        return fail(
            ErrorCode::corrupt_part,
            std::string(where) + ": an attachment that the event does not name"
        );
    }
    event.attachments[place].content = as_text(content);
    return {};
}

std::string stream_start(const StreamId& stream) {
    return std::string(as_text(stream.view()));
}

}  // namespace

Result<StoredEvent> EventReader::read(LogIndex index, ReadDepth depth) {
    TYST_ASSIGN(const Entry entry, log_.entry(index));
    TYST_ASSIGN(const auto opener, openers_.take());
    StoredEvent stored{index, entry.recorded, entry.stream, entry.revision, {}};
    for (std::size_t part = 0; part < entry.parts.size(); ++part) {
        const PartKind kind = entry.parts[part].kind;
        if ((kind == PartKind::person && depth == ReadDepth::event_only) ||
            (kind == PartKind::attachment && depth != ReadDepth::with_attachments)) {
            continue;
        }
        const PartPlace place{entry.stream, entry.revision, static_cast<std::uint16_t>(part)};
        auto opened = open_part(place, kind, entry.parts[part], stored, *opener);
        // A cited person whose key is destroyed leaves the citation with the pseudonym alone.
        if (!opened &&
            !(kind == PartKind::person && opened.error().code == ErrorCode::part_erased)) {
            return fail_in(place_text(index, place.part), opened.error());
        }
    }
    return stored;
}

Result<std::shared_ptr<const SubjectKey>> EventReader::known_key(const StreamId& subject) const {
    auto key = keys_.key_of(subject);
    if (key || erasures_ == nullptr) {
        return key;
    }
    if (key.error().code == ErrorCode::key_not_found) {
        return fail(ErrorCode::subject_without_key, key.error().context);
    }
    if (key.error().code == ErrorCode::part_erased) {
        TYST_TRY(erasures_->require(subject));
    }
    return key;
}

// A key that is still in the reader's hand may meet a row that an erasure has cut since: then the
// key is gone by now, because it goes first. Where it is not, somebody else cut the row.
Error EventReader::why_cut(const StreamId& subject) const {
    const auto key = known_key(subject);
    if (key) {
        return {ErrorCode::corrupt_part, "its bytes are gone, and no erasure destroyed its key"};
    }
    return key.error().code == ErrorCode::part_erased
               ? Error{ErrorCode::part_erased, "its bytes are destroyed"}
               : key.error();
}

Result<void> EventReader::open_part(
    const PartPlace& place, PartKind kind, const Part& part, StoredEvent& stored, PartOpener& opener
) {
    TYST_ASSIGN(const auto key, known_key(part.subject));
    const storage::FamilyNumber family =
        kind == PartKind::attachment ? storage::log_rows::kAttachments : storage::log_rows::kSealed;
    TYST_ASSIGN(const auto value, log_.rows().get(family, storage::log_rows::part_key(place)));
    if (!value) {
        return fail(ErrorCode::corrupt_part, "its sealed row is missing");
    }
    TYST_ASSIGN(const PartRow row, storage::log_rows::parse_part_row(*value));
    if (row.is_cut()) {
        return std::unexpected(why_cut(part.subject));
    }
    TYST_ASSIGN(
        const Bytes content,
        opener.open(key->sealing(), row.salt, as_bytes(row.sealed), part.digest, part.commitment)
    );
    switch (kind) {
        case PartKind::event: {
            TYST_ASSIGN(stored.event, decode_event(content));
            return {};
        }
        case PartKind::person:
            return add_person_part(stored.event, part.subject, content);
        case PartKind::attachment: {
            const std::size_t before = 1 + people_of(stored.event).size();
            return add_attachment(stored.event, place.part - before, content, "attachment");
        }
    }
    return {};
}

Result<std::vector<StoredEvent>> EventReader::read_stream(
    const StreamId& stream, std::uint64_t size, ReadDepth depth
) {
    auto key = keys_.key_of(stream);
    if (!key) {
        // A pseudonym that nobody was given has no key, and nothing is wrong.
        TYST_ASSIGN(const storage::StreamHead head, log_.stream_head(stream));
        if (head.events > 0) {
            key = known_key(stream);
        }
    }
    if (!key) {
        return std::unexpected(key.error());
    }
    TYST_ASSIGN(const auto opener, openers_.take());
    std::vector<StoredEvent> events;
    Cursor cursor = log_.rows().cursor(storage::log_rows::kSealed, Scan::few_rows);
    cursor.seek(stream_start(stream));
    TYST_TRY(add_rows(cursor, stream, **key, size, depth, *opener, events));
    if (depth == ReadDepth::with_attachments) {
        TYST_TRY(add_attachments(stream, **key, *opener, events));
    }
    return events;
}

// Takes the rows of the stream from the cursor on and leaves it behind them.
Result<void> EventReader::add_rows(
    Cursor& cursor,
    const StreamId& stream,
    const SubjectKey& key,
    std::uint64_t size,
    ReadDepth depth,
    PartOpener& opener,
    std::vector<StoredEvent>& events
) {
    const std::string_view prefix = as_text(stream.view());
    for (; cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
        TYST_ASSIGN(const PartPlace place, storage::log_rows::parse_part_key(cursor.key()));
        if (place.part > 0 && depth == ReadDepth::event_only) {
            continue;
        }
        TYST_ASSIGN(const PartRow row, storage::log_rows::parse_part_row(cursor.value()));
        if (row.index.value >= size) {
            continue;
        }
        if (place.part == 0) {
            if (row.is_cut()) {
                return fail_in(place_text(row.index, place.part), why_cut(stream));
            }
            TYST_TRY(add_event(place, row, key, opener, events));
            continue;
        }
        if (events.empty() || events.back().revision != place.revision) {
            return fail(
                ErrorCode::corrupt_part,
                place_text(row.index, place.part) + ": stands without its event"
            );
        }
        TYST_TRY(add_person(events.back(), place.part, cursor.value(), opener));
    }
    return cursor.valid() ? Result<void>() : cursor.status();
}

Result<void> EventReader::add_person(
    StoredEvent& stored, std::uint16_t part, std::string_view value, PartOpener& opener
) {
    const std::vector<StreamId> people = people_of(stored.event);
    const std::string where = place_text(stored.index, part);
    if (part > people.size()) {
        return fail(ErrorCode::corrupt_part, where + ": a person that the event does not cite");
    }
    const StreamId person = people[part - 1U];
    const auto key = known_key(person);
    if (!key) {
        if (key.error().code == ErrorCode::part_erased) {
            return {};
        }
        return fail_in(where, key.error());
    }
    TYST_ASSIGN(const PartRow row, storage::log_rows::parse_part_row(value));
    if (row.is_cut()) {
        Error why = why_cut(person);
        return why.code == ErrorCode::part_erased ? Result<void>() : fail_in(where, std::move(why));
    }
    const auto content = opener.open_by_tag((*key)->sealing(), row.salt, as_bytes(row.sealed));
    if (!content) {
        return fail_in(where, content.error());
    }
    return add_person_part(stored.event, person, *content);
}

Result<void> EventReader::add_attachments(
    const StreamId& stream,
    const SubjectKey& key,
    PartOpener& opener,
    std::vector<StoredEvent>& events
) {
    const std::string prefix = stream_start(stream);
    Cursor cursor = log_.rows().cursor(storage::log_rows::kAttachments, Scan::few_rows);
    auto event = events.begin();
    for (cursor.seek(prefix); cursor.valid() && cursor.key().starts_with(prefix); cursor.next()) {
        TYST_ASSIGN(const PartPlace place, storage::log_rows::parse_part_key(cursor.key()));
        TYST_ASSIGN(const PartRow row, storage::log_rows::parse_part_row(cursor.value()));
        while (event != events.end() && event->revision < place.revision) {
            ++event;
        }
        if (event == events.end()) {
            break;  // of an event beyond the size that was asked for
        }
        const std::string where = place_text(row.index, place.part);
        if (row.is_cut()) {
            return fail_in(where, why_cut(stream));
        }
        const auto content = opener.open_by_tag(key.sealing(), row.salt, as_bytes(row.sealed));
        if (!content) {
            return fail_in(where, content.error());
        }
        const std::size_t before = 1 + people_of(event->event).size();
        TYST_TRY(add_attachment(event->event, place.part - before, *content, where));
    }
    return cursor.valid() ? Result<void>() : cursor.status();
}

// Takes a whole stream from the cursor on and leaves it behind it.
Result<void> EventReader::take_stream(
    Cursor& cursor, std::uint64_t size, PartOpener& opener, Ledger::StreamContent& content
) {
    TYST_ASSIGN(const PartRow first, storage::log_rows::parse_part_row(cursor.value()));
    const auto key = known_key(content.stream);
    Result<void> taken;
    if (key) {
        content.kind = (*key)->kind();
        taken = add_rows(
            cursor, content.stream, **key, size, ReadDepth::event_only, opener, content.events
        );
    } else {
        taken = std::unexpected(key.error());
    }
    if (taken || taken.error().code != ErrorCode::part_erased) {
        return taken;
    }
    content.events.clear();
    if (first.index.value < size) {
        TYST_ASSIGN(const Entry entry, log_.entry(first.index));
        content.erased = true;
        content.kind = kind_in_clear(entry.entry_class);
    }
    cursor.seek(storage::log_rows::part_key({content.stream, {UINT64_MAX}, UINT16_MAX}));
    return {};
}

Result<void> EventReader::scan(
    std::uint64_t size, unsigned shard, unsigned shard_count, const Ledger::StreamVisitor& visit
) {
    if (shard_count == 0 || shard_count > kFirstBytes || shard >= shard_count) {
        return fail(ErrorCode::invalid_value, "scan: a shard that there is not");
    }
    const unsigned end = kFirstBytes * (shard + 1) / shard_count;
    TYST_ASSIGN(const auto opener, openers_.take());
    Cursor cursor = log_.rows().cursor(storage::log_rows::kSealed, Scan::whole);
    cursor.seek(std::string(1, static_cast<char>(kFirstBytes * shard / shard_count)));
    while (cursor.valid() && static_cast<std::uint8_t>(cursor.key()[0]) < end) {
        TYST_ASSIGN(const PartPlace place, storage::log_rows::parse_part_key(cursor.key()));
        Ledger::StreamContent content;
        content.stream = place.stream;
        content.events.reserve(kEventsUsual);
        TYST_TRY(take_stream(cursor, size, *opener, content));
        if (content.erased || !content.events.empty()) {
            TYST_TRY(visit(std::move(content)));
        }
    }
    return cursor.valid() ? Result<void>() : cursor.status();
}

}  // namespace tyst
