#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/timestamps/time_stamp.h"
#include "ledger/witnessing/transport.h"
#include "schema/error.h"

// Time-stamps on the checkpoints of a ledger.
namespace tyst {

// A query over the stored note of the newest checkpoint, signed anew if the log has grown.
struct CheckpointQuery {
    std::uint64_t size = 0;
    std::string query;  // DER
};
[[nodiscard]] Result<CheckpointQuery> query_newest_checkpoint(Ledger& ledger);

// Where a response belongs.
struct CheckpointTimeStamp {
    std::uint64_t size = 0;
    std::uint32_t signature_lines = 0;  // of the note, that it covers
    TimeStamp stamp;
};

// Finds the checkpoint that a response is about, newest first, verifies it against the authority's
// certificates and keeps it. time_stamp_invalid where it is about none or does not hold; failures
// of Ledger::add_time_stamp.
[[nodiscard]] Result<CheckpointTimeStamp> add_checkpoint_time_stamp(
    Ledger& ledger, std::string_view response, std::string_view authority_pem
);

// Queries an authority over HTTP about the newest checkpoint, verifies (nonce included), keeps.
[[nodiscard]] Result<CheckpointTimeStamp> fetch_time_stamp(
    Ledger& ledger,
    WitnessTransport& transport,
    const std::string& url,
    std::string_view authority_pem
);

// One kept response and what checking it gave.
struct CheckedTimeStamp {
    std::uint64_t size = 0;
    std::size_t number = 0;
    Result<CheckpointTimeStamp> found;
};
[[nodiscard]] Result<std::vector<CheckedTimeStamp>> verify_time_stamps(
    Ledger& ledger, std::string_view authority_pem
);

// The newest checkpoint that has one, and when the newest of its responses says it was there.
struct LastTimeStamp {
    std::uint64_t size = 0;
    Timestamp time;
};
[[nodiscard]] Result<std::optional<LastTimeStamp>> last_time_stamp(Ledger& ledger);

}  // namespace tyst
