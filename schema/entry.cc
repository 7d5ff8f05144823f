#include "schema/entry.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <fmt/format.h>

// An entry is Cap'n Proto in canonical form. That form leaves nothing to choose, so for each
// version and number of parts every word that is not data is known: it is written here word by
// word, and comparing the words is the whole check of what is read. That the bytes are what Cap'n
// Proto itself makes of schema/entry.capnp is shown by tests.
namespace tyst {
namespace {

// Words are little-endian in Cap'n Proto, and are copied as they stand.
static_assert(std::endian::native == std::endian::little);
constexpr std::size_t kWordSize = 8;
constexpr std::size_t kIdWords = StreamId::kSize / kWordSize;
constexpr std::size_t kHashWords = Hash::kSize / kWordSize;
constexpr std::size_t kWordsMax = kEntrySizeMax / kWordSize;

constexpr std::uint64_t kNoPrevious = 0xffff'ffff'ffff'ffff;

// The words of data, which stand at the same places in both versions.
constexpr std::size_t kIndexWord = 1;
constexpr std::size_t kRecordedWord = 2;
constexpr std::size_t kRevisionWord = 3;
constexpr std::size_t kPreviousWord = 4;
constexpr std::size_t kVersionWord = 5;
constexpr std::size_t kDataWords = 5;
constexpr std::size_t kStreamPointer = 6;
constexpr std::size_t kActorPointer = 7;
constexpr std::size_t kPartsPointer = 8;
constexpr std::size_t kHeadsPointer = 9;  // version 2 alone
constexpr std::size_t kPointers = 3;      // of version 1

// A part: one word of data and three pointers in the list, subject and two hashes behind it.
constexpr std::size_t kPartPointers = 3;
constexpr std::size_t kPartStructWords = 1 + kPartPointers;
constexpr std::size_t kPartDataWords = kIdWords + 2 * kHashWords;
constexpr std::size_t kPartWords = kPartStructWords + kPartDataWords;

constexpr std::uint64_t kListOfBytes = 2;
constexpr std::uint64_t kListOfStructs = 7;

// Where everything stands in an entry of so many parts.
class Layout {
  public:
    constexpr Layout(std::size_t parts, bool with_heads)
        : parts_(parts), pointers_(kPointers + (with_heads ? 1 : 0)), with_heads_(with_heads) {}

    [[nodiscard]] constexpr std::size_t parts() const { return parts_; }
    [[nodiscard]] constexpr bool with_heads() const { return with_heads_; }
    [[nodiscard]] constexpr std::size_t pointers() const { return pointers_; }
    [[nodiscard]] constexpr std::size_t stream() const { return 1 + kDataWords + pointers_; }
    [[nodiscard]] constexpr std::size_t actor() const { return stream() + kIdWords; }
    [[nodiscard]] constexpr std::size_t parts_tag() const { return actor() + kIdWords; }
    [[nodiscard]] constexpr std::size_t part(std::size_t number) const {
        return parts_tag() + 1 + number * kPartStructWords;
    }
    [[nodiscard]] constexpr std::size_t subject(std::size_t number) const {
        return part(parts_) + number * kPartDataWords;
    }
    [[nodiscard]] constexpr std::size_t digest(std::size_t number) const {
        return subject(number) + kIdWords;
    }
    [[nodiscard]] constexpr std::size_t commitment(std::size_t number) const {
        return digest(number) + kHashWords;
    }
    [[nodiscard]] constexpr std::size_t heads() const { return subject(parts_); }
    [[nodiscard]] constexpr std::size_t words() const {
        return heads() + (with_heads_ ? kHashWords : 0);
    }

  private:
    std::size_t parts_;
    std::size_t pointers_;
    bool with_heads_;
};

static_assert(Layout(kEntryPartsMax, false).words() <= kWordsMax);
static_assert(Layout(kEntryPartsMax + 1, false).words() > kWordsMax);
static_assert(Layout(kEntryPartsWithHeadsMax, true).words() <= kWordsMax);
static_assert(Layout(kEntryPartsWithHeadsMax + 1, true).words() > kWordsMax);
// So a length belongs to one version only.
static_assert((Layout(1, true).words() - Layout(1, false).words()) % kPartWords != 0);

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

// Calls word(place, value) for every word that is not data: those that are known beforehand.
// Stops, and gives false, where it gives false.
template <class Word>
bool each_fixed_word(const Layout& layout, Word&& word) {
    const auto bytes_at = [&](std::size_t from, std::size_t to, std::size_t bytes) {
        return word(from, list_pointer(from, to, kListOfBytes, bytes));
    };
    const std::size_t list_words = layout.parts() * kPartStructWords;
    bool fits =
        word(0, shape(kDataWords, layout.pointers())) &&
        bytes_at(kStreamPointer, layout.stream(), StreamId::kSize) &&
        bytes_at(kActorPointer, layout.actor(), StreamId::kSize) &&
        word(
            kPartsPointer,
            list_pointer(kPartsPointer, layout.parts_tag(), kListOfStructs, list_words)
        ) &&
        (!layout.with_heads() || bytes_at(kHeadsPointer, layout.heads(), Hash::kSize)) &&
        word(layout.parts_tag(), shape(1, kPartPointers) | std::uint64_t{layout.parts()} << 2U);
    for (std::size_t part = 0; part < layout.parts() && fits; ++part) {
        const std::size_t place = layout.part(part);
        fits = bytes_at(place + 1, layout.subject(part), StreamId::kSize) &&
               bytes_at(place + 2, layout.digest(part), Hash::kSize) &&
               bytes_at(place + 3, layout.commitment(part), Hash::kSize);
    }
    return fits;
}

class WordWriter {
  public:
    explicit WordWriter(std::size_t words) : bytes_(words * kWordSize, '\0') {}

    void put(std::size_t place, std::uint64_t word) {
        std::memcpy(bytes_.data() + place * kWordSize, &word, kWordSize);
    }
    template <class Id>
    void copy(std::size_t place, const Id& source) {
        std::memcpy(bytes_.data() + place * kWordSize, source.bytes.data(), Id::kSize);
    }
    [[nodiscard]] std::string take() { return std::move(bytes_); }

  private:
    std::string bytes_;
};

class WordReader {
  public:
    explicit WordReader(Bytes bytes) : bytes_(bytes) {}

    [[nodiscard]] std::uint64_t operator[](std::size_t place) const {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes_.data() + place * kWordSize, kWordSize);
        return word;
    }
    template <class Id>
    void copy(std::size_t place, Id& target) const {
        std::memcpy(target.bytes.data(), bytes_.data() + place * kWordSize, Id::kSize);
    }

  private:
    Bytes bytes_;
};

std::unexpected<Error> corrupt(std::string_view reason) {
    return fail(ErrorCode::corrupt_entry, std::string(reason));
}

Result<void> check_parts(const Entry& entry) {
    const std::size_t most = entry.stream_heads ? kEntryPartsWithHeadsMax : kEntryPartsMax;
    if (entry.parts.size() > most) {
        return fail(
            ErrorCode::too_large,
            fmt::format("{} parts; an entry holds at most {}", entry.parts.size(), most)
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
    return {};
}

void write_part(WordWriter& words, const Layout& layout, std::size_t number, const Part& part) {
    words.put(
        layout.part(number),
        part.size | static_cast<std::uint64_t>(part.kind) << 32U |
            static_cast<std::uint64_t>(part.restriction) << 48U
    );
    words.copy(layout.subject(number), part.subject);
    words.copy(layout.digest(number), part.digest);
    words.copy(layout.commitment(number), part.commitment);
}

// The layout that so many bytes have; nothing where no entry has so many.
std::optional<Layout> layout_of(std::size_t bytes) {
    if (bytes > kEntrySizeMax || bytes % kWordSize != 0) {
        return std::nullopt;
    }
    const std::size_t words = bytes / kWordSize;
    for (const bool with_heads : {false, true}) {
        const std::size_t fixed = Layout(0, with_heads).words();
        if (words > fixed && (words - fixed) % kPartWords == 0) {
            return Layout((words - fixed) / kPartWords, with_heads);
        }
    }
    return std::nullopt;
}

Result<Part> read_part(const WordReader& words, const Layout& layout, std::size_t number) {
    const std::uint64_t data = words[layout.part(number)];
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
    words.copy(layout.subject(number), part.subject);
    words.copy(layout.digest(number), part.digest);
    words.copy(layout.commitment(number), part.commitment);
    return part;
}

// Version and form; what is left are values.
Result<void> check_form(const WordReader& words, const Layout& layout) {
    const std::uint64_t version = words[kVersionWord] & 0xffffU;
    if (version != kEntryVersion && version != kEntryVersionWithHeads) {
        return corrupt(fmt::format("format version {} is unknown", version));
    }
    const bool laid_out = layout.with_heads() == (version == kEntryVersionWithHeads) &&
                          words[kVersionWord] >> 32U == 0 &&
                          each_fixed_word(layout, [&](std::size_t place, std::uint64_t word) {
                              return words[place] == word;
                          });
    return laid_out ? Result<void>() : corrupt("the bytes are not in canonical form");
}

}  // namespace

Result<std::string> encode(const Entry& entry) {
    TYST_TRY(check_parts(entry));
    const Layout layout(entry.parts.size(), entry.stream_heads.has_value());
    WordWriter words(layout.words());
    each_fixed_word(layout, [&](std::size_t place, std::uint64_t word) {
        words.put(place, word);
        return true;
    });
    words.put(kIndexWord, entry.index.value);
    words.put(kRecordedWord, static_cast<std::uint64_t>(entry.recorded.microseconds));
    words.put(kRevisionWord, entry.revision.value);
    words.put(kPreviousWord, entry.previous ? entry.previous->value ^ kNoPrevious : 0);
    const std::uint64_t version = entry.stream_heads ? kEntryVersionWithHeads : kEntryVersion;
    words.put(kVersionWord, version | static_cast<std::uint64_t>(entry.entry_class) << 16U);
    words.copy(layout.stream(), entry.stream);
    words.copy(layout.actor(), entry.actor);
    for (std::size_t number = 0; number < entry.parts.size(); ++number) {
        write_part(words, layout, number, entry.parts[number]);
    }
    if (entry.stream_heads) {
        words.copy(layout.heads(), *entry.stream_heads);
    }
    return words.take();
}

Result<Entry> decode_entry(Bytes bytes) {
    const std::optional<Layout> layout = layout_of(bytes.size());
    if (!layout) {
        return corrupt(fmt::format("{} bytes are no entry", bytes.size()));
    }
    const WordReader words(bytes);
    TYST_TRY(check_form(words, *layout));
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
    words.copy(layout->stream(), entry.stream);
    words.copy(layout->actor(), entry.actor);
    entry.parts.reserve(layout->parts());
    for (std::size_t number = 0; number < layout->parts(); ++number) {
        TYST_ASSIGN(Part read, read_part(words, *layout, number));
        entry.parts.push_back(read);
    }
    if (layout->with_heads()) {
        words.copy(layout->heads(), entry.stream_heads.emplace());
    }
    return entry;
}

}  // namespace tyst
