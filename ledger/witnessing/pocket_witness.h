#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "schema/clock.h"
#include "schema/error.h"

// A witness without a network, on an inspector's laptop: files in, a signature line out.
namespace tyst {

struct PocketRequest {
    std::filesystem::path key_file;
    std::filesystem::path state_file;
    std::string checkpoint;             // the signed note
    std::string consistency;            // hashes, one a line; empty where none is needed
    std::vector<std::string> log_keys;  // verifier keys; needed where there is no state yet
};

struct PocketAnswer {
    std::string line;  // to be carried back to the log
    Checkpoint before;
    Checkpoint now;
};

// Cosigns what extends the checkpoint kept, and keeps it. signature_invalid where no key of the log
// signed it, checkpoints_contradict where it has the size of the one kept and another root,
// not_consistent where it does not extend that one in another way (a smaller size, a proof that
// does not hold or is missing), invalid_value for another log or keys of another log; otherwise the
// failures of reading the files.
[[nodiscard]] Result<PocketAnswer> cosign_in_pocket(
    const PocketRequest& request, const Clock& clock
);

// Makes a key file; gives the witness key as the log's policy needs it.
[[nodiscard]] Result<std::string> make_witness_key(
    const std::filesystem::path& key_file, std::string_view name, Entropy& entropy
);

}  // namespace tyst
