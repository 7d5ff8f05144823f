#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/reading.h"
#include "ledger/erasure_records.h"
#include "projections/retained_records.h"

// What the commands about retention, holds and erasure share.
namespace tyst::cli {

// The whole record of the child whom `text` names as find_child reads it, or by 32 hexadecimal
// digits of one of its streams, for a compartment that has outlived the case record. Nothing where
// several sources know the child: that was told. Fails with subject_not_found, and as find_child.
[[nodiscard]] Result<std::optional<RetainedRecord>> find_record(
    Reading& reading, const std::string& text, const Surroundings& surroundings
);
// As its first source knows the child; its stream where none does.
[[nodiscard]] std::string reference_of(const RetainedRecord& record);

// "case", "adoption" and "restricted"; nothing for "all". The word has been checked.
[[nodiscard]] std::vector<Compartment> compartments_from(const std::string& word);

// The request of that entry. Fails with not_found, and as erasure_cases.
[[nodiscard]] Result<ErasureCase> request_at(Ledger& ledger, std::uint64_t index);
// "requested", "approved", "refused", "carried-out".
[[nodiscard]] std::string_view state_of(const ErasureCase& erasure);
// It was neither refused nor carried out.
[[nodiscard]] bool is_open(const ErasureCase& erasure);

// The hold of that entry. Fails with not_found, and as holds_over.
[[nodiscard]] Result<LegalHold> hold_at(Ledger& ledger, std::uint64_t index);
[[nodiscard]] std::vector<LegalHold> standing(std::vector<LegalHold> holds);

// Every hold that was placed with this one, itself included: a hold over a person lies in each of
// their streams, under one correlation. Fails as holds_over and Ledger::read.
[[nodiscard]] Result<std::vector<LegalHold>> placed_with(Ledger& ledger, const LegalHold& hold);

// The day on which records are due or not: the one asked about, and never one that the clock has
// not reached, whatever day a sample pins.
[[nodiscard]] Date day_of_retention(const Reading& reading, const Surroundings& surroundings);

// The name under which an actor was registered; the stream where it cannot be read.
[[nodiscard]] std::string actor_text(Ledger& ledger, const StreamId& actor);

// Adds --language en|cy, that of the free text in the event.
void add_text_language_option(Command command, std::string& language);

// What `retention hold` and `retention lift` both take: why, in which language, of which ledger.
struct HoldOptions {
    LedgerOptions ledger;
    std::string cause;
    std::string language = "en";
};
void add_hold_options(Command command, HoldOptions& options, CommandLine& line);

// Appends the events in one append, all or none, and signs a checkpoint. `correlation` joins them;
// nothing where one stands alone. Fails as Ledger::append and Ledger::checkpoint.
struct StreamBody {
    StreamId stream;
    Body body;
};
[[nodiscard]] Result<std::vector<Receipt>> record_together(
    Ledger& ledger,
    std::vector<StreamBody> bodies,
    const std::optional<CorrelationId>& correlation,
    const HoldOptions& options,
    StreamId actor
);

}  // namespace tyst::cli
