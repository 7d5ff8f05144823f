#include "schema/entry.h"

#include <array>
#include <cstring>

#include <fmt/format.h>

#include "schema/capnp.h"

#include "schema/entry.capnp.h"

namespace tyst {
namespace {

constexpr std::size_t kWordSize = sizeof(capnp::word);
// Root pointer, root struct (5 words of data, 3 pointers), two ids of 16 bytes, tag of the list.
constexpr std::size_t kFixedWords = 1 + 5 + 3 + 2 + 2 + 1;
// One word of data and three pointers, then the subject and two hashes.
constexpr std::size_t kPartWords = 1 + 3 + 2 + 4 + 4;
constexpr std::size_t kWordsMax = kEntrySizeMax / kWordSize;
static_assert(kFixedWords + kEntryPartsMax * kPartWords <= kWordsMax);
static_assert(kFixedWords + (kEntryPartsMax + 1) * kPartWords > kWordsMax);

constexpr std::uint64_t kNoPrevious = 0xffff'ffff'ffff'ffff;

using Words = std::array<capnp::word, kWordsMax>;

std::size_t word_count(std::size_t parts) {
    return kFixedWords + parts * kPartWords;
}

capnp::Data::Reader data_of(Bytes bytes) {
    return {bytes.data(), bytes.size()};
}

std::unexpected<Error> corrupt(std::string_view reason) {
    return fail(ErrorCode::corrupt_entry, std::string(reason));
}

// Fills the fields in the order in which the canonical form lays them out. No struct ends in an
// empty word (a version, a size and a list are always there), so nothing has to be cut, and the
// builder's one segment is the canonical form.
void fill(wire::Entry::Builder target, const Entry& entry) {
    target.setIndex(entry.index.value);
    target.setRecorded(entry.recorded.microseconds);
    target.setRevision(entry.revision.value);
    target.setPrevious(entry.previous ? entry.previous->value : kNoPrevious);
    target.setFormatVersion(kEntryVersion);
    target.setEntryClass(static_cast<wire::EntryClass>(entry.entry_class));
    target.setStream(data_of(entry.stream.view()));
    target.setActor(data_of(entry.actor.view()));
    auto parts = target.initParts(static_cast<unsigned>(entry.parts.size()));
    for (unsigned place = 0; place < parts.size(); ++place) {
        const Part& part = entry.parts[place];
        auto slot = parts[place];
        slot.setSize(part.size);
        slot.setKind(static_cast<wire::PartKind>(part.kind));
        slot.setRestriction(static_cast<wire::RestrictionClass>(part.restriction));
        slot.setSubject(data_of(part.subject.view()));
        slot.setDigest(data_of(part.digest.view()));
        slot.setCommitment(data_of(part.commitment.view()));
    }
}

// Writes into `scratch`, which must be zeros for as many words as the entry has.
std::string build(const Entry& entry, Words& scratch) {
    const std::size_t words = word_count(entry.parts.size());
    // One word more than needed, because a builder that fills its first segment exactly may ask for
    // a second one.
    capnp::MallocMessageBuilder builder(
        kj::arrayPtr(scratch.data(), std::min(words + 1, scratch.size()))
    );
    fill(builder.initRoot<wire::Entry>(), entry);
    const auto segments = builder.getSegmentsForOutput();
    TYST_ASSERT(segments.size() == 1 && segments[0].size() == words);
    const auto bytes = segments[0].asBytes();
    return std::string(as_text({bytes.begin(), bytes.size()}));
}

template <class Id>
bool read_id(capnp::Data::Reader source, Id& target) {
    if (source.size() != Id::kSize) {
        return false;
    }
    std::memcpy(target.bytes.data(), source.begin(), Id::kSize);
    return true;
}

Result<void> read_part(wire::Part::Reader source, Part& target) {
    if (!read_id(source.getSubject(), target.subject)) {
        return corrupt("a part's subject is not 16 bytes");
    }
    if (!read_id(source.getDigest(), target.digest) ||
        !read_id(source.getCommitment(), target.commitment)) {
        return corrupt("a part's digest or commitment is not 32 bytes");
    }
    target.restriction = static_cast<RestrictionClass>(source.getRestriction());
    target.kind = static_cast<PartKind>(source.getKind());
    if (target.restriction > RestrictionClass::police || target.kind > PartKind::attachment) {
        return corrupt("a part's kind or restriction is unknown");
    }
    target.size = source.getSize();
    if (target.size == 0) {
        return corrupt("a part has no bytes");
    }
    return {};
}

Result<Entry> read(wire::Entry::Reader source) {
    if (source.getFormatVersion() != kEntryVersion) {
        return corrupt(fmt::format("format version {} is unknown", source.getFormatVersion()));
    }
    Entry entry;
    entry.index.value = source.getIndex();
    entry.recorded.microseconds = source.getRecorded();
    entry.revision.value = source.getRevision();
    if (source.getPrevious() != kNoPrevious) {
        entry.previous = LogIndex{source.getPrevious()};
    }
    entry.entry_class = static_cast<EntryClass>(source.getEntryClass());
    if (entry.entry_class > EntryClass::system) {
        return corrupt("the class is unknown");
    }
    if (!read_id(source.getStream(), entry.stream) || !read_id(source.getActor(), entry.actor)) {
        return corrupt("stream or actor is not 16 bytes");
    }
    const auto parts = source.getParts();
    if (parts.size() == 0 || parts.size() > kEntryPartsMax) {
        return corrupt("the number of parts is not allowed");
    }
    entry.parts.resize(parts.size());
    for (unsigned place = 0; place < parts.size(); ++place) {
        TYST_TRY(read_part(parts[place], entry.parts[place]));
    }
    return entry;
}

Result<Entry> read_words(const Words& words, std::size_t count) {
    const kj::ArrayPtr<const capnp::word> segment(words.data(), count);
    capnp::ReaderOptions limits;
    limits.traversalLimitInWords = 8 * count + 64;
    limits.nestingLimit = 8;
    try {
        capnp::SegmentArrayMessageReader reader(kj::arrayPtr(&segment, 1), limits);
        return read(reader.getRoot<wire::Entry>());
    } catch (const kj::Exception&) {
        return corrupt("the pointers do not hold together");
    }
}

}  // namespace

Result<std::string> encode(const Entry& entry) {
    if (entry.parts.size() > kEntryPartsMax) {
        return fail(
            ErrorCode::too_large,
            fmt::format("{} parts; an entry holds at most {}", entry.parts.size(), kEntryPartsMax)
        );
    }
    if (entry.parts.empty()) {
        return fail(ErrorCode::invalid_value, "an entry without parts");
    }
    for (const Part& part : entry.parts) {
        if (part.size == 0) {
            return fail(ErrorCode::invalid_value, "a part of no bytes");
        }
    }
    Words scratch;
    std::memset(scratch.data(), 0, (word_count(entry.parts.size()) + 1) * kWordSize);
    return build(entry, scratch);
}

Result<Entry> decode_entry(Bytes bytes) {
    if (bytes.size() > kEntrySizeMax || bytes.size() % kWordSize != 0 ||
        bytes.size() < word_count(1) * kWordSize) {
        return corrupt(fmt::format("{} bytes are no entry", bytes.size()));
    }
    Words words;
    std::memcpy(words.data(), bytes.data(), bytes.size());
    TYST_ASSIGN(Entry entry, read_words(words, bytes.size() / kWordSize));
    if (word_count(entry.parts.size()) * kWordSize != bytes.size()) {
        return corrupt("there are more bytes than fields");
    }
    TYST_ASSIGN(const std::string again, encode(entry));
    if (as_text(bytes) != again) {
        return corrupt("the bytes are not in canonical form");
    }
    return entry;
}

}  // namespace tyst
