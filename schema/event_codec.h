#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "schema/error.h"
#include "schema/event.h"
#include "schema/ids.h"

namespace tyst {

inline constexpr std::uint16_t kEventVersion = 1;
// Plaintext of one part: with its length word it fills a padded plaintext of 1 MiB.
inline constexpr std::size_t kPartContentMax = (1U << 20U) - 4;
inline constexpr std::size_t kTextSizeMax = std::size_t{64} * 1024;  // bytes of one text
inline constexpr std::size_t kListSizeMax = 10'000;
inline constexpr std::size_t kAttachmentSizeMax = kPartContentMax;

// The details of one cited person: the plaintext of a part under that person's key.
struct EncodedPerson {
    StreamId person;
    std::string bytes;

    bool operator==(const EncodedPerson&) const = default;
};

// An event as the plaintexts of its parts, apart from the contents of its attachments.
struct EncodedEvent {
    std::string event;                  // part 0; people by pseudonym only
    std::vector<EncodedPerson> people;  // one per distinct person, in order of first citation
};

// The canonical bytes of an event whose people and links have been found. Fails with invalid_value
// (a cited person or a link without a pseudonym), too_large (a part above kPartContentMax, or more
// parts than an entry holds), year_out_of_range (a date outside 1900 to 2100).
// What JSON, codes and relations must look like is checked by `validate` (schema/event_check.h).
[[nodiscard]] Result<EncodedEvent> encode(const Event& event);

// Reads part 0, wherever the bytes lie. People come back with their pseudonym only, attachments
// with their name only. Fails with corrupt_event for anything that `encode` could not have written
// (sizes, numbers, dates, pointers; a version or a type that this program does not know is named).
// Bounded work for any input. That the bytes are in canonical form is not checked here: they are
// under the digest and tag of their part already, and this is the hot path of every fold.
[[nodiscard]] Result<Event> decode_event(Bytes bytes);
// The same into an event that was just made, for folds, which read millions: an event is large, and
// moving it from hand to hand costs as much as reading it. After a failure it may hold anything.
[[nodiscard]] Result<void> decode_event_into(Bytes bytes, Event& fresh);
// The same, and refuses bytes that are not exactly those that `encode` gives for the same event.
[[nodiscard]] Result<Event> decode_event_checked(Bytes bytes);

// Gives the citations of `person` in `event` their source, reference, name and role back. Fails
// with corrupt_event where the bytes are no person part or do not fit the event.
[[nodiscard]] Result<void> add_person_part(Event& event, StreamId person, Bytes bytes);

}  // namespace tyst
