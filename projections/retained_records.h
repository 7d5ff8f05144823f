#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/erasure_records.h"
#include "projections/query.h"
#include "projections/retention.h"
#include "schema/subject.h"

// The records of a ledger as retention sees them: whole persons with every compartment, and what an
// erasure of them has to name.
namespace tyst {

// Everything that is held about one person under their own keys.
struct RetainedRecord {
    StreamId person;
    std::vector<SubjectReference> known_as;  // of the case record; the first known by comes first
    std::vector<RecordPart> parts;           // sorted by stream; those without an event left out
    RetentionFacts facts;

    [[nodiscard]] bool holds(const StreamId& stream) const;
    // Those of the compartments given, sorted; of none given: all.
    [[nodiscard]] std::vector<StreamId> streams_of(std::span<const Compartment> compartments) const;
};

// Every record of the ledger, in order of person. One pass over all children. An adoption or
// restricted compartment is found by the references of the case record that it belongs to, and
// stands alone where that is gone. Fails as for_each_child and Ledger::find do.
[[nodiscard]] Result<std::vector<RetainedRecord>> retained_records(
    Ledger& ledger, const Question& question, const CodeFacts& codes, unsigned threads
);

// The record of one person whose case record was read. Fails as Ledger::find and read_stream do.
[[nodiscard]] Result<RetainedRecord> retained_record(
    Ledger& ledger, const History& case_record, const CodeFacts& codes
);

// What an erasure of these compartments of a record would be.
struct ErasurePlan {
    ErasureRequested request;  // without ground and explanation
    std::vector<CompartmentRetention> retention;
};
// Every stream of the compartments (of none given: of all that the record has), the rule, the first
// day on which it allows destruction, and the first on which it may be carried out if it is asked
// for on `clock_day`: kErasureDelayDays later or, where a rule asks for more, as it says. `today`
// is the day on which records are due or not. Fails with not_found where the record has no such
// compartment and, unless `before_due`, with erasure_not_allowed where one of them is not due on
// `today`.
[[nodiscard]] Result<ErasurePlan> plan_erasure(
    const RetainedRecord& record,
    std::span<const Compartment> compartments,
    std::span<const RetentionRule> rules,
    Date today,
    Date clock_day,
    bool before_due
);

// What would be known of the compartments that stay once these streams are gone: what they count
// from may go with the others. Fails as Ledger::read_stream does.
[[nodiscard]] Result<std::vector<CompartmentRetention>> retention_of_rest(
    Ledger& ledger,
    const RetainedRecord& record,
    std::span<const StreamId> gone,
    std::span<const RetentionRule> rules,
    const Question& question,
    const CodeFacts& codes,
    Date today
);

// The ground that needs a due day.
inline constexpr std::string_view kRetentionEnded = "retention-ended";

// What check_erasure cannot know, asked just before it is carried out on `clock_day`: that the
// request still names every stream of one person's compartments, that they are still due on `today`
// where that is its ground, that the delay of the rule, too, has passed since the ledger recorded
// the request, and that nothing of the person is held. Fails with erasure_not_allowed, and as
// holds_over.
[[nodiscard]] Result<void> check_still_whole(
    Ledger& ledger,
    const ErasureCase& erasure,
    std::span<const RetainedRecord> records,
    std::span<const RetentionRule> rules,
    Date today,
    Date clock_day
);

// By what law and on what days check_whole_record judges.
struct ErasureTerms {
    Question question;
    const CodeFacts& codes;
    std::span<const RetentionRule> rules;
    unsigned threads = 1;
    Date today;      // on which a record is due or not
    Date clock_day;  // on which it would be carried out
};
// check_still_whole with the records as they stand in the ledger now, whatever `question` knew:
// what every Ledger::erase is to be given. Fails as check_still_whole and retained_records.
[[nodiscard]] Result<void> check_whole_record(
    Ledger& ledger, const ErasureCase& erasure, const ErasureTerms& terms
);

}  // namespace tyst
