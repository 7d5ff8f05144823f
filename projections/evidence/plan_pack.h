#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/evidence/pack_plan.h"
#include "ledger/ledger.h"
#include "projections/figures.h"
#include "schema/date.h"
#include "schema/error.h"
#include "schema/event_values.h"
#include "schema/reference_set.h"

namespace tyst {

// What somebody asks an evidence pack for. Either `children` or `cohort` is given.
struct PackQuestion {
    Code kind = "inspection";           // codes/pack-kind; "person" asks for one child
    std::vector<std::string> children;  // each REFERENCE, or SOURCE:REFERENCE
    std::string cohort;                 // id of a figure ("looked-after") or of a rule ("D2")
    std::optional<Period> period;       // of a figure's starts and ceasings; the year to `as_at`
    std::optional<Date> as_at;          // the day that a sample pins, else that of the last entry
    std::optional<Timestamp> known_at;  // the recorded time of the last entry
    bool witnessed = false;             // count recorded times only, no source's claims
    std::uint64_t size = 0;             // answers for the first `size` entries; 0: for all
    std::string purpose;
    std::string recipient;
    Code language = "en";  // codes/language: "en" or "cy", the one that is meant to be read first
    // Grounds (codes/withholding-ground) of restricted parts that the recipient may see: of
    // "legal-advice", "adoption", "restricted". What two persons decided stays withheld.
    std::vector<Code> disclosed_grounds;
    StreamId actor;  // who asks
};

// Everything that the pack is to hold, from entries below the size alone: the same question on the
// same log gives the same bytes, whenever it is asked (docs/evidence.md). Dates shown are the two
// of the question and recorded times; no clock is read. `reference` is the set that the ledger
// adopted.
//
// Fails with
//   missing_field      neither children nor a cohort; no purpose; no recipient
//   invalid_value      both of them; a kind or language that is not known here; a pack for a person
//                      about another number of children than one; a reference that several sources
//                      know (their names are in the context); a size beyond the log's, or 0 entries
//   unknown_code       a cohort that is neither a figure nor a rule; an unknown ground
//   subject_not_found  no such child below that size
//   part_erased        the child's key is destroyed: its record can be proved, but not read
//   as Ledger::read_stream, scan_streams and entries do
// Reads with one thread; safe to call from several.
[[nodiscard]] Result<PackPlan> plan_pack(
    Ledger& ledger, const ReferenceSet& reference, const PackQuestion& question
);

}  // namespace tyst
