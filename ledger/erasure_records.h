#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "schema/date.h"
#include "schema/error.h"
#include "schema/event.h"
#include "schema/ids.h"

// What the log says about holds and about records that are to be destroyed. Every question is
// answered from what is recorded now; nothing here looks at days in the world before it must.
namespace tyst {

// Nothing that it covers is destroyed.
struct LegalHold {
    EventId id;
    StreamId stream;  // the record held; the authority's own stream for all records
    LogIndex index;
    Timestamp recorded;
    LegalHoldPlaced placed;
    std::optional<LogIndex> lifted;  // nothing: it stands
};

// Which one stands and what to do, for an error: "entry 51: `tyst retention list --holds` …".
[[nodiscard]] std::string hold_text(const LegalHold& hold);

// Every hold ever placed over one of these streams or over all records, in index order. A hold ends
// by being lifted alone: no relation takes it away. A stream whose key is destroyed has none. Fails
// as Ledger::read_stream.
[[nodiscard]] Result<std::vector<LegalHold>> holds_over(
    Ledger& ledger, std::span<const StreamId> streams
);

// Days from the day on which a request was recorded to the first on which it may be carried out:
// Tyst's own default, which no instrument asks for. A rule file may ask for more.
inline constexpr int kErasureDelayDays = 28;

// A request to destroy a record and what became of it.
struct ErasureCase {
    struct Answer {
        EventId id;
        LogIndex index;
        StreamId by;
    };
    EventId request;
    LogIndex index;
    Timestamp recorded;  // by the ledger, whose times never go back
    StreamId requested_by;
    ErasureRequested asked;
    std::optional<Answer> approval;  // the first by another actor than the request's
    std::optional<Answer> refusal;   // also where either was corrected or taken back
    std::optional<LogIndex> erased;  // its record_erased

    // The first London day on which it may be carried out where a rule asks for so many days: the
    // one that the request names, and none before the delay has passed since it was recorded.
    [[nodiscard]] Date first_day(int delay_days = kErasureDelayDays) const;
};

// Every request, in index order. Fails as Ledger::read_stream.
[[nodiscard]] Result<std::vector<ErasureCase>> erasure_cases(Ledger& ledger);

// Whether the case may be carried out on this London day, which is when it is approved by a second
// actor, neither refused nor carried out, its first_day() has come, and no hold covers a record
// that it names: gives how many holds were looked at, all of them lifted. erasure_not_allowed says
// what stands against it; fails as Ledger::read_stream.
[[nodiscard]] Result<std::uint32_t> check_erasure(
    Ledger& ledger, const ErasureCase& erasure, Date today
);

}  // namespace tyst
