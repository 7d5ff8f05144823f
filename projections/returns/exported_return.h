#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "projections/person_events.h"
#include "projections/query.h"
#include "projections/returns/return_export.h"

namespace tyst {

// A return as the ledger's events give it under a question.
struct ExportedReturn {
    int year = 0;
    Question question;  // `as_at` is the last day told
    std::uint64_t log_size = 0;
    std::vector<ExportedChild> children;  // that have rows; in the order of their references
    // Persons who have rows, but no reference that a return may hold (1 to 10 characters without
    // blanks): their rows are left out.
    std::vector<StreamId> without_reference;
    std::uint64_t erased = 0;  // records that nobody can read any more
    bool rests_on_claimed_time = false;
};

struct ReturnRequest {
    int year = 0;                          // in which the collection ends
    Question question;                     // a day after the collection asks as at its last day
    const ReturnLayout* layout = nullptr;  // of `year`
    const Ssda903Codes* codes = nullptr;
    const CodeFacts* facts = nullptr;
    unsigned threads = 1;
    std::uint64_t size = kWholeLog;
    // What counts as a person's events, numbered by their places; the ledger's own where it is
    // empty. Called from several threads, with the question above.
    std::function<Result<PersonEvents>(const Question&, std::vector<StoredEvent>&& stored)>
        events_of = {};
    // What returns state of a person's episodes; nothing where it is empty. Called likewise.
    std::function<StatedReasons(const Question&, std::span<const StoredEvent> stored)> reasons_of =
        {};
};

// Every child's rows, folded under the request's question. The same entries and the same request
// give the same rows in the same order, on any machine. What the request points to must outlive the
// answer. Fails as for_each_child, Ledger::read and `events_of`.
[[nodiscard]] Result<ExportedReturn> export_return(Ledger& ledger, const ReturnRequest& request);

// The reference under which a return names the person: the one of an earlier return, else the first
// that any source gave, where a return may hold it; empty where none is of that kind.
[[nodiscard]] std::string_view return_reference_of(const History& history);

}  // namespace tyst
