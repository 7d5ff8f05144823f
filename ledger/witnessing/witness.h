#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/witnessing/add_checkpoint.h"
#include "ledger/witnessing/witness_key.h"
#include "ledger/witnessing/witness_state.h"
#include "schema/date.h"
#include "schema/error.h"

namespace tyst {

// What a witness answers: the statuses of c2sp.org/tlog-witness.
enum class WitnessStatus : std::uint16_t {
    cosigned = 200,
    bad_request = 400,  // no such request, or old size beyond the checkpoint's
    not_trusted = 403,  // no key of the log signed it
    unknown_log = 404,
    conflict = 409,       // another old size than is kept, or the same size with another root
    not_consistent = 422  // the proof does not prove
};

struct WitnessAnswer {
    WitnessStatus status = WitnessStatus::bad_request;
    std::string content_type;
    std::string body;    // the signature line; for a conflict the size that is kept
    std::string reason;  // for people; empty for cosigned
};

// A witness of one log: compares a checkpoint with the one it keeps, stores it, and only then signs
// for it. All of that under one lock, and durable before it is answered: two requests at once
// cannot roll it back. The file is its alone. Safe to use from several threads.
class Witness {
  public:
    // Takes up what the file keeps; where there is none, begins with these keys (of one name, at
    // least one) and no checkpoint. Keys that the file does not have yet are added to it with the
    // next checkpoint. invalid_value where the keys are not of one log, or of another than the
    // file's; corrupt_checkpoint, io_failed.
    [[nodiscard]] static Result<std::unique_ptr<Witness>> open(
        WitnessSigner signer, std::vector<VerifierKey> log_keys, std::filesystem::path state_file
    );

    // The answer to the body of an add-checkpoint request. Fails (io_failed, disk_full) only where
    // nothing could be stored; then nothing was cosigned.
    [[nodiscard]] Result<WitnessAnswer> add_checkpoint(std::string_view body, Timestamp now);
    // The same for a checkpoint whose old size is the one kept.
    [[nodiscard]] Result<WitnessAnswer> add_checkpoint(
        std::string_view checkpoint, std::vector<Hash> proof, Timestamp now
    );

    [[nodiscard]] Checkpoint newest() const;
    [[nodiscard]] const WitnessKey& key() const { return signer_.key(); }

  private:
    Witness(WitnessSigner signer, std::filesystem::path state_file, WitnessState state)
        : signer_(std::move(signer)),
          state_file_(std::move(state_file)),
          state_(std::move(state)) {}
    Result<WitnessAnswer> answer(const AddCheckpoint& request, Timestamp now);
    Result<WitnessAnswer> store_and_sign(
        std::string_view note, const Checkpoint& checkpoint, Timestamp now
    );

    const WitnessSigner signer_;
    const std::filesystem::path state_file_;
    mutable std::mutex mutex_;
    WitnessState state_;
};

}  // namespace tyst
