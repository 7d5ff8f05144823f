#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/event_values.h"
#include "schema/ids.h"

// What an evidence pack is to hold, said by who knows the question (projections/evidence) to who
// builds, proves and seals it (pack_builder.h). docs/formats.md, "Evidence pack".
namespace tyst {

// One file of a pack that people or programs read: a report, a table, a copy of a document.
struct PackFile {
    std::string path;  // relative, '/' between names, ASCII
    std::string content;
};

// A part whose entry is in the pack but whose key and ciphertext are not.
struct WithheldPart {
    LogIndex index;
    std::uint16_t part = 0;
    Code ground;              // codes/withholding-ground
    std::string explanation;  // shown where it was
};

struct PackPlan {
    Code kind;  // codes/pack-kind
    // Canonical JSON, for the event that records the pack: the same question gives the same bytes.
    // Names each child by stream and never by reference, for that event outlives erasures.
    std::string question;
    std::string purpose;
    std::string recipient;
    Code language;           // codes/language
    std::uint64_t size = 0;  // the pack answers for the first `size` entries; the last one commits
                             // to the heads of all streams
    std::vector<StreamId> children;               // sorted: whose records these are
    std::vector<StreamId> streams;                // sorted: every entry of theirs is in the pack
    std::vector<LogIndex> further_entries;        // sorted: single entries of other streams
    std::vector<WithheldPart> withheld;           // sorted by index and part
    std::vector<PackFile> files;                  // in the order in which they lie in the pack
    std::vector<std::uint64_t> consistency_from;  // sorted: earlier sizes whose checkpoints the
                                                  // recipient holds
};

}  // namespace tyst
