#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

class Ledger;

inline constexpr std::size_t kPackReceiptBytesMax = std::size_t{4} << 20U;

// The file that lies beside a pack: the entry that committed to its manifest before the pack left,
// opened and proved. docs/formats.md, "Pack receipt".
struct PackReceipt {
    Hash manifest;
    std::string entry;   // the leaf, byte for byte
    std::string sealed;  // part 0: ciphertext ‖ tag
    SecretKey key;       // of part 0
    std::string proof;   // c2sp.org/tlog-proof text
};

[[nodiscard]] std::string pack_receipt_text(const PackReceipt& receipt);
// invalid_value for anything that pack_receipt_text could not have written; the proof is taken as
// it is.
[[nodiscard]] Result<PackReceipt> parse_pack_receipt(std::string_view text);

// The receipt of the pack whose evidence_pack_created stands at `index`, proved against the newest
// checkpoint. Failures as Ledger::entry_bytes, sealed_part, part_key and prove.
[[nodiscard]] Result<PackReceipt> make_pack_receipt(
    Ledger& ledger, const Hash& manifest, LogIndex index
);

}  // namespace tyst
