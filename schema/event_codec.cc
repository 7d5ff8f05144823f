#include "schema/event_codec.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "schema/capnp.h"

#include "schema/entry.h"
#include "schema/event_bodies.h"
#include "schema/event_people.h"

namespace tyst {
namespace {

using coding::dependent;
using coding::Reading;
using coding::Writing;

constexpr std::size_t kWordSize = sizeof(capnp::word);
// Up to this size bytes are read from the stack, above from the heap; most events are far smaller.
constexpr std::size_t kSmallWords = 256;
constexpr int kNestingMax = 16;

std::unexpected<Error> corrupt(std::string_view reason) {
    return fail(ErrorCode::corrupt_event, std::string(reason));
}

template <class Coder, class Wire, class AnyEvent>
void code_envelope(Coder& coder, Wire wire, AnyEvent& plain) {
    TYST_CODE(Id, id);
    TYST_CODE(OccurredDate, occurred.date);
    TYST_CODE(OccurredInstant, occurred.instant);
    TYST_CODE(Learned, learned);
    TYST_CODE(SourceSystem, source.system);
    TYST_CODE(SourceTable, source.table);
    TYST_CODE(SourceRow, source.row);
    TYST_CODE(RecordedBy, recorded_by);
    TYST_CODE(Reason, reason);
    TYST_CODE(Language, language);
    TYST_CODE(Correlation, correlation);
    TYST_CODE(RelationTarget, relation.target);
    TYST_CODE(RelationFields, relation.fields);
    TYST_CODE(RelationAuthority, relation.authority);
}

void write_event(Writing& writing, wire::Event::Builder target, const Event& event) {
    code_envelope(writing, target, event);
    target.setVersion(kEventVersion);
    target.setOccurredPrecision(static_cast<std::uint8_t>(event.occurred.precision));
    target.setOccurredSequence(event.occurred.sequence);
    target.setRelationKind(static_cast<std::uint8_t>(event.relation.kind));
    if (!event.attachments.empty()) {
        auto names = target.initAttachments(static_cast<unsigned>(event.attachments.size()));
        for (unsigned place = 0; place < names.size(); ++place) {
            const std::string& name = event.attachments[place].name;
            names.set(place, capnp::Text::Reader(name.c_str(), name.size()));
        }
    }
    coding::write_body(writing, target, event.body);
}

// `fill` writes the root; the result is the canonical form of what it wrote.
template <class Root, class Fill>
Result<std::string> canonical_bytes(Fill fill) {
    capnp::word scratch[kSmallWords];
    std::memset(scratch, 0, sizeof scratch);
    try {
        capnp::MallocMessageBuilder builder(kj::arrayPtr(scratch, kSmallWords));
        auto root = builder.initRoot<Root>();
        fill(root);
        // One segment, as a canonical form must be, with its root pointer and a word to spare: a
        // builder that fills its first segment exactly may ask for a second one.
        const std::size_t words = root.asReader().totalSize().wordCount + 2;
        capnp::word canonical_scratch[kSmallWords];
        const bool small = words <= kSmallWords;
        if (small) {
            std::memset(canonical_scratch, 0, words * kWordSize);
        }
        capnp::MallocMessageBuilder canonical =
            small ? capnp::MallocMessageBuilder(kj::arrayPtr(canonical_scratch, words))
                  : capnp::MallocMessageBuilder(static_cast<unsigned>(words));
        canonical.getRoot<capnp::AnyPointer>().setCanonicalAs<Root>(root.asReader());
        const auto segments = canonical.getSegmentsForOutput();
        TYST_ASSERT(segments.size() == 1);
        const auto bytes = segments[0].asBytes();
        if (bytes.size() > kPartContentMax) {
            return fail(
                ErrorCode::too_large,
                fmt::format("{} bytes; a part holds at most {}", bytes.size(), kPartContentMax)
            );
        }
        return std::string(as_text({bytes.begin(), bytes.size()}));
    } catch (const kj::Exception&) {
        return fail(ErrorCode::too_large, "more than one message can hold");
    }
}

// Calls read(root) over a copy of `bytes` in aligned memory, every limit set.
template <class Root, class Read>
Result<void> with_root(Bytes bytes, Read read) {
    if (bytes.empty() || bytes.size() > kPartContentMax || bytes.size() % kWordSize != 0) {
        return corrupt(fmt::format("{} bytes are no event and no person's details", bytes.size()));
    }
    const std::size_t count = bytes.size() / kWordSize;
    capnp::word small[kSmallWords];
    std::vector<capnp::word> large(count > kSmallWords ? count : 0);
    capnp::word* const words = count > kSmallWords ? large.data() : small;
    std::memcpy(words, bytes.data(), bytes.size());
    const kj::ArrayPtr<const capnp::word> segment(words, count);
    capnp::ReaderOptions limits;
    limits.traversalLimitInWords = 2 * count + 64;
    limits.nestingLimit = kNestingMax;
    try {
        capnp::SegmentArrayMessageReader reader(kj::arrayPtr(&segment, 1), limits);
        return read(reader.getRoot<Root>());
    } catch (const kj::Exception&) {
        return corrupt("the pointers do not hold together");
    }
}

Result<void> check_precision(const Occurrence& occurred) {
    if (occurred.instant.has_value() != (occurred.precision == OccurrencePrecision::instant)) {
        return corrupt("an instant and its precision do not fit");
    }
    return {};
}

Result<void> read_event(wire::Event::Reader source, Event& event) {
    if (source.getVersion() != kEventVersion) {
        return corrupt(fmt::format("event version {} is unknown", source.getVersion()));
    }
    if (source.getOccurredPrecision() > static_cast<unsigned>(OccurrencePrecision::year) ||
        source.getRelationKind() > static_cast<unsigned>(RelationKind::reverses)) {
        return corrupt("a precision or a relation is unknown");
    }
    Reading reading;
    code_envelope(reading, source, event);
    event.occurred.precision = static_cast<OccurrencePrecision>(source.getOccurredPrecision());
    event.occurred.sequence = source.getOccurredSequence();
    event.relation.kind = static_cast<RelationKind>(source.getRelationKind());
    const auto names = source.getAttachments();
    event.attachments.resize(names.size());
    for (unsigned place = 0; place < names.size(); ++place) {
        reading.take(names[place], event.attachments[place].name);
    }
    if (!coding::read_body(reading, source, event.body)) {
        return corrupt(fmt::format("event type {} is unknown", source.getBodyType()));
    }
    if (reading.fault() != nullptr) {
        return corrupt(reading.fault());
    }
    return check_precision(event.occurred);
}

struct Citation {
    std::string place;
    const PersonCitation* details;
};

// Gathers the citations of each distinct person, in order of first citation.
std::vector<std::pair<StreamId, std::vector<Citation>>> citations_of(const Event& event) {
    std::vector<std::pair<StreamId, std::vector<Citation>>> people;
    visit_people(event, [&](std::string place, const PersonCitation& citation) {
        auto found = std::ranges::find(
            people, citation.person, &std::pair<StreamId, std::vector<Citation>>::first
        );
        if (found == people.end()) {
            found = people.insert(people.end(), {citation.person, {}});
        }
        found->second.push_back({std::move(place), &citation});
    });
    return people;
}

void write_details(wire::PersonDetails::Builder target, const Citation& citation) {
    const auto text = [](const std::string& value) {
        return capnp::Text::Reader(value.c_str(), value.size());
    };
    target.setPlace(text(citation.place));
    target.setSource(text(citation.details->source));
    target.setReference(text(citation.details->reference));
    target.setName(text(citation.details->name));
    target.setRole(text(citation.details->role));
}

Result<std::string> person_bytes(const std::vector<Citation>& citations) {
    return canonical_bytes<wire::PersonPart>([&](wire::PersonPart::Builder root) {
        auto list = root.initCitations(static_cast<unsigned>(citations.size()));
        for (unsigned place = 0; place < list.size(); ++place) {
            write_details(list[place], citations[place]);
        }
    });
}

Result<void> check_parts(const Event& event, std::size_t people) {
    if (1 + people + event.attachments.size() > kEntryPartsMax) {
        return fail(
            ErrorCode::too_large,
            fmt::format(
                "{} people and {} attachments; an entry holds {} parts",
                people,
                event.attachments.size(),
                kEntryPartsMax
            )
        );
    }
    for (const Attachment& attachment : event.attachments) {
        if (attachment.content.size() > kAttachmentSizeMax) {
            return fail(
                ErrorCode::too_large,
                fmt::format(
                    "an attachment of {} bytes; at most {} are taken",
                    attachment.content.size(),
                    kAttachmentSizeMax
                )
            );
        }
    }
    return {};
}

Result<void> restore(wire::PersonPart::Reader source, StreamId person, Event& event) {
    const auto list = source.getCitations();
    unsigned used = 0;
    visit_people(event, [&](const std::string& place, PersonCitation& citation) {
        if (citation.person != person || used >= list.size()) {
            return;
        }
        const auto details = list[used];
        const capnp::Text::Reader named = details.getPlace();
        if (std::string_view(named.begin(), named.size()) != place) {
            return;
        }
        Reading reading;
        reading.take(details.getSource(), citation.source);
        reading.take(details.getReference(), citation.reference);
        reading.take(details.getName(), citation.name);
        reading.take(details.getRole(), citation.role);
        ++used;
    });
    if (used != list.size() || used == 0) {
        return corrupt("a person's details do not fit the event's citations");
    }
    return {};
}

}  // namespace

Result<EncodedEvent> encode(const Event& event) {
    if ((event.occurred.precision == OccurrencePrecision::instant) !=
        event.occurred.instant.has_value()) {
        return fail(ErrorCode::invalid_value, "an instant and its precision do not fit");
    }
    const auto people = citations_of(event);
    TYST_TRY(check_parts(event, people.size()));
    Writing writing;
    EncodedEvent encoded;
    TYST_ASSIGN(encoded.event, canonical_bytes<wire::Event>([&](wire::Event::Builder root) {
                    write_event(writing, root, event);
                }));
    if (writing.fault() != nullptr) {
        return fail(ErrorCode::invalid_value, writing.fault());
    }
    if (writing.date_out_of_range()) {
        return fail(ErrorCode::year_out_of_range, "a date lies outside 1900 to 2100");
    }
    for (const auto& [person, citations] : people) {
        TYST_ASSIGN(std::string bytes, person_bytes(citations));
        encoded.people.push_back({person, std::move(bytes)});
    }
    return encoded;
}

Result<Event> decode_event(Bytes bytes) {
    Event event;
    TYST_TRY(decode_event_into(bytes, event));
    return event;
}

Result<void> decode_event_into(Bytes bytes, Event& fresh) {
    return with_root<wire::Event>(bytes, [&](wire::Event::Reader source) {
        return read_event(source, fresh);
    });
}

Result<Event> decode_event_checked(Bytes bytes) {
    TYST_ASSIGN(Event event, decode_event(bytes));
    Result<EncodedEvent> again = encode(event);
    if (!again || as_text(bytes) != again->event) {
        return corrupt("the bytes are not in canonical form");
    }
    return event;
}

Result<void> add_person_part(Event& event, StreamId person, Bytes bytes) {
    Event restored = event;
    TYST_TRY(with_root<wire::PersonPart>(bytes, [&](wire::PersonPart::Reader source) {
        return restore(source, person, restored);
    }));
    event = std::move(restored);
    return {};
}

}  // namespace tyst
