#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/cosignature.h"
#include "schema/error.h"

namespace tyst {

// What a witness keeps of one log: the keys that it trusts for it, and the newest checkpoint that
// it cosigned. Its own cosignature vouches for the file.
struct WitnessState {
    std::vector<VerifierKey> log_keys;  // of one name, the log's origin
    std::string note;                   // with the witness's own line; empty: none cosigned yet
    Checkpoint newest;                  // what the note says; size 0 where there is none

    [[nodiscard]] const std::string& origin() const { return log_keys.front().name; }
};

// docs/formats.md, "Witness state".
[[nodiscard]] std::string to_text(const WitnessState& state);
// corrupt_checkpoint where the form does not hold or the note is not cosigned by `witness`.
[[nodiscard]] Result<WitnessState> parse_witness_state(
    std::string_view text, const WitnessKey& witness
);

// Nothing where there is no file. As above, io_failed.
[[nodiscard]] Result<std::optional<WitnessState>> read_witness_state(
    const std::filesystem::path& file, const WitnessKey& witness
);
// Durable when it returns, whole or not at all. io_failed, disk_full.
[[nodiscard]] Result<void> write_witness_state(
    const std::filesystem::path& file, const WitnessState& state
);

}  // namespace tyst
