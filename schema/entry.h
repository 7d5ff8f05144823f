#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/date.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

// What kind of stream an entry belongs to, in clear. Numbers stay for ever.
enum class EntryClass : std::uint16_t { child = 0, authority = 1, access = 2, system = 3 };

// Who may see a part, and which exemption covers it. Numbers stay for ever.
enum class RestrictionClass : std::uint16_t {
    ordinary = 0,
    third_party = 1,
    legal_advice = 2,
    adoption = 3,
    address = 4,
    police = 5,
};

enum class PartKind : std::uint16_t { event = 0, person = 1, attachment = 2 };

// What an entry says of one sealed part.
struct Part {
    StreamId subject;  // whose key seals it
    RestrictionClass restriction = RestrictionClass::ordinary;
    PartKind kind = PartKind::event;
    Hash digest;             // SHA-256 of ciphertext, then tag
    Hash commitment;         // to the one event key that opens it
    std::uint32_t size = 0;  // bytes of ciphertext and tag together, never 0

    bool operator==(const Part&) const = default;
};

// One leaf of the log (docs/formats.md, "Entry"; schema/entry.capnp).
struct Entry {
    LogIndex index;
    Timestamp recorded;
    EntryClass entry_class = EntryClass::child;
    StreamId stream;
    StreamRevision revision;
    std::optional<LogIndex> previous;  // the stream's entry before this one; nothing for its first
    StreamId actor;                    // who recorded; zeros where the ledger did so itself
    std::vector<Part> parts;           // part 0 is the event; never empty
    // The root over the heads of all streams as the entries before this one left them
    // (docs/formats.md, "Stream heads"). An entry that has it is of version 2.
    std::optional<Hash> stream_heads;

    bool operator==(const Entry&) const = default;
};

inline constexpr std::uint16_t kEntryVersion = 1;
inline constexpr std::uint16_t kEntryVersionWithHeads = 2;
inline constexpr std::size_t kEntrySizeMax = std::size_t{16} * 1024;
// As many as fit into the largest entry; one fewer beside the root over the heads.
inline constexpr std::size_t kEntryPartsMax = 145;
inline constexpr std::size_t kEntryPartsWithHeadsMax = 144;

// The canonical bytes, whose hash is the leaf. Fails with too_large (more parts than fit) or
// invalid_value (no parts, a part of no bytes).
[[nodiscard]] Result<std::string> encode(const Entry& entry);

// Reads what `encode` wrote, wherever the bytes lie. Fails with corrupt_entry for anything else: a
// size, number or version that is not allowed, or bytes that are not exactly those that `encode`
// gives for the same entry, so that no two byte strings mean one entry. Bounded work for any input.
[[nodiscard]] Result<Entry> decode_entry(Bytes bytes);

}  // namespace tyst
