#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/policy.h"
#include "ledger/witnessing/transport.h"
#include "ledger/witnessing/witness_sizes.h"
#include "schema/error.h"
#include "schema/ids.h"

namespace tyst {

// What asking one witness came to.
enum class WitnessOutcome : std::uint8_t {
    cosigned,  // its line holds
    cosigned_before,
    no_address,  // asked by other means: an inspector's laptop
    unreachable,
    unknown_log,    // 404
    not_trusted,    // 403: it does not take the log's key
    proof_refused,  // 422
    refused,        // 400, or another status
    ahead,          // it has seen a larger log than this one: this may be an older copy
    contradicted,   // it has seen another tree of this size
    bad_reply,      // not what a witness says, or a line that does not hold
};
// "cosigned", "cosigned before", "no address" …
[[nodiscard]] const char* to_text(WitnessOutcome outcome);

struct WitnessReport {
    std::string name;  // in the policy
    WitnessOutcome outcome = WitnessOutcome::unreachable;
    std::string detail;  // for people; empty where the outcome says all
    std::string lines;   // signature lines of this witness; each checked
};

// Asks witnesses about one checkpoint. For one thread; the references outlive it.
class WitnessClient {
  public:
    // Proves that the log's tree of one size is the beginning of that of another; as
    // Ledger::prove_consistency.
    using Prove = std::function<Result<std::vector<Hash>>(std::uint64_t from, std::uint64_t to)>;

    WitnessClient(Prove prove, WitnessTransport& transport, WitnessSizes& sizes)
        : prove_(std::move(prove)), transport_(transport), sizes_(sizes) {}

    // Sends the note with the proof from the size that the witness saw last; where it says another
    // (409), once more from that. Fails only where the log cannot prove or keep a size; what the
    // witness does wrong is an outcome.
    [[nodiscard]] Result<WitnessReport> ask(
        const PolicyWitness& witness, const Checkpoint& checkpoint, const std::string& note
    );

  private:
    // What came of the network, apart from failures of this ledger.
    struct Sent {
        Result<HttpReply> reply;
    };
    Result<Sent> send(
        const PolicyWitness& witness,
        std::uint64_t old_size,
        const Checkpoint& checkpoint,
        const std::string& note
    );
    Result<WitnessReport> judge(
        const PolicyWitness& witness,
        std::uint64_t old_size,
        const Checkpoint& checkpoint,
        const HttpReply& reply
    );

    const Prove prove_;
    WitnessTransport& transport_;
    WitnessSizes& sizes_;
};

}  // namespace tyst
