#pragma once

#include <cstdint>
#include <string>

#include "ledger/evidence/pack_plan.h"
#include "ledger/ledger.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

// A pack that was built but not committed to yet: see docs/evidence.md, "Order of things".
struct BuiltPack {
    std::string zip;
    Hash manifest;               // SHA-256 of its MANIFEST.sha256
    std::uint64_t size = 0;      // of the log that it answers for
    Hash root;                   // of the tree at that size
    std::uint32_t events = 0;    // entries whose part 0 can be opened
    std::uint32_t withheld = 0;  // parts without a key, each with its ground
};

// The pack of a plan: its files, and for every entry of its streams below its size, of
// `further_entries` and the last one, the entry, its proof, and part and key of everything that is
// neither withheld nor erased; for every stream the proof of its head. The same plan on the same
// log gives the same bytes with the same version of the program.
//
// Fails with
//   invalid_value  a plan that is not sorted, a file whose name is reserved or not allowed, a
//                  withheld part that no entry of the pack has, a further entry beyond the size, a
//                  consistency asked for from a size beyond it
//   not_found      no signed checkpoint of that size, or its last entry has no root over the heads
//   stream_broken, root_mismatch  where the log itself does not hold together
//   too_large      beyond the limits of an archive
//   as Ledger::entry_bytes, sealed_part, part_key, prove, prove_head and prove_consistency do
// May run beside appends; one thread.
[[nodiscard]] Result<BuiltPack> build_pack(Ledger& ledger, const PackPlan& plan);

}  // namespace tyst
