#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "projections/coverage.h"
#include "projections/question.h"

namespace tyst {

// A reference set as it was adopted; the files themselves are attachments of the event.
struct AdoptedReferenceSet {
    std::string name;
    std::string version;
    Hash digest;
    LogIndex index;
};

// The label of a ledger that holds synthetic people.
struct SampleLabel {
    std::string name;
    std::uint64_t seed = 0;
    Date today;
    LogIndex index;
};

// A record that was destroyed: no answer can count it any more.
struct ErasedRecord {
    LogIndex index;                 // of the receipt
    std::vector<StreamId> streams;  // of one person
    LogIndex first;                 // of its entries: before that nobody could count it
};

// What the authority's own stream says under a question.
struct AuthorityFacts {
    Coverage coverage;
    std::vector<AdoptedReferenceSet> reference_sets;  // in the order of the log
    std::vector<SampleLabel> samples;
    // Every one of the whole log, whenever it was destroyed: an answer about what was known before
    // lacks the record all the same. read_authority leaves out those that the question is too early
    // for.
    std::vector<ErasedRecord> erased;

    // The day that a sample pins as today (the latest, where several are loaded); nothing in a
    // ledger of real people.
    [[nodiscard]] std::optional<Date> pinned_today() const;
    // The one adopted last; nullptr where none is.
    [[nodiscard]] const AdoptedReferenceSet* reference_set() const;
};

[[nodiscard]] AuthorityFacts fold_authority(
    std::span<const StoredEvent> authority_events, const Question& question
);

// The same from an open ledger, by its entries below `size`. Fails as Ledger::read_stream does.
[[nodiscard]] Result<AuthorityFacts> read_authority(
    Ledger& ledger, const Question& question, std::uint64_t size = kWholeLog
);

}  // namespace tyst
