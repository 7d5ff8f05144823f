#include "ledger/witnessing/witness_round.h"

#include <algorithm>
#include <ranges>
#include <utility>

#include "ledger/own_event.h"
#include "ledger/witnessing/witness_sizes.h"

namespace tyst {
namespace {

constexpr const char* kSizesFile = "witness-sizes";

Result<LogIndex> record_missed_quorum(
    Ledger& ledger, const Checkpoint& checkpoint, const QuorumReport& quorum, StreamId actor
) {
    WitnessQuorumMissed body;
    body.size = checkpoint.size;
    body.root = checkpoint.root;
    body.needed = quorum.needed;
    body.got = quorum.got;
    body.missing = quorum.missing;
    TYST_ASSIGN(const Receipt receipt, append_own_event(ledger, std::move(body), actor));
    return receipt.index;
}

// The stored note of a size, judged. A line of a key that the policy does not name is passed over.
Result<QuorumReport> quorum_of(Ledger& ledger, const Policy& policy, std::uint64_t size) {
    TYST_ASSIGN(const std::string note, ledger.checkpoint_of(size));
    TYST_ASSIGN(const Note parsed, parse_note(note));
    TYST_ASSIGN(const auto held, verify_cosignatures(parsed, policy.witness_keys()));
    return judge_quorum(policy, held);
}

bool has_cosigned(std::span<const Cosignature> held, const WitnessKey& key) {
    return std::ranges::find(held, key, &Cosignature::witness) != held.end();
}

}  // namespace

Result<WitnessRound> run_witness_round(
    Ledger& ledger, const Policy& policy, WitnessTransport& transport, StreamId actor
) {
    TYST_ASSIGN(const std::string signed_note, ledger.checkpoint());
    WitnessRound round;
    TYST_ASSIGN(round.checkpoint, open_checkpoint(signed_note, policy.log_keys()));
    TYST_ASSIGN(const std::string stored, ledger.checkpoint_of(round.checkpoint.size));
    TYST_ASSIGN(const Note note, parse_note(stored));
    TYST_ASSIGN(const auto held, verify_cosignatures(note, policy.witness_keys()));
    TYST_ASSIGN(WitnessSizes sizes, WitnessSizes::open(ledger.directory() / kSizesFile));
    WitnessClient client(
        [&ledger](std::uint64_t from, std::uint64_t to) {
            return ledger.prove_consistency(from, to);
        },
        transport,
        sizes
    );
    std::string lines;
    for (const PolicyWitness& witness : policy.witnesses) {
        if (has_cosigned(held, witness.key)) {
            round.reports.push_back({witness.name, WitnessOutcome::cosigned_before, "", ""});
            continue;
        }
        TYST_ASSIGN(WitnessReport report, client.ask(witness, round.checkpoint, signed_note));
        lines += report.lines;
        round.reports.push_back(std::move(report));
    }
    if (!lines.empty()) {
        TYST_TRY(ledger.add_cosignatures(round.checkpoint.size, lines, policy));
    }
    TYST_ASSIGN(round.quorum, quorum_of(ledger, policy, round.checkpoint.size));
    if (!round.quorum.met) {
        TYST_ASSIGN(
            round.recorded, record_missed_quorum(ledger, round.checkpoint, round.quorum, actor)
        );
    }
    return round;
}

Result<CarriedLines> add_carried_lines(
    Ledger& ledger, const Policy& policy, std::uint64_t size, std::string_view lines
) {
    CarriedLines carried;
    TYST_ASSIGN(carried.added, ledger.add_cosignatures(size, lines, policy));
    TYST_ASSIGN(carried.quorum, quorum_of(ledger, policy, size));
    return carried;
}

Result<std::uint64_t> find_cosigned_size(
    Ledger& ledger, const Policy& policy, std::string_view lines
) {
    TYST_ASSIGN(const std::vector<std::uint64_t> sizes, ledger.checkpoint_sizes());
    const std::vector<WitnessKey> known = policy.witness_keys();
    for (const std::uint64_t size : sizes | std::views::reverse) {
        TYST_ASSIGN(const std::string note, ledger.checkpoint_of(size));
        TYST_ASSIGN(const Note stored, parse_note(note));
        TYST_ASSIGN(const Note carried, parse_note(stored.text + "\n" + std::string(lines)));
        const auto held = verify_cosignatures(carried, known);
        if (held && !held->empty()) {
            return size;
        }
    }
    return fail(
        ErrorCode::not_found,
        "cosignatures: they hold for no checkpoint of this log, by no witness that the policy names"
    );
}

Result<WitnessStanding> witness_standing(Ledger& ledger) {
    TYST_ASSIGN(const std::string text, ledger.policy_text());
    TYST_ASSIGN(const Policy policy, parse_policy(text));
    TYST_ASSIGN(const std::vector<std::uint64_t> sizes, ledger.checkpoint_sizes());
    WitnessStanding standing;
    standing.witnesses = policy.witnesses.size();
    if (sizes.empty()) {
        return standing;
    }
    standing.size = sizes.back();
    TYST_ASSIGN(standing.quorum, quorum_of(ledger, policy, standing.size));
    return standing;
}

}  // namespace tyst
