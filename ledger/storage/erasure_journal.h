#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/date.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst::storage {

// An erasure whose keys are destroyed and whose receipt is not in the log yet: the row
// `erasure-under-way` of `keys/`, written in the same batch that destroys the keys, so that whoever
// opens the ledger next can end it. Commitments and numbers only, no secret and no text.
struct ErasureJournal {
    struct Destroyed {
        StreamId subject;
        Hash key;  // commitment to the key that is gone

        bool operator==(const Destroyed&) const = default;
    };
    EventId receipt;  // the id that record_erased gets
    EventId request;
    EventId approval;
    StreamId actor;                     // who carried it out
    Timestamp destroyed_at;             // by the ledger's clock
    std::uint64_t root_generation = 0;  // of the new root
    Hash old_root;                      // commitments
    Hash new_root;
    std::uint32_t holds_checked = 0;
    std::vector<Destroyed> destroyed;  // in the order of the subjects

    bool operator==(const ErasureJournal&) const = default;
};
[[nodiscard]] std::string encode(const ErasureJournal& journal);
// corrupt_key where its length is wrong, or it names no subject.
[[nodiscard]] Result<ErasureJournal> decode_erasure_journal(std::string_view value);

}  // namespace tyst::storage
