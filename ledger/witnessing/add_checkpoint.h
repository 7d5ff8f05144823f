#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

inline constexpr std::size_t kConsistencyHashesMax = 63;
inline constexpr std::size_t kAddCheckpointBytesMax = std::size_t{80} << 10U;

// What a log sends to a witness: c2sp.org/tlog-witness, "add-checkpoint".
struct AddCheckpoint {
    std::uint64_t old_size = 0;  // which the witness is believed to have
    std::vector<Hash> proof;     // of consistency, from there to the checkpoint
    std::string checkpoint;      // the signed note, byte for byte
};

// "old N", the hashes in base64, an empty line, the note.
[[nodiscard]] std::string add_checkpoint_text(const AddCheckpoint& request);

// invalid_value where the form or a limit does not hold. The checkpoint is taken as it is.
[[nodiscard]] Result<AddCheckpoint> parse_add_checkpoint(std::string_view text);

// Hashes in base64, one a line, as a file that holds nothing else. proof_invalid where a line is no
// hash, or there are more than any proof has.
[[nodiscard]] Result<std::vector<Hash>> parse_hash_lines(std::string_view text);
[[nodiscard]] std::string hash_lines_text(const std::vector<Hash>& hashes);

}  // namespace tyst
