#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/core/policy.h"
#include "ledger/ledger.h"
#include "ledger/witnessing/transport.h"
#include "ledger/witnessing/witness_client.h"
#include "schema/error.h"

namespace tyst {

// The newest checkpoint, put before all witnesses of a policy.
struct WitnessRound {
    Checkpoint checkpoint;
    std::vector<WitnessReport> reports;  // in the order of the policy
    QuorumReport quorum;                 // of the stored note, after this round
    std::optional<LogIndex> recorded;    // of witness_quorum_missed, where the quorum was missed
};

// Signs a checkpoint if the log has grown, asks every witness that has not cosigned it, keeps the
// lines that hold, and records a missed quorum as an event of `actor`; the checkpoint stays
// published. One witness's failure stops no other. Fails as Ledger::checkpoint, add_cosignatures
// and append.
[[nodiscard]] Result<WitnessRound> run_witness_round(
    Ledger& ledger, const Policy& policy, WitnessTransport& transport, StreamId actor
);

// Lines that came another way, a stick or a screen, for the checkpoint of that size. As
// Ledger::add_cosignatures, and what the policy says of the note then.
struct CarriedLines {
    std::vector<std::string> added;  // witnesses, by their names in the policy
    QuorumReport quorum;
};
[[nodiscard]] Result<CarriedLines> add_carried_lines(
    Ledger& ledger, const Policy& policy, std::uint64_t size, std::string_view lines
);

// The newest size whose checkpoint the lines hold for, looked for backwards. not_found where they
// hold for none; the failures of Ledger::checkpoint_of.
[[nodiscard]] Result<std::uint64_t> find_cosigned_size(
    Ledger& ledger, const Policy& policy, std::string_view lines
);

// When the newest checkpoint, its quorum and the last one missed stood how.
struct WitnessStanding {
    std::uint64_t size = 0;  // of the newest checkpoint
    QuorumReport quorum;     // of that checkpoint
    std::size_t witnesses = 0;
};
[[nodiscard]] Result<WitnessStanding> witness_standing(Ledger& ledger);

}  // namespace tyst
