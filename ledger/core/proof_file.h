#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "schema/error.h"
#include "schema/ids.h"

// One entry's proof in one file: c2sp.org/tlog-proof@v1.
namespace tyst {

inline constexpr std::size_t kProofFileBytesMax = std::size_t{128} << 10U;

struct ProofFile {
    std::optional<std::string> extra;  // not covered by any proof: hints only
    std::uint64_t index = 0;
    std::vector<Hash> proof;  // the leaf's sibling first
    std::string checkpoint;   // the signed note, byte for byte
};

[[nodiscard]] std::string proof_file_text(const ProofFile& file);

// proof_invalid where the form or a limit does not hold. The checkpoint is taken as it is.
[[nodiscard]] Result<ProofFile> parse_proof_file(std::string_view text);

// The checkpoint that the leaf is proved to be in at the file's index. The failures of
// open_checkpoint() and verify_inclusion().
[[nodiscard]] Result<Checkpoint> verify_proof_file(
    const ProofFile& file, const Hash& leaf, std::span<const VerifierKey> known
);

}  // namespace tyst
