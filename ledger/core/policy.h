#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/checkpoint.h"
#include "ledger/core/cosignature.h"
#include "schema/error.h"

// Whom a checkpoint must be signed and cosigned by: the text of c2sp.org/tlog-policy.
namespace tyst {

inline constexpr std::size_t kPolicyBytesMax = std::size_t{64} << 10U;
// Of logs, of witnesses, and of groups.
inline constexpr std::size_t kPolicyNamesMax = 64;

struct PolicyLog {
    VerifierKey key;
    std::string url;  // empty where there is none
};

struct PolicyWitness {
    std::string name;  // within the policy; the key has a name of its own
    WitnessKey key;
    std::string url;  // submission prefix; empty where there is none
};

// A witness or a group, by its place in the policy.
struct PolicyMember {
    bool is_group = false;
    std::size_t place = 0;

    bool operator==(const PolicyMember&) const = default;
};

struct PolicyGroup {
    std::string name;
    std::uint32_t needed = 0;  // of the members; at least 1
    std::vector<PolicyMember> members;
};

struct Policy {
    std::vector<PolicyLog> logs;
    std::vector<PolicyWitness> witnesses;
    std::vector<PolicyGroup> groups;     // each after the groups that it names
    std::optional<PolicyMember> quorum;  // nothing: "none"

    [[nodiscard]] std::vector<VerifierKey> log_keys() const;
    [[nodiscard]] std::vector<WitnessKey> witness_keys() const;
};

// invalid_value, naming the line, where the text is not exactly what the specification allows: an
// unknown word, a name used before its line, twice, or in two groups, one key on two lines, no
// quorum or two. too_large beyond the limits above.
[[nodiscard]] Result<Policy> parse_policy(std::string_view text);

// The policy of a log without witnesses, whose checkpoints any of the keys may sign.
[[nodiscard]] std::string policy_without_witnesses(std::span<const std::string> verifier_keys);

// What a policy says of the cosignatures of one checkpoint.
struct QuorumReport {
    bool met = false;
    std::uint32_t needed = 0;  // members of the quorum that must have witnessed; 0 for "none"
    std::uint32_t got = 0;     // members that have
    std::vector<std::string> missing;  // witnesses within the quorum without a cosignature, by name

    bool operator==(const QuorumReport&) const = default;
};
[[nodiscard]] QuorumReport judge_quorum(
    const Policy& policy, std::span<const Cosignature> cosignatures
);

// A checkpoint that satisfies a policy in its signatures, and what its cosignatures come to.
struct JudgedCheckpoint {
    Checkpoint checkpoint;
    std::vector<Cosignature> cosignatures;
    QuorumReport quorum;
};
// A missed quorum is no failure here. The failures of open_checkpoint() with the policy's logs, and
// of verify_cosignatures() with its witnesses.
[[nodiscard]] Result<JudgedCheckpoint> judge_checkpoint(
    const Policy& policy, std::string_view note
);

}  // namespace tyst
