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

// What version 1 looks like in canonical form (docs/formats.md, "Entry"): for each number of parts
// every word that is not data is known. Comparing them is the whole check of the form.
constexpr std::size_t kIndexWord = 1;
constexpr std::size_t kRecordedWord = 2;
constexpr std::size_t kRevisionWord = 3;
constexpr std::size_t kPreviousWord = 4;
constexpr std::size_t kVersionWord = 5;
constexpr std::size_t kStreamPointer = 6;
constexpr std::size_t kActorPointer = 7;
constexpr std::size_t kPartsPointer = 8;
constexpr std::size_t kStreamWord = 9;
constexpr std::size_t kActorWord = 11;
constexpr std::size_t kPartsTag = 13;
constexpr std::size_t kPartsWord = 14;
constexpr std::size_t kPartStructWords = 4;
constexpr std::size_t kSubjectWords = StreamId::kSize / kWordSize;
constexpr std::size_t kHashWords = Hash::kSize / kWordSize;

constexpr std::uint64_t kListOfBytes = 2;
constexpr std::uint64_t kListOfStructs = 7;

// The shape of a struct: how many words of data, how many pointers.
constexpr std::uint64_t shape(std::uint64_t data_words, std::uint64_t pointers) {
    return data_words << 32U | pointers << 48U;
}

// The word at `from` that points to a list at `to`.
constexpr std::uint64_t list_pointer(
    std::size_t from, std::size_t to, std::uint64_t item_kind, std::uint64_t count
) {
    return 1U | (to - from - 1) << 2U | item_kind << 32U | count << 35U;
}

class WordsOf {
  public:
    explicit WordsOf(Bytes bytes) : bytes_(bytes) {}

    [[nodiscard]] std::uint64_t operator[](std::size_t place) const {
        std::uint64_t word = 0;
        for (std::size_t byte = kWordSize; byte-- > 0;) {
            word = word << 8U | bytes_[place * kWordSize + byte];
        }
        return word;
    }
    template <class Id>
    void copy(std::size_t place, Id& target) const {
        std::memcpy(target.bytes.data(), bytes_.data() + place * kWordSize, Id::kSize);
    }
    // Whether the word at `place` points to `bytes` bytes at `target`.
    [[nodiscard]] bool points(std::size_t place, std::size_t target, std::size_t bytes) const {
        return (*this)[place] == list_pointer(place, target, kListOfBytes, bytes);
    }

  private:
    Bytes bytes_;
};

// The words of one part: its struct stands in the list, what it points to behind the list.
struct PartPlaces {
    PartPlaces(std::size_t part, std::size_t parts)
        : data(kPartsWord + part * kPartStructWords),
          subject(kPartsWord + parts * kPartStructWords + part * (kPartWords - kPartStructWords)),
          digest(subject + kSubjectWords),
          commitment(digest + kHashWords) {}

    std::size_t data;
    std::size_t subject;
    std::size_t digest;
    std::size_t commitment;
};

bool laid_out(const WordsOf& words, std::size_t parts) {
    bool fits =
        words[0] == shape(5, 3) && words[kVersionWord] >> 32U == 0 &&
        words.points(kStreamPointer, kStreamWord, StreamId::kSize) &&
        words.points(kActorPointer, kActorWord, StreamId::kSize) &&
        words[kPartsPointer] ==
            list_pointer(kPartsPointer, kPartsTag, kListOfStructs, parts * kPartStructWords) &&
        words[kPartsTag] == (shape(1, 3) | parts << 2U);
    for (std::size_t part = 0; part < parts && fits; ++part) {
        const PartPlaces places(part, parts);
        fits = words.points(places.data + 1, places.subject, StreamId::kSize) &&
               words.points(places.data + 2, places.digest, Hash::kSize) &&
               words.points(places.data + 3, places.commitment, Hash::kSize);
    }
    return fits;
}

Result<Part> read_part(const WordsOf& words, const PartPlaces& places) {
    const std::uint64_t data = words[places.data];
    Part part;
    part.size = static_cast<std::uint32_t>(data);
    part.kind = static_cast<PartKind>(data >> 32U & 0xffffU);
    part.restriction = static_cast<RestrictionClass>(data >> 48U);
    if (part.restriction > RestrictionClass::police || part.kind > PartKind::attachment) {
        return corrupt("a part's kind or restriction is unknown");
    }
    if (part.size == 0) {
        return corrupt("a part has no bytes");
    }
    words.copy(places.subject, part.subject);
    words.copy(places.digest, part.digest);
    words.copy(places.commitment, part.commitment);
    return part;
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
    const std::size_t count = bytes.size() / kWordSize;
    if (bytes.size() > kEntrySizeMax || bytes.size() % kWordSize != 0 || count < word_count(1) ||
        (count - kFixedWords) % kPartWords != 0) {
        return corrupt(fmt::format("{} bytes are no entry", bytes.size()));
    }
    const WordsOf words(bytes);
    const std::size_t parts = (count - kFixedWords) / kPartWords;
    const std::uint64_t version = words[kVersionWord] & 0xffffU;
    if (version != kEntryVersion) {
        return corrupt(fmt::format("format version {} is unknown", version));
    }
    if (!laid_out(words, parts)) {
        return corrupt("the bytes are not in canonical form");
    }
    Entry entry;
    entry.index.value = words[kIndexWord];
    entry.recorded.microseconds = static_cast<std::int64_t>(words[kRecordedWord]);
    entry.revision.value = words[kRevisionWord];
    if (words[kPreviousWord] != 0) {
        entry.previous = LogIndex{words[kPreviousWord] ^ kNoPrevious};
    }
    entry.entry_class = static_cast<EntryClass>(words[kVersionWord] >> 16U & 0xffffU);
    if (entry.entry_class > EntryClass::system) {
        return corrupt("the class is unknown");
    }
    words.copy(kStreamWord, entry.stream);
    words.copy(kActorWord, entry.actor);
    entry.parts.reserve(parts);
    for (std::size_t part = 0; part < parts; ++part) {
        TYST_ASSIGN(Part read, read_part(words, PartPlaces(part, parts)));
        entry.parts.push_back(read);
    }
    return entry;
}

}  // namespace tyst
