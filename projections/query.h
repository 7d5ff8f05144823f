#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "ledger/ledger.h"
#include "projections/authority.h"
#include "projections/caseload.h"
#include "projections/figures.h"
#include "projections/history.h"
#include "projections/obligations.h"
#include "schema/reference_set.h"

namespace tyst {

// What a pass over all people met.
struct PopulationSummary {
    std::uint64_t log_size = 0;  // the entries that the answer rests on
    std::uint64_t children = 0;
    std::uint64_t erased = 0;  // streams whose key is destroyed: counted, never folded
    std::uint64_t events = 0;  // of the children folded, as far as they are known
    bool rests_on_claimed_time = false;
};

// Folds every child person of the ledger under a question, with `threads` threads that share the
// streams by shard. `visit(thread, history)` is called from thread `thread` (0 … threads - 1), in
// no fixed order; the history and its events live only during the call. Streams that records_joined
// makes one person, as known under the question, come as one history; they are visited by thread 0
// at the end. Fails as Ledger::scan_streams does, or with the first failure of a visit.
// Entries from `size` on are left out, as if they had never been written.
using HistoryVisitor = std::function<Result<void>(unsigned thread, const History& history)>;
[[nodiscard]] Result<PopulationSummary> for_each_child(
    Ledger& ledger,
    const Question& question,
    const CodeFacts& codes,
    unsigned threads,
    const HistoryVisitor& visit,
    std::uint64_t size = kWholeLog
);

// The same pass without a fold: every child person's events below `size`, in the order of the log,
// whether they are known under the question or not; the question says which records are joined.
struct PersonsSummary {
    std::uint64_t log_size = 0;
    std::uint64_t erased = 0;
};
using PersonVisitor =
    std::function<Result<void>(unsigned thread, std::vector<StoredEvent>&& events)>;
[[nodiscard]] Result<PersonsSummary> for_each_person(
    Ledger& ledger,
    const Question& question,
    unsigned threads,
    const PersonVisitor& visit,
    std::uint64_t size = kWholeLog
);

// The streams that are one person with `stream` under the question, itself included, sorted; by
// entries below `size` alone.
[[nodiscard]] Result<std::vector<StreamId>> streams_of_person(
    Ledger& ledger, StreamId stream, const Question& question, std::uint64_t size = kWholeLog
);
// Every event below `size` of the person that `stream` belongs to, folded and kept. Fails as
// Ledger::read_stream does.
[[nodiscard]] Result<PersonHistory> read_person(
    Ledger& ledger,
    StreamId stream,
    const Question& question,
    const CodeFacts& codes,
    ReadDepth depth,
    std::uint64_t size = kWholeLog
);

// The other streams that these events of one stream say are the same person: of every
// records_joined known and in force that no later records_parted undoes. Sorted.
[[nodiscard]] std::vector<StreamId> joined_to(
    std::span<const StoredEvent> stream_events, const Question& question
);

// Caseload, figures and summary in one pass.
struct PopulationAnswer {
    PopulationSummary summary;
    AuthorityFacts authority;
    std::vector<CaseloadRow> rows;  // sorted; workers not yet named (see name_workers)
    std::vector<Figure> figures;
};
[[nodiscard]] Result<PopulationAnswer> ask_population(
    Ledger& ledger,
    const Question& question,
    const ReferenceSet& reference,
    std::optional<Period> period,
    unsigned threads
);

}  // namespace tyst
