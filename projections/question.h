#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "ledger/ledger.h"
#include "schema/date.h"

namespace tyst {

// A size beyond every log's: nothing is left out.
inline constexpr std::uint64_t kWholeLog = std::numeric_limits<std::uint64_t>::max();

// What every answer is asked for: the end of the London day `as_at`, with what was known at the
// instant `known_at` (inclusive). Knowledge is counted from the time that a source claims to have
// learned a fact; with `witnessed` only the ledger's own recorded time counts.
struct Question {
    Date as_at;
    Timestamp known_at;
    bool witnessed = false;

    bool operator==(const Question&) const = default;
};

// When a stored event counts as known under this question.
[[nodiscard]] inline Timestamp known_time(const StoredEvent& stored, bool witnessed) {
    return !witnessed && stored.event.learned ? *stored.event.learned : stored.recorded;
}

// When the fact was learned by the best claim there is, whatever the question.
[[nodiscard]] inline Timestamp learned_time(const StoredEvent& stored) {
    return stored.event.learned.value_or(stored.recorded);
}

// The events of a stream among the first `size` entries, in revision order. Fails as
// Ledger::read_stream does.
[[nodiscard]] inline Result<std::vector<StoredEvent>> read_stream_below(
    Ledger& ledger, const StreamId& stream, ReadDepth depth, std::uint64_t size
) {
    auto events = ledger.read_stream(stream, depth);
    if (events) {
        std::erase_if(*events, [size](const StoredEvent& stored) {
            return stored.index.value >= size;
        });
    }
    return events;
}

}  // namespace tyst
