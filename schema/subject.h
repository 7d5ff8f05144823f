#pragma once

#include <cstdint>
#include <string>

#include "schema/ids.h"

namespace tyst {

// Whose key seals a stream. Stored inside the wrapped key, never in `log/`; numbers stay for ever.
enum class SubjectKind : std::uint8_t {
    child = 1,
    worker = 2,  // IRO, social worker, carer, chair: anybody an event cites by person
    received_return = 3,
    authority = 4,      // the ledger's own stream: coverage, reference sets, sample label
    actor = 5,          // who records: an OS user or a signed-in account
    actor_reading = 6,  // one actor's reading in one year
};

// A child's record is kept in compartments with keys of their own, because their retention differs
// (75 years for the case record, 100 for adoption). Other subjects use `none`.
enum class Compartment : std::uint8_t { none = 0, child_case = 1, adoption = 2, restricted = 3 };

// How a subject is named outside the ledger: the source system and its reference there. Only a
// keyed digest of it is stored (keys/), so that a record is found again without plaintext.
struct SubjectReference {
    SubjectKind kind = SubjectKind::child;
    Compartment compartment = Compartment::none;
    std::string source;     // for instance "ssda903" or "sample-vale-2019"
    std::string reference;  // for instance "V0001"

    auto operator<=>(const SubjectReference&) const = default;
};

}  // namespace tyst
