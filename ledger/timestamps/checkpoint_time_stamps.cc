#include "ledger/timestamps/checkpoint_time_stamps.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include "ledger/timestamps/stamped_note.h"

namespace tyst {
namespace {

constexpr unsigned kStatusOk = 200;

Result<CheckpointTimeStamp> verify_for(
    Ledger& ledger, std::uint64_t size, std::string_view response, std::string_view authority_pem
) {
    TYST_ASSIGN(const std::string note, ledger.checkpoint_of(size));
    TYST_ASSIGN(const TimeStamp said, read_time_stamp(response));
    const auto stamped = stamped_in(note, said.imprint);
    if (!stamped) {
        return fail(
            ErrorCode::time_stamp_invalid,
            "time-stamp: is not about the checkpoint of size " + std::to_string(size)
        );
    }
    CheckpointTimeStamp found{size, stamped->signature_lines, {}};
    TYST_ASSIGN(found.stamp, verify_time_stamp(response, as_bytes(stamped->bytes), authority_pem));
    return found;
}

// The newest size whose note begins with what was stamped.
Result<std::uint64_t> find_stamped_size(Ledger& ledger, const Hash& imprint) {
    TYST_ASSIGN(const std::vector<std::uint64_t> sizes, ledger.checkpoint_sizes());
    for (const std::uint64_t size : sizes | std::views::reverse) {
        TYST_ASSIGN(const std::string note, ledger.checkpoint_of(size));
        if (stamped_in(note, imprint)) {
            return size;
        }
    }
    return fail(
        ErrorCode::time_stamp_invalid, "time-stamp: is about no checkpoint that this log signed"
    );
}

}  // namespace

Result<CheckpointQuery> query_newest_checkpoint(Ledger& ledger) {
    TYST_TRY(ledger.checkpoint());
    TYST_ASSIGN(const std::vector<std::uint64_t> sizes, ledger.checkpoint_sizes());
    if (sizes.empty()) {
        return fail(ErrorCode::not_found, "log/ checkpoints: none is stored");
    }
    CheckpointQuery query;
    query.size = sizes.back();
    TYST_ASSIGN(const std::string note, ledger.checkpoint_of(query.size));
    TYST_ASSIGN(query.query, time_stamp_query(as_bytes(note), ledger.entropy()));
    return query;
}

Result<CheckpointTimeStamp> add_checkpoint_time_stamp(
    Ledger& ledger, std::string_view response, std::string_view authority_pem
) {
    TYST_ASSIGN(const TimeStamp said, read_time_stamp(response));
    TYST_ASSIGN(const std::uint64_t size, find_stamped_size(ledger, said.imprint));
    TYST_ASSIGN(CheckpointTimeStamp found, verify_for(ledger, size, response, authority_pem));
    TYST_TRY(ledger.add_time_stamp(size, response));
    return found;
}

Result<CheckpointTimeStamp> fetch_time_stamp(
    Ledger& ledger,
    WitnessTransport& transport,
    const std::string& url,
    std::string_view authority_pem
) {
    TYST_ASSIGN(const CheckpointQuery query, query_newest_checkpoint(ledger));
    TYST_ASSIGN(
        const HttpReply reply, transport.post(url, "application/timestamp-query", query.query)
    );
    if (reply.status != kStatusOk) {
        return fail(ErrorCode::io_failed, url + ": status " + std::to_string(reply.status));
    }
    TYST_TRY(verify_time_stamp_for(query.query, reply.body, authority_pem));
    return add_checkpoint_time_stamp(ledger, reply.body, authority_pem);
}

Result<std::vector<CheckedTimeStamp>> verify_time_stamps(
    Ledger& ledger, std::string_view authority_pem
) {
    std::vector<CheckedTimeStamp> checked;
    TYST_ASSIGN(const std::vector<std::uint64_t> sizes, ledger.time_stamped_sizes());
    for (const std::uint64_t size : sizes) {
        TYST_ASSIGN(const std::vector<std::string> responses, ledger.time_stamps_of(size));
        for (std::size_t number = 0; number < responses.size(); ++number) {
            checked.push_back(
                {size, number, verify_for(ledger, size, responses[number], authority_pem)}
            );
        }
    }
    return checked;
}

Result<std::optional<LastTimeStamp>> last_time_stamp(Ledger& ledger) {
    TYST_ASSIGN(const std::vector<std::uint64_t> sizes, ledger.time_stamped_sizes());
    if (sizes.empty()) {
        return std::optional<LastTimeStamp>();
    }
    LastTimeStamp last{sizes.back(), {}};
    TYST_ASSIGN(const std::vector<std::string> responses, ledger.time_stamps_of(last.size));
    for (const std::string& response : responses) {
        TYST_ASSIGN(const TimeStamp said, read_time_stamp(response));
        last.time = std::max(last.time, said.time);
    }
    return std::optional(last);
}

}  // namespace tyst
