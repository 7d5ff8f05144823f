#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "schema/error.h"
#include "schema/event.h"

namespace tyst::cli {

inline constexpr std::size_t kAppendEventsMax = 512;  // Append: one atomic append

// Places in a list of submissions, [first, first + count).
struct Unit {
    std::size_t first = 0;
    std::size_t count = 0;
    bool operator==(const Unit&) const = default;
};

// What is appended all or nothing: neighbours that share a correlation are one unit, every other
// event is one of its own.
[[nodiscard]] std::vector<Unit> atomic_units(std::span<const Submission> submissions);

// Neighbouring units joined into appends of at most kAppendEventsMax events. A larger unit stays
// alone: the ledger refuses it.
[[nodiscard]] std::vector<Unit> pack(std::span<const Unit> units);

// A ledger has one authority: events about it may name it "authority" or by its code, and all go to
// the authority's own stream. Fails with invalid_value, naming the line, for any other.
[[nodiscard]] Result<void> settle_authority(
    const std::string& authority,
    std::span<Submission> submissions,
    std::span<const std::uint64_t> lines
);

struct AppendSummary {
    std::uint64_t written = 0;
    std::uint64_t known = 0;        // their first receipts were given again
    std::vector<Receipt> receipts;  // in the order of the submissions
};

// Appends in order. Units whose events are all known come first and write nothing, so that a
// contradiction with what is recorded is found before anything is written. Known and new events
// within one unit are an event_id_conflict. `lines` names the submissions in errors. Fails as
// Ledger::prepare and append; what was appended before the failure stays.
[[nodiscard]] Result<AppendSummary> append_all(
    Ledger& ledger,
    StreamId actor,
    std::span<const Submission> submissions,
    std::span<const std::uint64_t> lines,
    const Progress& progress
);

}  // namespace tyst::cli
