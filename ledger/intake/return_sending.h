#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.h"
#include "schema/event.h"

namespace tyst {

// The rows of one person in a return that is sent.
struct SentRows {
    StreamId person;  // a child's stream
    std::vector<ReceivedRow> rows;
};

// A return that was written from events, as its files say it.
struct ReturnToSend {
    ReturnSent statement;
    std::vector<std::string> contents;  // of statement.files, in their order
    std::vector<SentRows> children;
};

struct SentReturn {
    StreamId stream;            // the return's own
    std::uint64_t written = 0;  // events; 0 where the same return was recorded that day before
    std::uint64_t children = 0;
};

// Lines as sha256sum writes them, in the order of the files.
[[nodiscard]] std::string digests_of_files(
    const std::vector<ReceivedFile>& files, const std::vector<std::string>& contents
);

// Records that a return was sent: return_sent in a stream of its own, with the digests of the files
// as its first attachment, then each child's rows in the child's stream, so that erasing the child
// erases them; then makes a checkpoint. The same files on the same day are one statement: what is
// there is not written again, so that a recording that was interrupted is finished by repeating it.
// Fails as Ledger::find_or_create, append and checkpoint do.
[[nodiscard]] Result<SentReturn> record_sent_return(
    Ledger& ledger, ReturnToSend sent, StreamId actor
);

}  // namespace tyst
